/** What a website bundles: Segment's client, which sends to us instead of to Segment. */
import { AnalyticsBrowser } from '@segment/analytics-next';

globalThis.load = (writeKey, apiHost, deliveryStrategy) => {
  const settings = { apiKey: writeKey, apiHost, protocol: 'http', deliveryStrategy: deliveryStrategy ?? undefined };
  globalThis.analytics = new AnalyticsBrowser();
  globalThis.analytics.load({ writeKey, cdnSettings: { integrations: { 'Segment.io': settings } } });
};

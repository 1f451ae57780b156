/** A small workspace that the tests of the server share. */
export const shop: Readonly<Record<string, string>> = {
  'journey.json': '{ "currency": "GBP", "timezone": "Europe/London", "locale": "en-GB" }\n',
  'shop.journey': `/// Somebody bought something.
signal OrderPlaced { order: id, total: money, tier: Tier }
signal OrderReturned { order: id }
type Tier = standard | gold

purpose Service { consent assumed }
channel email { to profile.user_id, via console }
team desk { via console }

message Thanks(order: OrderPlaced) for Service {
  on email { subject "Thank you" body "It was {order.total}." }
}
`,
  'care.journey': `journey Care {
  owner desk
  for   Service

  start on OrderPlaced as order
    once per order.order
  stop on OrderReturned where it.order == order.order

  send Thanks(order) on email, else finish as unreachable
  wait 3 days
  finish as done
}
`,
};

/** What a journey has tried, for the people that it hands over to: they should not try the same again. */
import type { Instance, Tried } from '../state/customer.ts';
import { type Context, callerOf, type Running } from './context.ts';

/** Of a journey that goes round for years, the newest are told. */
const MOST = 50;

/** What a journey that it runs tries is tried for it. */
export function noteTried(context: Context, found: Running, tried: Omit<Tried, 'at'>): void {
  for (let each: Running | null = found; each !== null; each = callerOf(context, each)) {
    const { instance, journey } = each;
    if (journey.tells) instance.tried = [...(instance.tried ?? []), { at: context.now, ...tried }].slice(-MOST);
  }
}

/** What has become of a message since. The reason that others give is not told: what is in it, nobody has looked at. */
export function noteCame(instances: readonly Instance[], message: string, came: string): void {
  for (const instance of instances) {
    if (instance.tried === undefined) continue;
    instance.tried = instance.tried.map((each) => (each.id === message ? { ...each, came } : each));
  }
}

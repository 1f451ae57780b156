/** What goes out, as JSON: the body of a POST, and what operators are shown. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Work } from './connector.ts';

/** `type`, `timestamp` and `data`, as Standard Webhooks advises. */
export function payloadOf(work: Work): Json {
  const { id, target, time, journey, instance } = work;
  const common = { target, journey, instance };
  const wrap = (type: string, data: Json): Json => ({ type, timestamp: new Date(time).toISOString(), data });
  switch (work.kind) {
    case 'message': {
      const { name, channel, to, content } = work;
      return wrap('message', { message: id, name, channel, to, content, ...common });
    }
    case 'call':
      return wrap('call', {
        call: id,
        name: work.name,
        arguments: work.arguments,
        due: new Date(work.due).toISOString(),
        ...common,
      });
    case 'task': {
      const { task, team, because, context, due, claimedBy } = work;
      const until = due === null ? null : new Date(due).toISOString();
      return wrap('task', { task, team, because, context, due: until, claimed_by: claimedBy, ...common });
    }
    case 'task claim': {
      const { task, team, by } = work;
      return wrap('task.claimed', { task, team, by, target });
    }
    case 'task end': {
      const { task, team, how } = work;
      const { ended, ...more } = how;
      return wrap(`task.${ended}`, { task, team, ...more, target });
    }
  }
}

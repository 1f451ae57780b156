/** Policies made ready to be judged. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { safeName } from '../values/names.ts';
import type { Builder, Policy, PolicyRule } from './parts.ts';

const CLOCK: Graph.Type = { kind: 'clock' };
const INTEGER: Graph.Type = { kind: 'integer' };
const TIME: Graph.Type = { kind: 'optional', of: { kind: 'time' } };

/** In the order of their names: the graph's maps are sorted. */
export function compilePolicies(builder: Builder): Policy[] {
  return Object.values(builder.graph.policies).map((policy) => ({
    name: policy.name,
    covers: policy.covers,
    rules: policy.rules.map((rule) => compileRule(builder, policy, rule)),
  }));
}

function compileRule(builder: Builder, policy: Graph.Policy, rule: Graph.PolicyRule): PolicyRule {
  const text = `policy ${policy.name}: ${rule.text}`;
  const drop = rule.then === 'drop';
  switch (rule.kind) {
    case 'quiet':
      return {
        kind: 'quiet',
        drop,
        rule: builder.rule(text, rule.place, [
          { name: 'local time', type: CLOCK },
          { name: 'time zone', type: { kind: 'timezone' } },
          { name: 'free at', type: TIME },
        ]),
        from: builder.compute(rule.from),
        to: builder.compute(rule.to),
        zone: builder.compute(rule.zone),
      };
    case 'at_most':
      return {
        kind: 'at_most',
        drop,
        rule: builder.rule(text, rule.place, [
          { name: 'messages sent', type: INTEGER },
          { name: 'allowed', type: INTEGER },
          { name: 'free at', type: TIME },
        ]),
        count: rule.count,
        perMs: rule.perMs,
        channel: rule.channel ?? null,
        covers: policy.covers,
      };
    case 'at_most_journeys':
      return {
        kind: 'at_most_journeys',
        drop,
        rule: builder.rule(text, rule.place, [
          { name: 'before it', type: { kind: 'text' } },
          { name: 'allowed', type: INTEGER },
        ]),
        count: rule.count,
        of: rule.of,
      };
    case 'hold_after':
      return {
        kind: 'hold_after',
        drop,
        rule: builder.rule(text, rule.place, [
          { name: `latest ${rule.signal}`, type: TIME },
          { name: 'free at', type: TIME },
        ]),
        forMs: rule.forMs,
        signal: safeName(rule.signal),
        where: rule.where === undefined ? null : builder.compute(rule.where.expression),
      };
    case 'hold_while':
      return {
        kind: 'hold_while',
        drop,
        rule: builder.rule(text, rule.place, rule.condition.reads),
        condition: builder.condition(rule.condition),
      };
  }
}

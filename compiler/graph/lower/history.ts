/** Gathers what must be remembered of each signal, from everything that looks back. */
import type { Expression, Retention } from '../types.ts';

export interface Need {
  /** milliseconds of event time; `ever`: all; `latest`: only the newest one */
  readonly keep: number | 'ever' | 'latest';
  /** `all`: every field of the signal */
  readonly fields: readonly string[] | 'all';
}

export interface History {
  note(signal: string, need: Need): void;
  /** Signals that are looked back on, with the fields of `fieldsOf` where all are needed. */
  retentions(fieldsOf: (signal: string) => readonly string[]): [string, Retention][];
}

interface Gathered {
  ever: boolean;
  latest: boolean;
  forMs: number;
  all: boolean;
  readonly fields: Set<string>;
}

export function createHistory(): History {
  const signals = new Map<string, Gathered>();
  return {
    note(signal, need) {
      const known = signals.get(signal) ?? { ever: false, latest: false, forMs: 0, all: false, fields: new Set() };
      signals.set(signal, known);
      if (need.keep === 'ever') known.ever = true;
      else if (need.keep === 'latest') known.latest = true;
      else known.forMs = Math.max(known.forMs, need.keep);
      if (need.fields === 'all') known.all = true;
      else for (const field of need.fields) known.fields.add(field);
    },
    retentions(fieldsOf) {
      return [...signals].map(([signal, known]) => {
        const read = (known.all ? fieldsOf(signal) : [...known.fields]).filter(
          (field) => field !== 'at' && field !== 'id',
        );
        const fields = [...read].sort();
        if (known.ever) return [signal, { keep: 'ever', fields }];
        if (known.forMs === 0) return [signal, { keep: 'latest', fields }];
        const window: Retention = { keep: 'window', forMs: known.forMs, fields };
        return [signal, known.latest ? { ...window, latest: true } : window];
      });
    },
  };
}

/** Fields that an expression over `it` reads; `all` where it uses the signal as a whole. */
export function fieldsOfIt(expression: Expression | undefined): readonly string[] | 'all' {
  const fields = new Set<string>();
  let all = false;
  const visit = (e: Expression): void => {
    if (e.op === 'field' && e.of.op === 'variable' && e.of.name === 'it') fields.add(e.name);
    else if (e.op === 'variable' && e.name === 'it') all = true;
    // Inside another look at the log `it` is another signal; since when it looks is asked of this one.
    else if (e.op !== 'aggregate') for (const inner of innerExpressions(e)) visit(inner);
    else if (e.window.kind === 'since') visit(e.window.time);
  };
  if (expression !== undefined) visit(expression);
  return all ? 'all' : [...fields];
}

export function innerExpressions(e: Expression): readonly Expression[] {
  switch (e.op) {
    case 'literal':
    case 'variable':
    case 'profile':
    case 'key':
    case 'now':
    case 'consent':
      return [];
    case 'list':
      return e.items;
    case 'record':
      return e.fields.map((field) => field.value);
    case 'field':
    case 'not':
    case 'negate':
    case 'present':
    case 'format':
      return [e.of];
    case 'between':
      return [e.of, e.low, e.high];
    case 'in':
      return [e.of, e.list];
    case 'default':
      return [e.of, e.otherwise];
    case 'if':
      return [e.condition, e.then, e.otherwise];
    case 'each':
      return [e.list, e.body, e.otherwise];
    case 'text':
      return e.parts;
    case 'call':
    case 'model':
      return e.arguments;
    case 'contacts':
      return [];
    case 'aggregate':
      return [...(e.where === undefined ? [] : [e.where]), ...(e.window.kind === 'since' ? [e.window.time] : [])];
    default:
      return [e.left, e.right];
  }
}

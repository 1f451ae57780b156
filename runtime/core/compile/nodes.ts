/** The nodes of a journey, with code for every expression and the id of every next node at hand. */
import type * as Graph from '../../../compiler/graph/types.ts';
import type { TaskAction } from '../state/input.ts';
import type { Rule } from '../state/output.ts';
import type { Hours } from '../values/hours.ts';
import { invariant } from '../values/invariant.ts';
import { safeName } from '../values/names.ts';
import { compileAction } from './action.ts';
import { type Arm, compileArm } from './arms.ts';
import { compileHours } from './calendars.ts';
import type {
  Action,
  Builder,
  Channel,
  Compute,
  Condition,
  Decision,
  Follow,
  Frame,
  Message,
  Outside,
  Recipient,
  Target,
} from './parts.ts';

interface Placed {
  readonly id: string;
  readonly rule: Rule;
}

export type Node =
  | SendNode
  | (Placed & {
      readonly kind: 'wait';
      readonly arms: readonly Arm[];
      /** one of its moments can move */
      readonly live: boolean;
      /** it waits for conditions, too */
      readonly asks: boolean;
    })
  | (Placed & {
      readonly kind: 'branch';
      readonly condition: Condition;
      readonly yes: Target | null;
      readonly no: Target | null;
    })
  | (Placed & {
      readonly kind: 'choose';
      readonly subject: Compute;
      readonly cases: readonly { readonly values: readonly Compute[]; readonly next: Target | null }[];
      readonly otherwise: Target | null;
    })
  | (Placed & {
      readonly kind: 'handoff';
      readonly team: string;
      readonly as: string | null;
      readonly because: Compute | null;
      readonly share: readonly Share[];
      readonly complete: boolean;
      readonly within: Within | null;
      readonly next: Target | null;
      readonly answers: Readonly<Record<TaskAction, Target | null>>;
      readonly waits: boolean;
    })
  | (Placed & { readonly kind: 'action'; readonly action: Action; readonly next: Target | null })
  | (Placed & {
      readonly kind: 'together';
      readonly branches: readonly (Target | null)[];
      readonly until: number;
      readonly next: Target | null;
    })
  | RepeatNode
  | EachNode
  | (Placed & {
      readonly kind: 'again';
      readonly of: string;
      readonly round: Target | null;
      readonly next: Target | null;
    })
  | (Placed & { readonly kind: 'join'; readonly of: string })
  | (Placed & {
      readonly kind: 'emit';
      readonly signal: string;
      readonly fields: readonly { readonly name: string; readonly value: Compute }[];
      readonly next: Target | null;
    })
  | (Placed & {
      readonly kind: 'experiment';
      readonly name: string;
      readonly variants: readonly { readonly name: string; readonly share: number; readonly next: Target | null }[];
    })
  | (Placed & {
      readonly kind: 'decide';
      readonly decision: Decision;
      readonly arguments: readonly Compute[];
      readonly as: string | null;
      readonly cases: ReadonlyMap<string, Target | null>;
      readonly otherwise: Target | null;
    })
  | CallNode
  | RunNode
  | (Placed & { readonly kind: 'finish'; readonly outcome: string; readonly value: Compute | null });

export type SendNode = Placed & {
  readonly kind: 'send';
  readonly message: Message;
  readonly arguments: readonly Compute[];
  /** null: to the journey's own customer */
  readonly to: Recipient | null;
  readonly channels: readonly Channel[];
  readonly best: boolean;
  readonly as: string | null;
  readonly next: Target | null;
  readonly failed: Target | null;
  /** null: where a policy holds the message, the step waits */
  readonly held: Target | null;
};

export type RunNode = Placed & {
  readonly kind: 'run';
  readonly journey: string;
  readonly arguments: readonly Compute[];
  readonly as: string | null;
  readonly waits: boolean;
  readonly outcomes: ReadonlyMap<string, Target | null>;
  readonly next: Target | null;
};

export type CallNode = Placed & {
  readonly kind: 'call';
  readonly action: Outside;
  readonly arguments: readonly Compute[];
  readonly as: string | null;
  readonly next: Target | null;
  readonly failed: Target | null;
};

export type RepeatNode = Placed & {
  readonly kind: 'repeat';
  readonly times: Compute;
  readonly every: Compute | null;
  readonly until: Condition | null;
  readonly round: Target | null;
  readonly next: Target | null;
};

export type EachNode = Placed & {
  readonly kind: 'each';
  readonly list: Compute;
  readonly as: string | null;
  readonly together: boolean;
  readonly round: Target | null;
  readonly next: Target | null;
};

/** `hours` null: all time counts */
export interface Within {
  readonly ms: number;
  readonly hours: ((frame: Frame) => Hours) | null;
  readonly escalateTo: string | null;
}

export type Share =
  | { readonly kind: 'value'; readonly name: string; readonly value: Compute; readonly type: Graph.Type }
  | { readonly kind: 'contacts'; readonly forMs: number | null }
  | { readonly kind: 'journey' }
  | { readonly kind: 'profile' };

export function compileNode(builder: Builder, node: Graph.Node, follow: Follow, swapped: readonly string[]): Node {
  const compute = builder.compute;
  const placed = {
    id: node.id,
    rule:
      node.kind === 'choose'
        ? builder.rule(node.label, node.place, [{ name: node.subjectText, type: node.type }])
        : builder.rule(node.label, node.place),
  };
  switch (node.kind) {
    case 'send': {
      const message = builder.messages.get(node.message);
      if (message === undefined) invariant(`the graph sends ${node.message}, but does not hold it`);
      const channels = node.channels.flatMap((name) => builder.channels.get(name) ?? []);
      const as = node.as === undefined ? null : safeName(node.as);
      const best = node.best === true;
      const to = compileRecipient(builder, node.to);
      const parts = { message, channels, as, best, to, arguments: node.arguments.map(compute) };
      return {
        ...placed,
        kind: 'send',
        ...parts,
        next: follow('next'),
        failed: follow('failed'),
        held: follow('held'),
      };
    }
    case 'wait': {
      const arms = node.arms.map((arm, index) => compileArm(builder, arm, index, { follow, swapped }));
      return {
        ...placed,
        kind: 'wait',
        arms,
        live: arms.some((arm) => arm.kind === 'at' && arm.live),
        asks: arms.some((arm) => arm.kind === 'condition'),
      };
    }
    case 'branch':
      return {
        ...placed,
        kind: 'branch',
        condition: builder.condition(node.condition),
        yes: follow('yes'),
        no: follow('no'),
      };
    case 'choose':
      return {
        ...placed,
        kind: 'choose',
        subject: compute(node.subject),
        cases: node.cases.map((values, index) => ({ values: values.map(compute), next: follow('case', index) })),
        otherwise: follow('otherwise'),
      };
    case 'handoff': {
      const [yes, no] =
        node.approval === true ? (['approved', 'rejected'] as const) : (['resolved', 'returned'] as const);
      const done = follow(yes);
      const back = follow(no);
      return {
        ...placed,
        kind: 'handoff',
        team: node.team,
        as: node.as === undefined ? null : safeName(node.as),
        because: node.because === undefined ? null : compute(node.because),
        share: node.share.map((share) => compileShare(builder, share)),
        complete: node.complete,
        within: node.within === undefined ? null : compileWithin(builder, node.within),
        next: follow('next'),
        answers: { resolved: done, approved: done, returned: back, rejected: back },
        waits: done !== null || back !== null,
      };
    }
    case 'set':
    case 'consent':
      return { ...placed, kind: 'action', action: compileAction(builder, node), next: follow('next') };
    case 'together': {
      const branches = Array.from({ length: node.branches }, (_, index) => follow('branch', index));
      return { ...placed, kind: 'together', branches, until: node.until, next: follow('next') };
    }
    case 'repeat':
      return {
        ...placed,
        kind: 'repeat',
        times: compute(node.times),
        every: node.every === undefined ? null : compute(node.every),
        until: node.until === undefined ? null : builder.condition(node.until),
        round: follow('round'),
        next: follow('next'),
      };
    case 'each':
      return {
        ...placed,
        kind: 'each',
        list: compute(node.list),
        as: node.as === undefined ? null : safeName(node.as),
        together: node.together,
        round: follow('round'),
        next: follow('next'),
      };
    case 'again':
      return { ...placed, kind: 'again', of: node.of, round: follow('round'), next: follow('next') };
    case 'join':
      return { ...placed, kind: 'join', of: node.of };
    case 'emit': {
      const fields = node.fields.map(({ name, value }) => ({ name: safeName(name), value: compute(value) }));
      return { ...placed, kind: 'emit', signal: safeName(node.signal), fields, next: follow('next') };
    }
    case 'experiment': {
      const variants = node.variants.map((variant, index) => ({ ...variant, next: follow('variant', index) }));
      return { ...placed, kind: 'experiment', name: node.name, variants };
    }
    case 'decide': {
      const decision = builder.decisions.get(node.decision);
      if (decision === undefined) invariant(`the graph decides ${node.decision}, but does not hold it`);
      const cases = new Map(node.cases.map((name, index) => [name, follow('case', index)] as const));
      const as = node.as === undefined ? null : safeName(node.as);
      const given = (node.arguments ?? []).map(compute);
      return { ...placed, kind: 'decide', decision, arguments: given, as, cases, otherwise: follow('otherwise') };
    }
    case 'run': {
      const outcomes = new Map(node.outcomes.map((name, index) => [name, follow('case', index)] as const));
      const as = node.as === undefined ? null : safeName(node.as);
      const parts = { journey: node.journey, arguments: node.arguments.map(compute), as, waits: node.waits };
      return { ...placed, kind: 'run', ...parts, outcomes, next: follow('next') };
    }
    case 'call': {
      const action = builder.actions.get(node.action);
      if (action === undefined) invariant(`the graph calls ${node.action}, but does not hold it`);
      const as = node.as === undefined ? null : safeName(node.as);
      const ways = { next: follow('next'), failed: follow('failed') };
      return { ...placed, kind: 'call', action, arguments: node.arguments.map(compute), as, ...ways };
    }
    case 'finish':
      return {
        ...placed,
        kind: 'finish',
        outcome: node.outcome,
        value: node.value === undefined ? null : compute(node.value),
      };
  }
}

function compileRecipient(builder: Builder, to: Graph.Recipient | undefined): Recipient | null {
  if (to === undefined || to.kind === 'team') return to ?? null;
  return { kind: 'customer', key: safeName(to.key), value: builder.compute(to.value) };
}

function compileWithin(builder: Builder, within: NonNullable<Graph.HandoffNode['within']>): Within {
  const { ms, during, escalateTo = null } = within;
  return { ms, hours: during === undefined ? null : compileHours(builder, during), escalateTo };
}

function compileShare(builder: Builder, share: Graph.Share): Share {
  if (share.kind === 'value') return { ...share, value: builder.compute(share.value) };
  return share.kind === 'contacts' ? { kind: 'contacts', forMs: share.forMs ?? null } : share;
}

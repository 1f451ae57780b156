/** Purposes, channels, messages, teams, calendars. */
import type { Expression, Name, Span, TextLiteral } from '../values.ts';
import type { Declared, Parameter } from './fields.ts';

/** `purpose Marketing { consent asked, double opt in }` */
export interface PurposeDeclaration extends Declared {
  readonly kind: 'Purpose';
  readonly consent?: Name;
  readonly doubleOptIn: boolean;
}

/** `channel email { to profile.email, via smtp, cleared for pii, at most 20 per second }` */
export interface ChannelDeclaration extends Declared {
  readonly kind: 'Channel';
  readonly to?: Expression;
  readonly via?: Via;
  readonly cleared: readonly Name[];
  /** `at most N per second|minute|hour` */
  readonly rate?: Cap;
}

/** `via smtp`, `via http whatsapp`, `via console` */
export interface Via extends Span {
  readonly connector: Name;
  readonly target?: Name;
}

/** `message M(bill: BillIssued) for Service { on email { subject ".." body ".." } }` */
export interface MessageDeclaration extends Declared {
  readonly kind: 'Message';
  readonly parameters: readonly Parameter[];
  readonly purpose?: Name;
  readonly contents: readonly Content[];
}

/** `on whatsapp in de { text ".." }` */
export interface Content extends Span {
  readonly channel: Name;
  readonly locale?: Name;
  readonly parts: readonly ContentPart[];
}

/** `subject ".."`, `body ".."`, `text ".."`, `title ".."` */
export interface ContentPart extends Span {
  readonly part: Name;
  readonly value: Expression;
  /** `body file "bill.liquid"`: the template's path beside this file; `value` is then this text too */
  readonly file?: TextLiteral;
}

/** `team desk { open 08:00..20:00 on weekdays in "Europe/London", open 10:00..14:00 on saturday, via http desk, cleared for pii }` */
export interface TeamDeclaration extends Declared {
  readonly kind: 'Team';
  /** none: it is always there */
  readonly open: readonly OpenHours[];
  readonly via?: Via;
  readonly cleared: readonly Name[];
}

export interface OpenHours extends Span {
  readonly from: Expression;
  readonly to: Expression;
  readonly days?: Days;
  readonly except?: Name;
  readonly zone?: Expression;
}

/** `calendar uk_holidays { 2026-12-25, 2026-12-26 }` */
export interface CalendarDeclaration extends Declared {
  readonly kind: 'Calendar';
  readonly dates: readonly Expression[];
}

/** `weekdays`, `weekends`, `monday, tuesday` */
export interface Days extends Span {
  readonly days: readonly Name[];
}

/** `at most COUNT [messages] per PERIOD`; `per day` is `per 1 day` */
export interface Cap extends Span {
  readonly count: Expression;
  readonly per: Expression;
}

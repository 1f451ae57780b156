/** A small workspace, and the first error of a text in it with its place, its words and its remedy. */
import { createWorkspace } from '../compiler/workspace.ts';

const shared = `
signal BillIssued { invoice: id, amount: money, previous: money?, due: date }
signal CallStarted { queue: text }
identity { strong user_id }
profile { name: text?, tier: Tier = standard }
type Tier = standard | gold
purpose Service { consent assumed }
channel email { to profile.user_id, via console }
channel sms { to profile.user_id, via console }
team desk { via console }
message Explained(bill: BillIssued) for Service { on email { text "{bill.amount}" } on sms { text "x" } }
`;

export const journey = (line: string, more = ''): string =>
  `journey Shock {\n  start on BillIssued as bill once per bill.invoice\n  expire after 9 days\n  ${line}\n${more}  wait 2 days\n}\n`;
export const inTest = (line: string): string => `${journey('')}test "t" {\n  ${line}\n}\n`;

export function errorsIn(text: string) {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('shared.journey', shared);
  workspace.setFile('here.journey', text);
  return workspace.check().filter(({ file, severity }) => file === 'here.journey' && severity === 'error');
}

/** The text with `^^` under the place, and what is said of it. */
export function first(text: string): {
  readonly at: string;
  readonly said: string;
  readonly mended: string | undefined;
} {
  const [error] = errorsIn(text);
  if (error === undefined) return { at: '', said: 'nothing', mended: undefined };
  const lines = text.split('\n');
  const { start, end } = error.range;
  const [edit] = error.fixes?.[0]?.edits ?? [];
  const line = lines[edit?.range.start.line ?? 0] ?? '';
  return {
    at: (lines[start.line] ?? '').slice(start.character, end.character),
    said: [error.message, error.hint].join(' '),
    mended:
      edit === undefined
        ? undefined
        : (line.slice(0, edit.range.start.character) + edit.text + line.slice(edit.range.end.character)).trim(),
  };
}

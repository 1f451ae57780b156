/** How what chooses, decides, goes through lists and follows messages is written. */
import type { Arm, Block, Decision, Given, Send, Statement } from './language.ts';
import { condition } from './written-conditions.ts';

type Kind = 'send' | 'letter' | 'choose' | 'choose mood' | 'experiment' | 'decide' | 'for each';
export type Choice = Statement & { readonly kind: Kind };

/** What stands around: blocks, arms, and a number for what has a name of its own. */
export interface Writer {
  braces(block: Block): string;
  arm(it: Arm): string;
  number(): number;
}

export function choice(it: Choice, writer: Writer): string {
  const { braces } = writer;
  switch (it.kind) {
    case 'send':
      return send(it, '', onward(it.otherwise));
    case 'letter':
      return letter(it, writer);
    case 'choose': {
      const isCondition = typeof it.of === 'object';
      const value = (each: number) => (isCondition ? (each === 1 ? 'true' : 'false') : `${each}`);
      const cases = it.cases.map(({ values, block }) => `${values.map(value).join(', ')} ${braces(block)}`);
      return `choose ${typeof it.of === 'object' ? condition(it.of) : it.of} {\n${cases.join('\n')}\notherwise ${braces(it.otherwise)}\n}`;
    }
    case 'choose mood': {
      const cases = it.cases.map(({ values, block }) => `${values.join(', ')} ${braces(block)}`);
      const otherwise = it.otherwise === null ? '' : `\notherwise ${braces(it.otherwise)}`;
      return `choose profile.mood {\n${cases.join('\n')}${otherwise}\n}`;
    }
    case 'experiment': {
      const { drawn, holdout, a, b } = it;
      const out = holdout === 'none' ? '' : `holdout 20%${holdout === null ? '' : ` ${braces(holdout)}`}\n`;
      const shares = holdout === 'none' ? [50, 50] : [30, 50];
      const name = `E${writer.number()}${drawn}`;
      return `experiment ${name} {\n${out}variant a ${shares[0]}% ${braces(a)}\nvariant b ${shares[1]}% ${braces(b)}\n}`;
    }
    case 'decide': {
      const ways = it.ways.map((block, index) => `C${index} ${braces(block)}`);
      return `decide ${it.decision}(${it.n}) {\n${ways.join('\n')}\notherwise ${braces(it.otherwise)}\n}`;
    }
    case 'for each':
      return `for each ${it.item.replace('item', 'each')} in s.items${it.together ? ' together' : ''} ${braces(it.block)}`;
  }
}

function send({ message, number, best, channels }: Send, name: string, otherwise: string | null): string {
  const on = best ? `best of ${channels.join(', ')}` : channels.join(', else ');
  return `send ${message}(${number})${name} on ${on}${otherwise === null ? '' : `, else ${otherwise}`}`;
}

function letter(it: Choice & { readonly kind: 'letter' }, { braces, arm, number }: Writer): string {
  const name = `note${number()}`;
  const head = send(it.send, ` as ${name}`, it.unsaid ? null : onward(it.send.otherwise));
  const arms = [...(it.held === null ? [] : [`on held ${braces(it.held)}`]), ...it.arms.map(arm)];
  const lines = [arms.length === 0 ? head : `${head} {\n${arms.join('\n')}\n}`];
  if (it.later !== null) {
    const ofIt = (each: Arm) =>
      each.kind === 'fate' ? `on ${fateOf(each)} of ${name} ${braces(each.block)}` : arm(each);
    lines.push(`wait ${it.later.hours} hours`, `wait {\n${it.later.arms.map(ofIt).join('\n')}\n}`);
  }
  return lines.join('\n');
}

export const fateOf = ({ fate: { what, link } }: Arm & { readonly kind: 'fate' }): string =>
  `${what}${link === null ? '' : ` ${link}`}`;

export function decision({ name, candidates, factors, least }: Decision): string {
  const lines = candidates.map(({ when, percent, worth, boost }, index) => {
    const asked = when === null ? '' : ` when ${inside(condition(when))}`;
    return `candidate C${index}${asked} likely ${percent}% worth ${inside(worth)}${boost === null ? '' : ` boost ${boost}`}`;
  });
  const pick = `pick the highest ${factors.join(' * ')}${least === null ? '' : `, at least ${least}`}`;
  return `decision ${name}(n: integer) {\n${[...lines, pick].join('\n')}\n}`;
}

const inside = (text: string | Given): string => `${text}`.replaceAll('s.n', 'n');

export const onward = (outcome: string | null): string => (outcome === null ? 'go on' : `finish as ${outcome}`);

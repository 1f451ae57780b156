import {
  getLookaheadPaths,
  type ILookaheadStrategy,
  type IOrAlt,
  type IToken,
  LLkLookaheadStrategy,
  type TokenType,
} from 'chevrotain';

type Alternation = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type Optional = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];

interface Parser {
  LA: (distance: number) => IToken;
}

/**
 * The next word decides which way the grammar goes, everywhere. Chevrotain would find out for all places what may stand
 * there before the first text is read, and would try alternatives that have conditions one by one; here it is found out when
 * a place is first come to, and only what the word allows is tried.
 */
export class OneWordLookahead extends LLkLookaheadStrategy {
  constructor() {
    super({ maxLookahead: 1 });
  }

  override buildLookaheadForAlternation(options: Alternation) {
    const { prodOccurrence: occurrence, rule, hasPredicates } = options;
    const find = () => waysOf(getLookaheadPaths({ occurrence, rule, prodType: 'Alternation', maxLookahead: 1 }));
    let ways: Ways | undefined;
    if (!hasPredicates) {
      return function (this: Parser): number | undefined {
        ways ??= find();
        return (ways.after[this.LA(1).tokenTypeIdx] ?? ways.otherwise)[0];
      };
    }
    return function (this: Parser, alternatives: IOrAlt<unknown>[] = []): number | undefined {
      ways ??= find();
      for (const way of ways.after[this.LA(1).tokenTypeIdx] ?? ways.otherwise) {
        const condition = alternatives[way]?.GATE;
        if (condition === undefined || condition.call(this)) return way;
      }
      return undefined;
    };
  }

  override buildLookaheadForOptional({ prodOccurrence: occurrence, rule, prodType }: Optional) {
    let ways: Ways | undefined;
    return function (this: Parser): boolean {
      ways ??= waysOf(getLookaheadPaths({ occurrence, rule, prodType, maxLookahead: 1 }).slice(0, 1));
      return (ways.after[this.LA(1).tokenTypeIdx] ?? ways.otherwise).length > 0;
    };
  }
}

/** Alternatives by their numbers, in their order. */
interface Ways {
  /** by the index of the next word's type; those that may be empty stand there too */
  readonly after: readonly (readonly number[] | undefined)[];
  /** those that may be empty */
  readonly otherwise: readonly number[];
}

function waysOf(alternatives: readonly (readonly (readonly TokenType[])[])[]): Ways {
  const after: number[][] = [];
  const otherwise: number[] = [];
  for (const [way, paths] of alternatives.entries()) {
    for (const type of new Set(paths.flatMap(typesThatBegin))) {
      const known = after[type] ?? [...otherwise];
      known.push(way);
      after[type] = known;
    }
    if (paths.every(({ length }) => length > 0)) continue;
    otherwise.push(way);
    for (const known of after) if (known !== undefined && !known.includes(way)) known.push(way);
  }
  return { after, otherwise };
}

function typesThatBegin([type]: readonly TokenType[]): number[] {
  return type?.tokenTypeIdx === undefined ? [] : [type.tokenTypeIdx, ...(type.categoryMatches ?? [])];
}

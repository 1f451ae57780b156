/** JSON with places: `journey.json` is read so that an error points at the very key that is wrong. */
import type { Span } from '../syntax/tree.ts';

export interface JsonText {
  /** undefined where there is a problem */
  readonly value: unknown;
  /** by JSON pointer: the value, and the key it stands under */
  readonly places: ReadonlyMap<string, { readonly value: Span; readonly key?: Span }>;
  readonly problem?: Span & { readonly what: string };
}

const deepest = 50;

export function readJson(text: string): JsonText {
  const reader = new Reader(text);
  const value = reader.document();
  return {
    value: reader.problem === undefined ? value : undefined,
    places: reader.places,
    ...(reader.problem === undefined ? {} : { problem: reader.problem }),
  };
}

class Reader {
  readonly places = new Map<string, { readonly value: Span; readonly key?: Span }>();
  problem: (Span & { readonly what: string }) | undefined;
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    const value = this.value('', undefined, 0);
    this.blanks();
    if (this.at < this.text.length) this.fail('nothing can follow the closing brace');
    return value;
  }

  private fail(what: string, start = this.at, end = Math.min(this.at + 1, this.text.length)): undefined {
    this.problem ??= { what, start, end: Math.max(start, end) };
    this.at = this.text.length;
    return undefined;
  }

  private blanks(): void {
    while (/[ \t\r\n]/.test(this.text.charAt(this.at))) this.at++;
    if (this.text.startsWith('//', this.at) || this.text.startsWith('/*', this.at)) this.fail('JSON has no comments');
  }

  private value(pointer: string, key: Span | undefined, depth: number): unknown {
    this.blanks();
    const start = this.at;
    const value = this.one(pointer, depth);
    this.places.set(pointer, { value: { start, end: this.at }, ...(key === undefined ? {} : { key }) });
    return value;
  }

  private one(pointer: string, depth: number): unknown {
    const sign = this.text.charAt(this.at);
    if (depth > deepest) return this.fail('this is nested too deeply');
    if (sign === '{') return this.object(pointer, depth);
    if (sign === '[') return this.list(pointer, depth);
    if (sign === '"') return this.string();
    const word = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found === undefined)
      return this.fail(
        sign === ''
          ? 'the file ends too early'
          : 'a value was expected: a text in double quotes, a number, true, false, `{` or `[`',
      );
    this.at += found.length;
    return JSON.parse(found);
  }

  private object(pointer: string, depth: number): unknown {
    const found: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const seen = new Set<string>();
    this.at++;
    this.blanks();
    while (this.text.charAt(this.at) !== '}' && this.problem === undefined) {
      const start = this.at;
      if (this.text.charAt(start) !== '"') return this.fail('a key in double quotes was expected');
      const key = String(this.string());
      const span = { start, end: this.at };
      if (seen.has(key)) return this.fail(`the key "${key}" is there twice`, span.start, span.end);
      seen.add(key);
      this.blanks();
      if (this.text.charAt(this.at) !== ':') return this.fail('a colon was expected after the key');
      this.at++;
      found[key] = this.value(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, span, depth + 1);
      this.comma('}');
    }
    this.at++;
    return found;
  }

  private list(pointer: string, depth: number): unknown {
    const found: unknown[] = [];
    this.at++;
    this.blanks();
    while (this.text.charAt(this.at) !== ']' && this.problem === undefined) {
      found.push(this.value(`${pointer}/${found.length}`, undefined, depth + 1));
      this.comma(']');
    }
    this.at++;
    return found;
  }

  private comma(close: string): void {
    this.blanks();
    if (this.text.charAt(this.at) === close) return;
    if (this.text.charAt(this.at) !== ',') {
      this.fail(
        this.at >= this.text.length ? `a \`${close}\` is missing at the end` : `a comma or \`${close}\` was expected`,
      );
      return;
    }
    const comma = this.at;
    this.at++;
    this.blanks();
    if (this.text.charAt(this.at) === close) this.fail(`a comma cannot stand before \`${close}\``, comma, comma + 1);
  }

  private string(): unknown {
    const literal = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
    literal.lastIndex = this.at;
    const found = literal.exec(this.text)?.[0];
    if (found === undefined) return this.fail('this text is not closed, or holds a sign that JSON does not allow');
    this.at += found.length;
    return JSON.parse(found);
  }
}

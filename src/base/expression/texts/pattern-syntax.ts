/** The syntax of regular expressions: that of ECMAScript, less what no bound of work can be given for. */
import { memo } from '../../memo.ts';

export type PatternNode =
  | { readonly is: 'one'; readonly fits: (character: string) => boolean }
  | { readonly is: 'at'; readonly holds: (characters: readonly string[], place: number) => boolean }
  | { readonly is: 'sequence'; readonly of: readonly PatternNode[] }
  | { readonly is: 'either'; readonly of: readonly PatternNode[] }
  | { readonly is: 'group'; readonly number: number; readonly of: PatternNode }
  | RepeatNode;

interface RepeatNode {
  readonly is: 'repeat';
  readonly of: PatternNode;
  readonly least: number;
  /** `null`: any number. */
  readonly most: number | null;
  readonly lazy: boolean;
}

/** A text that is no pattern, or one that is not matched here. */
export class PatternError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'PatternError';
    this.hint = hint;
  }
}

const DEEPEST = 100;
const MOST_TIMES = 1000;

export function parsePattern(source: string): { readonly node: PatternNode; readonly groups: number } {
  const parser = new PatternParser([...source]);
  return { node: parser.whole(), groups: parser.groups };
}

class PatternParser {
  groups = 0;
  readonly #source: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: readonly string[]) {
    this.#source = source;
  }

  whole(): PatternNode {
    const node = this.#either();
    if (this.#at < this.#source.length) throw new PatternError('a `)` without its `(`', 'write `\\)` for the sign');
    return node;
  }

  #take(sign: string): boolean {
    if (this.#source[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  /** Takes the text if it stands here. */
  #takeAll(text: string): boolean {
    const here = this.#source.slice(this.#at, this.#at + text.length).join('');
    if (here !== text) return false;
    this.#at += text.length;
    return true;
  }

  #either(): PatternNode {
    const choices = [this.#sequence()];
    while (this.#take('|')) choices.push(this.#sequence());
    return choices.length === 1 ? choices[0]! : { is: 'either', of: choices };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')')
      of.push(this.#repeated(this.#atom()));
    return { is: 'sequence', of };
  }

  #repeated(of: PatternNode): PatternNode {
    const times = this.#times();
    if (times === undefined) return of;
    if (of.is === 'at') throw new PatternError('a place such as `^` or `$` cannot be repeated');
    const [least, most] = times;
    const lazy = this.#take('?');
    if (this.#times() !== undefined)
      throw new PatternError('two repetitions behind each other', 'write `(?:…)` around the first');
    return { is: 'repeat', of, least, most, lazy };
  }

  #times(): readonly [least: number, most: number | null] | undefined {
    if (this.#take('*')) return [0, null];
    if (this.#take('+')) return [1, null];
    if (this.#take('?')) return [0, 1];
    if (this.#source[this.#at] !== '{') return undefined;
    const end = this.#source.indexOf('}', this.#at);
    const inside = this.#source.slice(this.#at + 1, end < 0 ? undefined : end).join('');
    const [, least, comma, most] = /^(\d{1,9})(?:(,)(\d{0,9}))?$/.exec(inside) ?? [];
    if (end < 0 || least === undefined)
      throw new PatternError(
        'expected a number of times in braces, as in `x{2}` or `x{2,4}`',
        'write `\\{` for the sign',
      );
    const last = comma === undefined ? Number(least) : most === '' ? null : Number(most);
    if (Math.max(Number(least), last ?? 0) > MOST_TIMES)
      throw new PatternError(`at most ${MOST_TIMES} times are counted`);
    if (last !== null && last < Number(least)) throw new PatternError(`\`{${inside}}\` counts backwards`);
    this.#at = end + 1;
    return [Number(least), last];
  }

  #atom(): PatternNode {
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#set();
    if (this.#take('\\')) return this.#escape();
    const sign = this.#source[this.#at++]!;
    if (sign === '.') return { is: 'one', fits: (character) => character !== '\n' };
    if (sign === '^') return { is: 'at', holds: (_, place) => place === 0 };
    if (sign === '$') return { is: 'at', holds: (characters, place) => place === characters.length };
    if ('*+?{'.includes(sign))
      throw new PatternError(`\`${sign}\` repeats nothing`, `write \`\\${sign}\` for the sign`);
    return literal(sign);
  }

  #group(): PatternNode {
    if (++this.#depth > DEEPEST) throw new PatternError(`groups are nested more than ${DEEPEST} levels deep`);
    let number: number | undefined;
    if (!this.#takeAll('?:')) {
      if (this.#source[this.#at] === '?') this.#refuseGroup();
      number = ++this.groups;
    }
    const of = this.#either();
    if (!this.#take(')')) throw new PatternError('a `(` is not closed', 'write `\\(` for the sign');
    this.#depth--;
    return number === undefined ? of : { is: 'group', number, of };
  }

  #refuseGroup(): never {
    const next = this.#source.slice(this.#at, this.#at + 3).join('');
    if (/^\?<?[=!]/.test(next))
      throw new PatternError(
        `\`(${next.replace(/[^?<=!]/g, '')}…)\` looks around, for which no bound of work can be given`,
        'join two conditions with `and`, or take a group out with `extract`',
      );
    if (next.startsWith('?<')) throw new PatternError('groups have numbers here, and no names', 'write `(…)`');
    throw new PatternError(
      `\`(${next}…)\` is not known`,
      'for any case, match `lower(x)`; `(?:…)` is a group without a number',
    );
  }

  /** `[…]`: read to its end, and matched by ECMAScript one character at a time. */
  #set(): PatternNode {
    const start = this.#at - 1;
    this.#take('^');
    for (let first = true; ; first = false) {
      const sign = this.#source[this.#at++];
      if (sign === undefined) throw new PatternError('a `[` is not closed', 'write `\\[` for the sign');
      if (sign === '\\') this.#at++;
      else if (sign === '[' && this.#source[this.#at] === ':')
        throw new PatternError('`[:…:]` is not known', 'write `[a-z]`, `\\d`, `\\p{L}` (letters) or `\\p{Script=Han}`');
      else if (sign === ']' && !first) break;
      else if (sign === ']') throw new PatternError('`[]` holds no character', 'write `\\]` for the sign');
    }
    return ofClass(this.#source.slice(start, this.#at).join(''));
  }

  #escape(): PatternNode {
    const sign = this.#source[this.#at++];
    if (sign === undefined) throw new PatternError('a `\\` at the end of the pattern', 'write `\\\\` for the sign');
    if (sign === 'b' || sign === 'B')
      return { is: 'at', holds: (characters, place) => isEdge(characters, place) === (sign === 'b') };
    if (/[1-9k]/.test(sign))
      throw new PatternError(`\`\\${sign}\` repeats what a group held, for which no bound of work can be given`);
    if (sign === 'p' || sign === 'P') return ofClass(`[\\${sign}${this.#property()}]`);
    if (/[dDsSwW]/.test(sign)) return ofClass(`[\\${sign}]`);
    const meant = { n: '\n', t: '\t', r: '\r' }[sign];
    if (meant !== undefined) return literal(meant);
    if (/[A-Za-z0-9]/.test(sign)) throw new PatternError(`\`\\${sign}\` is not known`);
    return literal(sign);
  }

  #property(): string {
    const end = this.#source.indexOf('}', this.#at);
    if (!this.#take('{') || end < 0)
      throw new PatternError('expected a property in braces', 'as in `\\p{L}` (letters) or `\\p{Script=Han}`');
    const inside = this.#source.slice(this.#at, end).join('');
    this.#at = end + 1;
    return `{${inside}}`;
  }
}

const literal = (sign: string): PatternNode => ({ is: 'one', fits: (character) => character === sign });

/** One character of a class, `[a-z\p{L}]`. */
function ofClass(source: string): PatternNode {
  let one: RegExp;
  try {
    one = new RegExp(`^${source}$`, 'u');
  } catch {
    throw new PatternError(`\`${source}\` is no set of characters`, 'as in `[a-z]`, `[^0-9]`, `[一-龥]`');
  }
  return { is: 'one', fits: memo((character: string) => one.test(character)) };
}

const isOfWord = (character: string | undefined): boolean => character !== undefined && /^\w$/.test(character);

const isEdge = (characters: readonly string[], place: number): boolean =>
  isOfWord(characters[place - 1]) !== isOfWord(characters[place]);

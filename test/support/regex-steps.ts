/** Matches as ECMAScript says that regular expressions match, by trying one way after another, and counts the tries: the work, whatever the machine. */
import { type Regex, type RegexNode, readRegex } from './regex-tree.ts';

/** Where the rest of the pattern ends; -1 where it does not match. */
type Rest = (at: number) => number;
type Matcher = (at: number, rest: Rest) => number;

export class TooManySteps extends Error {}

const WORD = /\w/;

export class CountedRegex {
  readonly #pattern: RegExp;
  readonly tree: Regex;
  readonly #match: Matcher;
  readonly #known = new Map<string, ReadonlyMap<string, boolean> | Map<string, boolean>>();
  #text = '';
  #steps = 0;
  #most = 0;
  #starts: number[] = [];
  #ends: number[] = [];

  constructor(pattern: RegExp) {
    this.#pattern = pattern;
    this.tree = readRegex(pattern);
    this.#match = this.#made(this.tree.root, false);
  }

  /** Steps of looking for all matches one after the other, as `replace` and `matchAll` do; throws TooManySteps beyond `most`. */
  steps(text: string, most: number): number {
    this.#text = text;
    this.#steps = 0;
    this.#most = most;
    for (let from = 0; from <= text.length; ) {
      const found = this.#found(from);
      if (found === undefined || (this.#pattern.sticky && found[0] === found[1])) break;
      from = found[0] === found[1] ? found[1] + 1 : found[1];
    }
    return this.#steps;
  }

  /** The first match from a place on. */
  first(text: string): readonly [start: number, end: number] | undefined {
    this.#text = text;
    this.#steps = 0;
    this.#most = Number.POSITIVE_INFINITY;
    return this.#found(0);
  }

  #found(from: number): readonly [start: number, end: number] | undefined {
    const { sticky, unicode } = this.#pattern;
    for (let start = from; start <= this.#text.length; start++) {
      if (unicode && start > 0 && this.#isInside(start)) continue;
      this.#starts = [];
      this.#ends = [];
      const end = this.#match(start, (at) => at);
      if (end >= 0) return [start, end];
      if (sticky) return undefined;
    }
    return undefined;
  }

  /** Whether a place is between the halves of one character. */
  #isInside(at: number): boolean {
    return (this.#text.codePointAt(at - 1) ?? 0) > 0xffff;
  }

  #step(): void {
    if (++this.#steps > this.#most) throw new TooManySteps();
  }

  #made(node: RegexNode, back: boolean): Matcher {
    switch (node.is) {
      case 'character':
        return this.#character(node.source, back);
      case 'sequence':
        return this.#sequence(node.of, back);
      case 'choice':
        return this.#choice(node.of.map((each) => this.#made(each, back)));
      case 'group':
        return this.#group(node.number, this.#made(node.of, back), back);
      case 'repeat':
        return this.#repeat(node, this.#made(node.of, back));
      case 'edge':
        return this.#edge(node.source);
      case 'look':
        return this.#look(this.#made(node.of, node.behind), node.negative);
      case 'again':
        return this.#again(typeof node.group === 'number' ? node.group : this.tree.names.get(node.group)!, back);
    }
  }

  #character(source: string, back: boolean): Matcher {
    const flags = this.#pattern.flags.replace(/[dgmy]/g, '');
    const key = `${source}/${flags}`;
    const known = (this.#known.get(key) ?? new Map()) as Map<string, boolean>;
    this.#known.set(key, known);
    const one = new RegExp(`^(?:${source})$`, flags);
    const isIn = (character: string): boolean => {
      let found = known.get(character);
      if (found === undefined) {
        found = one.test(character);
        known.set(character, found);
      }
      return found;
    };
    return (at, rest) => {
      this.#step();
      const from = back ? this.#before(at) : at;
      const character = this.#characterAt(from);
      if (character === undefined || !isIn(character)) return -1;
      return rest(back ? from : at + character.length);
    };
  }

  #before(at: number): number {
    return this.#pattern.unicode && at > 1 && (this.#text.codePointAt(at - 2) ?? 0) > 0xffff ? at - 2 : at - 1;
  }

  #characterAt(at: number): string | undefined {
    if (at < 0 || at >= this.#text.length) return undefined;
    return this.#pattern.unicode ? String.fromCodePoint(this.#text.codePointAt(at)!) : this.#text[at];
  }

  #sequence(nodes: readonly RegexNode[], back: boolean): Matcher {
    const parts = nodes.map((each) => this.#made(each, back));
    if (back) parts.reverse();
    return parts.reduceRight<Matcher>(
      (after, part) => (at, rest) => part(at, (next) => after(next, rest)),
      (at, rest) => rest(at),
    );
  }

  #choice(parts: readonly Matcher[]): Matcher {
    return (at, rest) => {
      for (const part of parts) {
        const end = part(at, rest);
        if (end >= 0) return end;
      }
      return -1;
    };
  }

  #group(number: number, of: Matcher, back: boolean): Matcher {
    return (at, rest) =>
      of(at, (end) => {
        const before = [this.#starts[number]!, this.#ends[number]!] as const;
        [this.#starts[number], this.#ends[number]] = back ? [end, at] : [at, end];
        const found = rest(end);
        if (found < 0) [this.#starts[number], this.#ends[number]] = before;
        return found;
      });
  }

  #repeat({ min, max, lazy, groups }: RegexNode & { is: 'repeat' }, of: Matcher): Matcher {
    const from = (at: number, rest: Rest, done: number): number => {
      const more = (): number => {
        if (done >= max) return -1;
        this.#step();
        for (let n = groups[0]; n < groups[1]; n++) this.#starts[n] = this.#ends[n] = undefined as unknown as number;
        return of(at, (next) => (next === at && done >= min ? -1 : from(next, rest, done + 1)));
      };
      if (done < min) return more();
      if (lazy) {
        const end = rest(at);
        return end >= 0 ? end : more();
      }
      const end = more();
      return end >= 0 ? end : rest(at);
    };
    return (at, rest) => from(at, rest, 0);
  }

  #edge(source: string): Matcher {
    return (at, rest) => {
      this.#step();
      return this.#isEdge(source, at) ? rest(at) : -1;
    };
  }

  #isEdge(source: string, at: number): boolean {
    const { multiline } = this.#pattern;
    const isBreak = (place: number): boolean => multiline && /[\n\r\u2028\u2029]/.test(this.#text[place] ?? '');
    if (source === '^') return at === 0 || isBreak(at - 1);
    if (source === '$') return at === this.#text.length || isBreak(at);
    const isWord = (place: number): boolean => WORD.test(this.#text[place] ?? '');
    return (isWord(at - 1) !== isWord(at)) === (source === '\\b');
  }

  #look(of: Matcher, negative: boolean): Matcher {
    return (at, rest) => (of(at, (end) => end) >= 0 === negative ? -1 : rest(at));
  }

  #again(number: number, back: boolean): Matcher {
    return (at, rest) => {
      this.#step();
      const start = this.#starts[number];
      if (start === undefined) return rest(at);
      const said = this.#text.slice(start, this.#ends[number]);
      const from = back ? at - said.length : at;
      if (from < 0 || !this.#text.startsWith(said, from)) return -1;
      return rest(back ? from : at + said.length);
    };
  }
}

/** Reads a regular expression of JavaScript as a tree, so that a test can make texts of its parts and count what matching takes. */

export type RegexNode =
  /** One character: a literal, a class, an escape, a dot; `source` as it is written. */
  | { readonly is: 'character'; readonly source: string }
  | { readonly is: 'sequence'; readonly of: readonly RegexNode[] }
  | { readonly is: 'choice'; readonly of: readonly RegexNode[] }
  | { readonly is: 'group'; readonly of: RegexNode; readonly number: number; readonly name: string | undefined }
  | {
      readonly is: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      /** Numbers of the groups within, which each repetition forgets. */
      readonly groups: readonly [first: number, end: number];
    }
  | { readonly is: 'edge'; readonly source: '^' | '$' | '\\b' | '\\B' }
  | { readonly is: 'look'; readonly of: RegexNode; readonly behind: boolean; readonly negative: boolean }
  | { readonly is: 'again'; readonly group: number | string };

export interface Regex {
  readonly root: RegexNode;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** A sound regular expression; throws at what this reader does not know. */
export function readRegex({ source, flags }: { readonly source: string; readonly flags: string }): Regex {
  const reader = new Reader(source, /[uv]/.test(flags));
  return { root: reader.whole(), groups: reader.groups, names: reader.names };
}

const LOOKS = new Map([
  ['(?=', { behind: false, negative: false }],
  ['(?!', { behind: false, negative: true }],
  ['(?<=', { behind: true, negative: false }],
  ['(?<!', { behind: true, negative: true }],
]);

class Reader {
  readonly #source: string;
  readonly #unicode: boolean;
  #at = 0;
  groups = 0;
  readonly names = new Map<string, number>();

  constructor(source: string, unicode: boolean) {
    this.#source = source;
    this.#unicode = unicode;
  }

  whole(): RegexNode {
    const root = this.#choice();
    if (this.#at < this.#source.length) throw new Error(`cannot read /${this.#source}/ at ${this.#at}`);
    return root;
  }

  #choice(): RegexNode {
    const of = [this.#sequence()];
    while (this.#taken('|')) of.push(this.#sequence());
    return of.length === 1 ? of[0]! : { is: 'choice', of };
  }

  #sequence(): RegexNode {
    const of: RegexNode[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at]!)) of.push(this.#repeated());
    return of.length === 1 ? of[0]! : { is: 'sequence', of };
  }

  #repeated(): RegexNode {
    const before = this.groups + 1;
    const of = this.#atom();
    const count = this.#match(/[*+?]|\{(\d+)(,(\d*))?\}/y);
    if (count === undefined) return of;
    const [mark, from, hasTo, to] = count;
    const min = from === undefined ? (mark === '+' ? 1 : 0) : Number(from);
    const end = to === undefined || to === '' ? Number.POSITIVE_INFINITY : Number(to);
    const max = from === undefined ? (mark === '?' ? 1 : Number.POSITIVE_INFINITY) : hasTo === undefined ? min : end;
    return { is: 'repeat', of, min, max, lazy: this.#taken('?'), groups: [before, this.groups + 1] };
  }

  #atom(): RegexNode {
    const edge = this.#match(/[\^$]|\\[bB]/y);
    if (edge) return { is: 'edge', source: edge[0] as '^' };
    const look = this.#match(/\(\?<?[=!]/y);
    if (look) return { is: 'look', ...LOOKS.get(look[0])!, of: this.#closed() };
    if (this.#taken('(?:')) return this.#closed();
    const group = this.#match(/\((?!\?)|\(\?<([^>]+)>/y);
    if (group) {
      const number = ++this.groups;
      if (group[1] !== undefined) this.names.set(group[1], number);
      return { is: 'group', number, name: group[1], of: this.#closed() };
    }
    const again = this.#match(/\\([1-9]\d*)|\\k<([^>]+)>/y);
    if (again) return { is: 'again', group: again[2] ?? Number(again[1]) };
    return { is: 'character', source: this.#character() };
  }

  #closed(): RegexNode {
    const of = this.#choice();
    if (!this.#taken(')')) throw new Error(`a group has no end in /${this.#source}/`);
    return of;
  }

  #character(): string {
    const found =
      this.#match(/\[(?:[^\]\\]|\\.)*\]/sy) ??
      this.#match(/\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]+\}|c[a-z]|.)/isy) ??
      this.#match(this.#unicode ? /[^()*+?|]/uy : /[^()*+?|]/y);
    if (!found) throw new Error(`cannot read /${this.#source}/ at ${this.#at}`);
    return found[0];
  }

  #taken(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }
}

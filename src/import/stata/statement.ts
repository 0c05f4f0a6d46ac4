/** A statement of Stata in its parts: prefixes, command, variables, conditions, weights, options. */
import { NotUnderstood } from '../outcome.ts';
import { isShort, outside, placeOf, unquoted, wordsOf } from './text.ts';

export interface Option {
  readonly name: string;
  /** The text in its parentheses; absent where it has none. */
  readonly value?: string;
}

export interface Statement {
  readonly text: string;
  readonly command: string;
  /** The text behind the command, before conditions and options. */
  readonly body: string;
  readonly condition?: string;
  readonly using?: string;
  /** `in 1/5`: rows by their place. */
  readonly range?: string;
  /** `[aw=w]` */
  readonly weight?: { readonly is: string; readonly of: string };
  readonly options: readonly Option[];
  /** `bysort id (year):` */
  readonly by?: { readonly columns: readonly string[]; readonly order: readonly string[] };
  /** `eststo name:` before the command; the name is empty where it has none. */
  readonly stored?: { readonly name: string; readonly title?: string };
}

const QUIET = /^(?:qui(?:e|et|etl|etly)?|n(?:o|oi|ois|oisi|oisil|oisily)?|cap(?:t|tu|tur|ture)?)(?:\s*:)?\s+(?=\S)/;
const REFUSED =
  /^(svy|mi\s+est\w*|bootstrap|bs|jackknife|jknife|statsby|rolling|permute|simulate|by|bys|bysort|stepwise|sw|nestreg|mfp|fp|bayes|xi3)\b[^:]*:/;
/** `[aw=w]`; its last group is empty where no bracket closes it. */
const WEIGHT = /\[\s*(\w+)\s*=([^\]]+)(\]?)/;

/** Throws NotUnderstood. */
export function statementOf(source: string): Statement {
  let text = source.trim();
  let by: Statement['by'];
  let stored: Statement['stored'];
  for (;;) {
    const before = text;
    text = text
      .replace(QUIET, '')
      .replace(/^version\s+[\d.]+\s*:\s*/, '')
      .replace(/^xi\s*:\s*(.*)$/s, (_, rest: string) => crossed(rest));
    const [sorted, columns, order] =
      /^(?:bysort|bys|by)\s([^:(,]+)(?:\(([^)]*)\)\s*)?(?:,\s*\w+\s*)?:\s*/.exec(text) ?? [];
    if (sorted !== undefined) {
      by = { columns: wordsOf(columns!.trim()), order: wordsOf(order ?? '') };
      text = text.slice(sorted.length);
    }
    const [prefix, name = '', options] = /^eststo\b\s*(?:([\w.]+)\s*)?(?:,([^:]*))?:\s*/.exec(text) ?? [];
    if (prefix !== undefined) {
      const title = optionsOf(options ?? '').find((each) => isShort(each.name, 'title', 1))?.value;
      stored = { name, ...(title !== undefined && { title: unquoted(title) }) };
      text = text.slice(prefix.length);
    }
    if (text === before) break;
  }
  const [refused] = REFUSED.exec(text) ?? [];
  if (refused !== undefined) throw new NotUnderstood(`the prefix \`${refused.trim()}\` is not read`);
  const [, command = '', rest = ''] = /^([\p{L}_][\w.]*|\?|!|#\w+)\s*(.*)$/su.exec(text) ?? [];
  const comma = placeOf(rest, ',');
  const options = optionsOf(comma < 0 ? '' : rest.slice(comma + 1));
  return {
    text,
    command,
    options,
    ...partsOf(comma < 0 ? rest : rest.slice(0, comma)),
    ...(by && { by }),
    ...(stored && { stored }),
  };
}

/** Products of `xi`, in factor variables: `i.a*i.b` is `i.a##i.b`, `i.a*x` is `i.a##c.x`, and `i.a|x` has no effects of `a` alone. */
const crossed = (text: string): string =>
  text
    .replace(/\bi\.([\p{L}\p{N}_]+)\*i\.([\p{L}\p{N}_]+)/gu, 'i.$1##i.$2')
    .replace(/\bi\.([\p{L}\p{N}_]+)\*([\p{L}\p{N}_]+)/gu, 'i.$1##c.$2')
    .replace(/\bi\.([\p{L}\p{N}_]+)\|([\p{L}\p{N}_]+)/gu, '$2 i.$1#c.$2');

export function optionsOf(text: string): Option[] {
  return wordsOf(text.replace(/([\w.])\s+\(/g, '$1(')).map((word) => {
    const [, name, value] = /^([^\s(]*)\((.*)\)$/s.exec(word) ?? [];
    return name === undefined ? { name: word } : { name, value: value!.trim() };
  });
}

type Parts = Pick<Statement, 'body' | 'condition' | 'using' | 'weight' | 'range'>;

function partsOf(text: string): Parts {
  const places: { readonly word: string; readonly at: number }[] = [];
  outside(text, (at) => {
    const [word] = /^(?:if|in|using)(?=[\s("!~`]|$)/.exec(text.slice(at, at + 6)) ?? [];
    if (word !== undefined && (at === 0 || /[\s")\]]/.test(text[at - 1]!))) places.push({ word, at });
    return false;
  });
  const [, kind, of, end] = WEIGHT.exec(text) ?? [];
  const isWeight = kind !== undefined && end !== '' && /^([afpi]w\w*|we\w*)$/.test(kind);
  const plain = (part: string): string =>
    (isWeight ? part.replace(WEIGHT, (all: string, ...groups) => (groups[2] === '' ? all : ' ')) : part).trim();
  const partOf = (word: string): string | undefined => {
    const i = places.findIndex((each) => each.word === word);
    if (i < 0) return undefined;
    return plain(text.slice(places[i]!.at + word.length, places[i + 1]?.at ?? text.length));
  };
  const [condition, range, using] = [partOf('if'), partOf('in'), partOf('using')];
  return {
    body: plain(text.slice(0, places[0]?.at ?? text.length)),
    ...(condition !== undefined && { condition }),
    ...(using !== undefined && { using: unquoted(using) }),
    ...(range !== undefined && { range }),
    ...(isWeight && { weight: { is: kind, of: of!.trim() } }),
  };
}

/** Options of one statement, each of which must be asked for: what nobody asks for is refused by name. */
export class Options {
  readonly #options: readonly Option[];
  readonly #asked = new Set<Option>();

  constructor({ options }: Pick<Statement, 'options'>) {
    this.#options = options;
  }

  /** The option by its name, of which `least` letters are enough. */
  find(name: string, least = name.length): Option | undefined {
    const found = this.#options.find((each) => isShort(each.name.toLowerCase(), name, least));
    if (found !== undefined) this.#asked.add(found);
    return found;
  }

  has(name: string, least?: number): boolean {
    return this.find(name, least) !== undefined;
  }

  value(name: string, least?: number): string | undefined {
    return this.find(name, least)?.value;
  }

  /** Passes over options that say how results are printed. */
  pass(...names: readonly string[]): void {
    for (const option of this.#options)
      if (
        names.some((name) =>
          isShort(
            option.name.toLowerCase(),
            name.replace('_', ''),
            name.includes('_') ? name.indexOf('_') : name.length,
          ),
        )
      )
        this.#asked.add(option);
  }

  /** Throws NotUnderstood where an option is left. */
  end(): void {
    const left = this.#options.filter((each) => !this.#asked.has(each));
    if (left.length > 0)
      throw new NotUnderstood(
        `the option ${left.map(({ name, value }) => `\`${name}${value === undefined ? '' : `(${value})`}\``).join(', ')} is not read`,
      );
  }
}

/** Writes loops out: every entry with `each` becomes the entries that it stands for, each of which knows where it was written. */
import { isJsonObject } from '../../../base/json.ts';
import { inText } from '../../../base/text/text-problem.ts';
import type { ProjectDecl, YamlPath } from '../../step.ts';
import { type Bindings, inWords, isEmpty } from './binding.ts';
import type { Entries } from './entries.ts';
import { roundsOf, type Surroundings } from './rounds.ts';
import { type Filled, Filler, isTemplate } from './template.ts';

export const EACH = 'each';

/** A value of the pipeline with its loops written out. `path` is its place as written; `bindings` are those of the loops around it. */
export type Unfolded = { readonly path: YamlPath; readonly bindings: Bindings } & (
  | { readonly is: 'same' }
  /** A text that was filled, or what its only placeholder gave. */
  | { readonly is: 'filled'; readonly value: unknown; readonly filled: Filled }
  | { readonly is: 'map'; readonly value: object; readonly members: ReadonlyMap<string, Unfolded> }
  | { readonly is: 'list'; readonly value: readonly unknown[]; readonly items: readonly Unfolded[] }
);

interface UnfoldedValue {
  readonly value: unknown;
  readonly unfolded: Unfolded;
}

/** Gives what the loops of one pipeline need to be written out. */
export interface LoopSurroundings extends Surroundings {
  readonly variables: ProjectDecl['variables'];
}

/** An entry that a loop makes, by the name that its key gives it. */
export interface NamedEntry extends UnfoldedValue {
  readonly name: string;
}

export const isLoop = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isJsonObject(value) && Object.hasOwn(value, EACH);

/** A value with the loops of its entries written out. */
export class Unfolder {
  readonly #world: LoopSurroundings;

  constructor(world: LoopSurroundings) {
    this.#world = world;
  }

  value(value: unknown, path: YamlPath, entries: Entries | undefined, bindings: Bindings = []): UnfoldedValue {
    if (bindings.length === 0 && entries === undefined) return same(value, path, bindings);
    if (Array.isArray(value)) return this.#list(value, path, entries, bindings);
    if (isJsonObject(value)) return this.#map(value, path, entries, bindings, []);
    if (bindings.length > 0 && typeof value === 'string' && isTemplate(value) && entries?.braces !== true)
      return this.#text(value, path, entries, bindings);
    return same(value, path, bindings);
  }

  /** The entries that a loop stands for, under the names that `key` gives them: `entries` are those of one entry. */
  named(
    loop: Readonly<Record<string, unknown>>,
    key: string,
    path: YamlPath,
    entries: Entries | undefined,
    bindings: Bindings = [],
    isPath = false,
  ): NamedEntry[] {
    const taken = new Map<string, Bindings>();
    return this.#rounds(loop, path, bindings).flatMap((round): NamedEntry[] => {
      const name = this.#name(key, path, round, isPath);
      if (name === undefined) return [];
      const before = taken.get(name);
      if (before !== undefined) {
        this.#tell(
          'bad-each',
          `two entries are called \`${name}\`, ${inWords(before)} and ${inWords(round)}`,
          path,
          key,
        );
        return [];
      }
      taken.set(name, round);
      return [{ name, ...this.#entry(loop, path, entries, round) }];
    });
  }

  #rounds(loop: Readonly<Record<string, unknown>>, path: YamlPath, bindings: Bindings): Bindings[] {
    const at = [...path, EACH];
    const said = this.value(loop[EACH], at, undefined, bindings).value;
    return roundsOf(said, at, this.#world).map((round) => [...bindings, ...round]);
  }

  #entry(loop: Readonly<Record<string, unknown>>, path: YamlPath, entries: Entries | undefined, bindings: Bindings) {
    return this.#map(loop, path, entries, bindings, [EACH]);
  }

  #tell(code: string, message: string, path: YamlPath, key: string): void {
    const hint = isTemplate(key) ? undefined : `let the key say which is which, as in \`"${key}_{y}":\``;
    this.#world.complain({ code, message, path, key: true, hint });
  }

  #name(key: string, path: YamlPath, bindings: Bindings, isPath: boolean): string | undefined {
    if (!isTemplate(key)) return key;
    const filler = new Filler(bindings, this.#world.variables);
    const { value, problems } = isPath ? filler.fillPath(key) : filler.fill(key);
    for (const { code, message, hint } of problems) this.#world.complain({ code, message, hint, path, key: true });
    if (problems.length > 0) return undefined;
    if (!isEmpty(value) && typeof value !== 'object') return String(value);
    this.#tell('bad-each', `the key \`${key}\` is empty ${inWords(bindings)}`, path, key);
    return undefined;
  }

  #text(text: string, path: YamlPath, entries: Entries | undefined, bindings: Bindings): UnfoldedValue {
    const filler = new Filler(bindings, this.#world.variables);
    const filled = entries?.path === true ? filler.fillPath(text) : filler.fill(text);
    for (const problem of filled.problems) this.#world.complain({ ...inText(problem), path });
    return { value: filled.value, unfolded: { is: 'filled', path, bindings, value: filled.value, filled } };
  }

  #list(list: readonly unknown[], path: YamlPath, entries: Entries | undefined, bindings: Bindings): UnfoldedValue {
    const isLooping = (item: unknown): boolean => entries?.loops === true && isLoop(item);
    if (bindings.length === 0 && entries?.entry === undefined && !list.some(isLooping))
      return same(list, path, bindings);
    const made = list.flatMap((item, i): readonly UnfoldedValue[] => {
      const at = [...path, i];
      if (isLooping(item)) {
        const loop = item as Readonly<Record<string, unknown>>;
        return this.#rounds(loop, at, bindings).map((round) => this.#entry(loop, at, entries?.entry, round));
      }
      return spread(item, this.value(item, at, entries?.entry, bindings));
    });
    if (bindings.length === 0 && isSame(made, list.length)) return same(list, path, bindings);
    const value = made.map((each) => each.value);
    return { value, unfolded: { is: 'list', path, bindings, value, items: made.map(({ unfolded }) => unfolded) } };
  }

  #map(
    map: Readonly<Record<string, unknown>>,
    path: YamlPath,
    entries: Entries | undefined,
    bindings: Bindings,
    without: readonly string[],
  ): UnfoldedValue {
    const made = this.#world.keys(path).flatMap((key): NamedEntry[] => {
      if (without.includes(key)) return [];
      const [value, at] = [map[key], [...path, key]];
      const inside = entries?.members.get(key) ?? entries?.entry;
      if (entries?.loops === true && isLoop(value))
        return this.named(value, key, at, entries.entry, bindings, entries.path === true);
      if (bindings.length === 0 && inside === undefined) return [{ name: key, ...same(value, at, bindings) }];
      const name = bindings.length === 0 ? key : this.#name(key, at, bindings, false);
      const member = this.value(value, at, inside, bindings);
      return name === undefined || isLeftOut(value, member) ? [] : [{ name, ...member }];
    });
    if (bindings.length === 0 && isSame(made, made.length) && without.length === 0) return same(map, path, bindings);
    const value = Object.fromEntries(made.map((each) => [each.name, each.value]));
    const members = new Map(made.map(({ name, unfolded }) => [name, unfolded]));
    this.#tellTwice(made, path);
    return { value, unfolded: { is: 'map', path, bindings, value, members } };
  }

  /** Complains of an entry that a loop makes and that is there already. */
  #tellTwice(made: readonly NamedEntry[], path: YamlPath): void {
    const seen = new Set<string>();
    for (const { name, unfolded } of made) {
      if (seen.has(name))
        this.#tell(
          'duplicate-key',
          `\`${name}\` is made twice`,
          unfolded.path,
          String(unfolded.path.at(-1) ?? path.at(-1)),
        );
      seen.add(name);
    }
  }
}

const same = (value: unknown, path: YamlPath, bindings: Bindings): UnfoldedValue => ({
  value,
  unfolded: { is: 'same', path, bindings },
});

const isSame = (made: readonly UnfoldedValue[], length: number): boolean =>
  made.length === length && made.every(({ unfolded }) => unfolded.is === 'same');

/** Tells whether placeholders filled a text with nothing, so that its key is left out. */
const isLeftOut = (template: unknown, { value, unfolded }: UnfoldedValue): boolean =>
  unfolded.is === 'filled' && template !== value && isEmpty(value);

/** An item of a list as its items: none where it is empty, and those of a list that its only placeholder gave. */
function spread(item: unknown, made: UnfoldedValue): readonly UnfoldedValue[] {
  if (isLeftOut(item, made)) return [];
  const { unfolded, value } = made;
  if (unfolded.is !== 'filled' || !Array.isArray(value)) return [made];
  return value.map((each) => ({ value: each, unfolded: { ...unfolded, value: each } }));
}

/** The places of texts that could not be filled, in the value as written out. */
export function unfilledIn(unfolded: Unfolded): YamlPath[] {
  if (unfolded.is === 'filled') return unfolded.filled.problems.length > 0 ? [[]] : [];
  if (unfolded.is === 'map')
    return [...unfolded.members].flatMap(([name, each]) => unfilledIn(each).map((path): YamlPath => [name, ...path]));
  if (unfolded.is === 'list')
    return unfolded.items.flatMap((each, i) => unfilledIn(each).map((path): YamlPath => [i, ...path]));
  return [];
}

/** Tells whether a list or a map in the value holds nothing, though it was written with loops. */
export const isEmptied = (unfolded: Unfolded): boolean =>
  unfolded.is === 'map'
    ? unfolded.members.size === 0 || [...unfolded.members.values()].some(isEmptied)
    : unfolded.is === 'list' && (unfolded.items.length === 0 || unfolded.items.some(isEmptied));

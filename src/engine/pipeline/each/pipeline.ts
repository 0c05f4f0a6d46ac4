/** Writes out the loops of a whole pipeline, before anything else reads it. */
import type { TSchema } from 'typebox';
import { isJsonObject } from '../../../base/json.ts';
import { type Problem, problemAt } from '../../../base/problem.ts';
import type { Kinds } from '../../kinds.ts';
import type { Complaint, YamlPath } from '../../step.ts';
import { leaveOut } from '../document/leave-out.ts';
import { type Declared, declaredIn } from '../document/project.ts';
import { Document } from '../document/schema.ts';
import { sectionNames } from '../sections.ts';
import { unsoundSets } from '../sets.ts';
import type { YamlSource } from '../source/yaml.ts';
import { entriesOf, hasKey } from './entries.ts';
import { type KnownLevels, type LevelsRequest, requestName } from './known-levels.ts';
import { AS_WRITTEN, UnfoldedSource } from './source.ts';
import {
  EACH,
  isEmptied,
  isLoop,
  type LoopSurroundings,
  type NamedEntry,
  type Unfolded,
  Unfolder,
  unfilledIn,
} from './unfold.ts';

/** A pipeline with its loops written out. */
export interface UnfoldedPipeline {
  readonly source: YamlSource;
  /** The levels that loops in a step go through; one entry stands in the place of all until they are known. */
  loops(step: string): readonly LevelsRequest[];
  /** Steps in whose loops something was wrong, with the places that are left out for that; undefined of one of which too little is left. */
  readonly lost: ReadonlyMap<string, readonly YamlPath[] | undefined>;
  /** Writes a step out again, as its levels are known now; returns its value, and what was found wrong. */
  withLevels(step: string, known: KnownLevels): { readonly value: unknown; readonly problems: readonly Problem[] };
}

/** In the place of levels that are not known yet. */
const STAND_IN = ['level'];

/** Tells whether a text may hold loops; few texts have the key `each`, and those alone are searched. */
const mayLoop = (text: string): boolean => text.includes('each') && /\beach["']?[ \t]*:/.test(text);

export function unfoldPipeline(written: YamlSource, kinds: Kinds, problems: Problem[]): UnfoldedPipeline {
  const unchanged = {
    source: written,
    lost: new Map(),
    loops: () => [],
    withLevels: () => ({ value: undefined, problems: [] }),
  };
  if (!mayLoop(written.text) || !isJsonObject(written.value)) return unchanged;
  const pipeline = new Pipeline(written, written.value, kinds, problems);
  return pipeline.hasLoops ? pipeline : unchanged;
}

type Raw = Readonly<Record<string, unknown>>;

class Pipeline implements UnfoldedPipeline {
  readonly source: UnfoldedSource;
  readonly hasLoops: boolean;
  readonly #written: YamlSource;
  readonly #raw: Raw;
  readonly #kinds: Kinds;
  readonly #declared: Declared;
  readonly #loops = new Map<string, LevelsRequest[]>();
  readonly lost = new Map<string, readonly YamlPath[] | undefined>();

  constructor(written: YamlSource, raw: Raw, kinds: Kinds, problems: Problem[]) {
    this.#written = written;
    this.#raw = raw;
    this.#kinds = kinds;
    const { sets, variables } = declaredIn(raw);
    const unsound = unsoundSets(sets);
    // Unsound sets are complained of where they are declared.
    this.#declared = {
      variables,
      sets: Object.fromEntries(Object.entries(sets).map(([name, list]) => [name, unsound.has(name) ? [] : list])),
    };
    const value: Record<string, unknown> = { ...raw };
    const sections = new Map<string, ReadonlyMap<string, Unfolded>>();
    const told = new Set<string>();
    for (const section of ['steps', ...sectionNames]) {
      const entries = isJsonObject(raw[section]) ? this.#section(section, raw[section], problems, told) : undefined;
      if (entries === undefined) continue;
      value[section] = Object.fromEntries([...entries].map(([name, made]) => [name, made.value]));
      sections.set(section, new Map([...entries].map(([name, { unfolded }]) => [name, unfolded])));
    }
    this.hasLoops = sections.size > 0;
    this.source = new UnfoldedSource(written, value, sections);
  }

  loops(step: string): readonly LevelsRequest[] {
    return this.#loops.get(step) ?? [];
  }

  withLevels(step: string, known: KnownLevels) {
    const problems: Problem[] = [];
    const levels = (request: LevelsRequest): readonly string[] | undefined => known.get(requestName(request));
    const made = this.#step(step, (this.#raw.steps as Raw)[step], this.#world(problems, new Set(), levels));
    this.source.replace(step, made.value, made.unfolded);
    return { value: made.value, problems };
  }

  /** The entries of a section, written out; undefined where none of them loops. */
  #section(section: string, raw: Raw, problems: Problem[], told: Set<string>) {
    const made = new Map<string, { readonly value: unknown; readonly unfolded: Unfolded }>();
    let isAny = false;
    for (const name of this.#written.keys([section])) {
      const path = [section, name];
      const value = raw[name];
      const isLooping = isLoop(value) && !this.#hasOwnEach(section, value);
      const requests: LevelsRequest[] = [];
      const world = this.#world(problems, told, (request) => {
        if (section !== 'steps' || isLooping) return this.#refuseLevels(request, problems, section);
        requests.push({ ...request, path: [AS_WRITTEN, ...request.path] });
        return STAND_IN;
      });
      const before = problems.length;
      const entries = isLooping
        ? new Unfolder(world).named(value, name, path, this.#entriesOf(section, value))
        : [{ name, ...this.#step(name, value, world, section) }];
      isAny ||= isLooping || entries.some(({ unfolded }) => unfolded.is !== 'same');
      for (const entry of entries) {
        if (made.has(entry.name)) this.#tellTwice(entry.name, path, problems);
        made.set(entry.name, entry);
        if (problems.length > before) this.#lose(entry, [section, entry.name]);
      }
      if (requests.length > 0) this.#loops.set(name, requests);
    }
    return isAny ? made : undefined;
  }

  /** Leaves texts out of a step that could not be filled, as nothing more can be said of them. */
  #lose({ name, value, unfolded }: NamedEntry, path: YamlPath): void {
    const left = unfilledIn(unfolded).map((place) => leaveOut(value, place));
    const isLost = isEmptied(unfolded) || left.includes(undefined);
    this.lost.set(name, isLost ? undefined : left.map((place): YamlPath => [...path, ...place!]));
  }

  #step(name: string, value: unknown, world: LoopSurroundings, section = 'steps') {
    return new Unfolder(world).value(value, [section, name], this.#entriesOf(section, value));
  }

  #world(problems: Problem[], told: Set<string>, levels: LoopSurroundings['levels']): LoopSurroundings {
    const complain = ({ code, message, hint, path, within, key }: Complaint): void => {
      const place = this.#written.locate(path!, { ...(within && { within }), key: key === true });
      const problem = problemAt({ code, message, hint }, place);
      const identity = JSON.stringify(problem);
      if (!told.has(identity)) problems.push(problem);
      told.add(identity);
    };
    return { ...this.#declared, keys: (path) => this.#written.keys(path), levels, complain };
  }

  #entriesOf(section: string, value: unknown) {
    if (section !== 'steps') return entriesOf(Document.properties[section as 'claims'] as TSchema).found?.entry;
    const kind = isJsonObject(value) ? this.#kinds.get(String(value.kind)) : undefined;
    return kind && entriesOf(kind.kind.params).found;
  }

  /** A project's own kind may have a key of that name for itself. */
  #hasOwnEach(section: string, { kind }: Raw): boolean {
    const loaded = section === 'steps' ? this.#kinds.get(String(kind)) : undefined;
    return loaded !== undefined && hasKey(loaded.kind.params, EACH);
  }

  #refuseLevels({ path }: LevelsRequest, problems: Problem[], section: string): undefined {
    const what = section === 'steps' ? 'steps' : section;
    const message = `\`levels(…)\` cannot make ${what}, whose names are known before anything runs`;
    const hint = 'list the values, or loop over levels within a step: in `columns`, `tables` or `panels`';
    problems.push(problemAt({ code: 'unsupported', message, hint }, this.#written.locate(path)));
  }

  #tellTwice(name: string, path: YamlPath, problems: Problem[]): void {
    const place = this.#written.locate(path, { key: true });
    problems.push(problemAt({ code: 'duplicate-key', message: `\`${name}\` is made twice` }, place));
  }
}

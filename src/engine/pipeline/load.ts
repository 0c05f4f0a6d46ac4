/** Loads pipeline.yaml into a spec: parses it, validates each step by its kind's schema, and tells every problem at its place. */

import type { TSchema } from 'typebox';
import { isJsonObject } from '../../base/json.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { didYouMean, foreignHint, renewHints } from '../../base/text/suggest.ts';
import { lettered } from '../../base/text/unicode-pattern.ts';
import type { Kinds, LoadedKind } from '../kinds.ts';
import type { ProjectDecl, Step, YamlPath } from '../step.ts';
import { projectOf, type RawDocument } from './document/project.ts';
import { Document, StepKeys } from './document/schema.ts';
import type { KnownLevels } from './each/known-levels.ts';
import { inLoop } from './each/loop-problems.ts';
import { type UnfoldedPipeline, unfoldPipeline } from './each/pipeline.ts';
import { placeOf, wrongPlaces } from './executor-schema.ts';
import { isSection, SECTIONS, sectionNames, sectionStep } from './sections.ts';
import { unsoundSets } from './sets.ts';
import { readYaml, type YamlSource } from './source/yaml.ts';
import { conforms, type Misfit, withDefaults } from './validate.ts';

export interface PipelineSpec {
  readonly source: YamlSource;
  readonly project: ProjectDecl;
  /** Names of the sound steps, in written order; claims come last. */
  readonly names: readonly string[];
  step(name: string): Step<unknown> | undefined;
  /** Steps that did not validate, which have been complained of. */
  readonly broken: ReadonlySet<string>;
  /** Places of each step that did not fit and were left out, so that the others are checked. */
  readonly lost: ReadonlyMap<string, readonly YamlPath[]>;
  /** The step as its loops over levels make it, now that these are known; problems where something in it is wrong. */
  withLevels?(name: string, levels: KnownLevels): Step<unknown> | readonly Problem[];
}

export interface LoadedPipeline {
  readonly spec: PipelineSpec | undefined;
  readonly source: YamlSource | undefined;
  readonly problems: readonly Problem[];
  /** Values that do not conform to a schema; `explain` turns them into problems. */
  readonly misfits: readonly Misfit[];
}

/** Loads a whole text. A spec comes even with problems when some steps are sound, so that what is wrong elsewhere is told too. */
export function loadSpec(file: string, text: string, kinds: Kinds): LoadedPipeline {
  renewHints();
  const { source: written, problems } = readYaml(file, text);
  if (!written) return { spec: undefined, source: written, problems, misfits: [] };
  const unfolded = unfoldPipeline(written, kinds, problems);
  const { source } = unfolded;
  const loader = new StepLoader(source, kinds, problems);
  loader.check(Document, source.value ?? {}, []);
  const { misfits } = loader;
  if (!isJsonObject(source.value) || !isJsonObject(source.value.steps))
    return { spec: undefined, source, problems, misfits };
  const document = source.value as unknown as RawDocument;
  const defaults = loader.defaults(isJsonObject(document.defaults) ? document.defaults : {});
  const project = loader.project(document);
  const steps = new Map<string, Step<unknown>>();
  const broken = new Set<string>();
  const lost = new Map<string, readonly YamlPath[]>();
  for (const name of source.keys(['steps'])) {
    const places = unfolded.lost.get(name);
    if (places) lost.set(name, places);
    const isLost = unfolded.lost.has(name) && places === undefined;
    const step = isLost ? undefined : loader.step(name, document.steps[name], defaults);
    const loops = unfolded.loops(name);
    if (step) steps.set(name, loops.length === 0 ? step : { ...step, loops });
    else broken.add(name);
  }
  for (const section of sectionSteps(document)) steps.set(section.name, section);
  const names = [...steps.keys()];
  const step = (name: string): Step<unknown> | undefined => steps.get(name);
  const withLevels = (name: string, levels: KnownLevels) => stepOfLevels(unfolded, kinds, name, levels, defaults);
  const spec = { source, project, names, step, broken, lost, withLevels };
  return { spec, source, problems, misfits };
}

function stepOfLevels(
  unfolded: UnfoldedPipeline,
  kinds: Kinds,
  name: string,
  levels: KnownLevels,
  defaults: ReadonlyMap<string, object>,
): Step<unknown> | readonly Problem[] {
  const { value, problems: inLoops } = unfolded.withLevels(name, levels);
  const problems = [...inLoops];
  const loader = new StepLoader(unfolded.source, kinds, problems);
  const step = problems.length === 0 ? loader.step(name, value, defaults) : undefined;
  const wrong = loader.misfits.map(({ path }) => {
    const message = 'with these levels an entry of the loop does not fit what the step takes';
    return problemAt({ code: 'bad-each', message }, unfolded.source.locate(path));
  });
  return step ?? [...problems, ...wrong];
}

/** The steps of the sections that a document has, with their well-formed entries; the others have been complained of. */
function sectionSteps(document: RawDocument): Step<unknown>[] {
  return sectionNames.flatMap((name) => {
    const raw = document[name];
    if (!isJsonObject(raw)) return [];
    const { key } = SECTIONS[name];
    const wellFormed = (value: unknown): boolean =>
      typeof value === 'string' || (isJsonObject(value) && typeof value[key] === 'string');
    const entries = Object.fromEntries(Object.entries(raw).filter(([, value]) => wellFormed(value)));
    return [sectionStep(name, entries)];
  });
}

/** Names of steps, from which node ids can be built without quoting. */
const STEP_NAME = lettered(String.raw`^[\p{L}_][\p{L}\p{N}_-]*$`, 'u');

class StepLoader {
  readonly #source: YamlSource;
  readonly #kinds: Kinds;
  readonly #problems: Problem[];
  readonly misfits: Misfit[] = [];
  /** Names of the executors that the document declares. */
  #places: readonly string[] = [];
  readonly #partial = new Map<TSchema, TSchema>();

  constructor(source: YamlSource, kinds: Kinds, problems: Problem[]) {
    this.#source = source;
    this.#kinds = kinds;
    this.#problems = problems;
  }

  check(schema: TSchema, value: unknown, path: YamlPath, kind?: LoadedKind, step?: Step<unknown>): boolean {
    const fine = conforms(schema, value);
    const foreign = kind?.kind.foreign;
    if (!fine) {
      this.misfits.push({ schema, value, path, ...(foreign ? { foreign } : {}), ...(step ? { step } : {}) });
    }
    return fine;
  }

  defaults(raw: Readonly<Record<string, unknown>>): ReadonlyMap<string, object> {
    const checked = new Map<string, object>();
    for (const [kindName, value] of Object.entries(raw)) {
      const path = ['defaults', kindName];
      const kind = this.#kind(kindName, path, true);
      if (kind && isJsonObject(value) && this.check(this.#partialOf(kind.kind.params), value, path, kind))
        checked.set(kindName, value);
    }
    return checked;
  }

  /** The project's declarations. A set that is unsound is complained of, and left empty. */
  project(document: RawDocument): ProjectDecl {
    const project = projectOf(document);
    this.#places = Object.keys(project.executors ?? {});
    const { path, url, token } = project.cache ?? { path: '' };
    const one = 'say one of the two: `cache: {path: ../shared, mode: write}`';
    if ((path === undefined) === (url === undefined))
      this.#complain('bad-cache', 'a cache is either a folder, `path`, or a server, `url`', ['cache'], true, one);
    else if (token !== undefined && url === undefined)
      this.#complain('bad-cache', '`token` is for a server, `url`', ['cache', 'token'], true);
    const unsound = unsoundSets(project.sets);
    if (unsound.size === 0) return project;
    for (const [name, why] of unsound) if (why) this.#complain(why.code, why.message, ['sets', name], true);
    const empty = Object.fromEntries([...unsound.keys()].map((name) => [name, []]));
    return { ...project, sets: { ...project.sets, ...empty } };
  }

  /** Checks an entry and makes its step; undefined when anything in it is wrong. */
  step(name: string, raw: unknown, defaults: ReadonlyMap<string, object>): Step<unknown> | undefined {
    const path = ['steps', name];
    const named = STEP_NAME(name).test(name);
    if (!named) {
      const message = `a step's name consists of letters, digits, \`_\` and \`-\`, got \`${name}\``;
      this.#complain('bad-step-name', message, path, true);
    }
    if (isSection(name))
      this.#complain(
        'reserved-name',
        `\`${name}\` is the name of ${SECTIONS[name].are}`,
        path,
        true,
        'call the step something else',
      );
    if (!isJsonObject(raw)) return undefined;
    const { kind: kindName, ...given } = raw;
    if (typeof kindName !== 'string') {
      const hint = `kinds: ${this.#kindNames().join(', ')}`;
      return void this.#complain('missing-key', `\`kind\` is missing in step \`${name}\``, path, true, hint);
    }
    const kind = this.#kind(kindName, [...path, 'kind'], false);
    if (!kind) return undefined;
    const { general, own } = stepKeys(kind, given);
    const ofKind = defaults.get(kindName) ?? {};
    // A kind that expands itself knows what stands between a step and the defaults (a `base`), but for keys that every step must have.
    const under = kind.kind.expand ? requiredOf(kind.kind.params, ofKind) : ofKind;
    const params = withDefaults(kind.kind.params, { ...structuredClone(under), ...own });
    const unshared = general.cache === false;
    const place = placeOf(general);
    const sound = { name, kind: kindName, params, defaults: ofKind, path, ...(unshared && { unshared }), ...place };
    const step = named && !isSection(name) ? sound : undefined;
    const isGeneral = this.check(StepKeys, general, path);
    for (const { at, wrong } of wrongPlaces(general, this.#places))
      this.#complain(wrong.code, wrong.message, [...path, ...at], false, wrong.hint);
    return this.check(kind.kind.params, params, path, kind, step) && isGeneral ? step : undefined;
  }

  #kind(name: string, path: readonly string[], key: boolean) {
    const kind = this.#kinds.get(name);
    if (kind && kind.kind.internal !== true) return kind;
    const known = this.#kindNames();
    const hint =
      foreignHint(name, this.#foreignKinds(), known) ?? didYouMean(name, known) ?? `kinds: ${known.join(', ')}`;
    return void this.#complain('unknown-kind', `unknown step kind \`${name}\``, path, key, hint);
  }

  /** Says what other programs call kinds; of two kinds that have a name, the first says what it is. */
  #foreignKinds(): Readonly<Record<string, string>> {
    const hints = [...this.#kinds.values()].map(({ kind }) => kind.foreign?.kinds ?? {});
    return Object.assign({}, ...hints.reverse()) as Record<string, string>;
  }

  #kindNames(): string[] {
    return [...this.#kinds.values()].filter((k) => k.kind.internal !== true).map((k) => k.name);
  }

  /** The kind's schema with every key optional, for `defaults.<kind>`. */
  #partialOf(schema: TSchema): TSchema {
    let partial = this.#partial.get(schema);
    if (!partial) {
      partial = { ...schema, required: [] } as TSchema;
      this.#partial.set(schema, partial);
    }
    return partial;
  }

  #complain(code: string, message: string, path: readonly string[], key: boolean, hint?: string): void {
    const problem = problemAt({ code, message, hint }, this.#source.locate(path, { key }));
    this.#problems.push(inLoop(problem, this.#source.loopsAt?.(path)));
  }
}

/** Parts the keys of any step from those of its kind, which may have one of the same name for itself. */
function stepKeys({ kind }: LoadedKind, given: Readonly<Record<string, unknown>>) {
  const ofKind = (kind.params as { properties?: object }).properties ?? {};
  const isGeneral = (key: string): boolean => Object.hasOwn(StepKeys.properties, key) && !Object.hasOwn(ofKind, key);
  if (!Object.keys(given).some(isGeneral)) return { general: {}, own: given };
  const pick = (general: boolean) =>
    Object.fromEntries(Object.entries(given).filter(([key]) => isGeneral(key) === general));
  return { general: pick(true), own: pick(false) };
}

/** Returns the defaults of keys that a schema requires. */
function requiredOf(schema: TSchema, defaults: object): object {
  const { required = [] } = schema as { readonly required?: readonly string[] };
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => required.includes(key)));
}

/** Loads pipeline.yaml into a spec: parses it, validates each step by its kind's schema, and tells every problem at its place. */

import Type, { type TSchema } from 'typebox';
import { defined } from '../../base/defined.ts';
import { isJsonObject } from '../../base/json.ts';
import { own } from '../../base/own.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { optional, strict } from '../../base/schema.ts';
import { didYouMean, renewHints } from '../../base/text/suggest.ts';
import { lettered } from '../../base/text/unicode-pattern.ts';
import type { Kinds, LoadedKind } from '../kinds.ts';
import type { CacheDecl, ProjectDecl, Step, VariableDecl, YamlPath } from '../step.ts';
import { Executors, executorsOf, PlaceKeys, placeOf, wrongPlaces } from './executor-schema.ts';
import { isSection, SECTIONS, sectionNames, sectionStep } from './sections.ts';
import { unsoundSets } from './sets.ts';
import { type EntrySource, readPipeline } from './source/entry-source.ts';
import type { YamlSource } from './source/yaml.ts';
import { conforms, type Misfit, withDefaults } from './validate.ts';

export interface Spec {
  readonly source: YamlSource;
  readonly project: ProjectDecl;
  /** Names of the sound steps, in written order; claims come last. */
  readonly names: readonly string[];
  step(name: string): Step<unknown> | undefined;
  /** Steps that did not validate, which have been complained of. */
  readonly broken: ReadonlySet<string>;
  /** Places of each step that did not fit and were left out, so that the others are checked. */
  readonly lost: ReadonlyMap<string, readonly YamlPath[]>;
}

/** Language codes in the form of BCP 47: `zh`, `deu`, `zh-Hant`. */
const LANGUAGE = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$';

const Variable = Type.Object(
  {
    label: Type.Optional(Type.String()),
    unit: Type.Optional(Type.String()),
    source: Type.Optional(Type.String({ description: 'where its values are from, for codebooks' })),
    levels: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Number()]), {
        description: 'a list of values, in the order tables show them',
      }),
    ),
    confidential: Type.Optional(
      Type.Boolean({
        description: 'no value of it is printed; what is derived from it inherits the mark unless said `false`',
      }),
    ),
  },
  {
    patternProperties: {
      [LANGUAGE]: Type.String({ description: 'a translation of the label, as in `zh: 新质生产力`' }),
    },
    additionalProperties: false,
  },
);

/** What any step may say beside the keys of its kind. */
export const StepKeys = strict({
  cache: optional.flag('`false` keeps the results of the step out of the shared cache'),
  ...PlaceKeys,
});

/** Schema of the document without its steps, which are checked against their own kind's schema. */
export const Document = strict({
  papermake: Type.Literal(1, { description: 'version of the language' }),
  title: optional.text('title of the paper'),
  variables: optional.map(Variable, 'label, unit, level order and translations of variables'),
  sets: optional.map(Type.Array(Type.String()), 'named lists of variables, used as `$name`'),
  samples: optional.map(Type.String(), 'named row filters'),
  defaults: optional.map(Type.Record(Type.String(), Type.Unknown()), 'defaults by step kind'),
  steps: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
    description: 'the steps, each with its `kind`',
    minProperties: 1,
  }),
  claims: optional.map(
    Type.Union([
      Type.String(),
      strict({
        claim: Type.String({ description: 'a condition on results' }),
        text: optional.text('the sentence as the paper has it'),
      }),
    ]),
    'sentences of the paper as conditions on results: a false one ends a run with exit code 3',
  ),
  numbers: optional.map(
    Type.Union([
      Type.String(),
      strict({
        of: Type.String({ description: 'the path of a result, as in claims: `baseline.main.NQP`' }),
        digits: Type.Optional(
          Type.Integer({ minimum: 0, maximum: 15, description: 'decimals; 3 by default, none for whole numbers' }),
        ),
        thousands: optional.flag('separators: `12,345`'),
        percent: optional.flag('times 100; the text has the sign'),
      }),
    ]),
    'names for results that the text of the paper prints; written to out/numbers.tex, .typ and .json',
  ),
  executors: Executors,
  cache: Type.Optional(
    Type.Object(
      {
        path: optional.text('a folder, relative to this file'),
        url: Type.Optional(
          Type.String({ pattern: '^https?://', description: "a server of Bazel's remote cache protocol: `https://…`" }),
        ),
        mode: optional.oneOf(['read', 'write'], '`read` takes results, `write` gives them too (`read`)'),
        sign: optional.text('name of the environment variable with the secret by which results are signed'),
        token: optional.text('name of the environment variable with the token that the server of `url` asks for'),
      },
      {
        additionalProperties: false,
        description:
          'a cache that coauthors share, a `path` or a `url`: what one has computed, the others take from it',
      },
    ),
  ),
});

export interface Loaded {
  readonly spec: Spec | undefined;
  readonly source: YamlSource | undefined;
  readonly problems: readonly Problem[];
  /** Values that do not conform to a schema; `explain` turns them into problems. */
  readonly misfits: readonly Misfit[];
}

/** Loads a whole text. A spec comes even with problems when some steps are sound, so that what is wrong elsewhere is told too. */
export function loadSpec(file: string, text: string, kinds: Kinds): Loaded {
  renewHints();
  const { source, problems } = readPipeline(file, text);
  if (!source) return { spec: undefined, source, problems, misfits: [] };
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
  for (const name of source.keys(['steps'])) {
    const step = loader.step(name, document.steps[name], defaults);
    if (step) steps.set(name, step);
    else broken.add(name);
  }
  for (const section of sectionSteps(document)) steps.set(section.name, section);
  const names = [...steps.keys()];
  const step = (name: string): Step<unknown> | undefined => steps.get(name);
  const spec = { source, project, names, step, broken, lost: new Map() };
  return { spec, source, problems, misfits };
}

/**
 * Loads a text entry by entry: a step is read when it is first asked for, and is undefined when anything is wrong with it. Returns
 * undefined when anything is wrong with what stands around the steps.
 */
export function loadPieces(source: EntrySource, names: readonly string[], kinds: Kinds): Spec | undefined {
  const problems: Problem[] = [];
  const loader = new StepLoader(source, kinds, problems);
  const document = source.rest.value as RawDocument;
  loader.check(Document, { ...document, steps: { _: {} } }, []);
  const defaults = loader.defaults(isJsonObject(document.defaults) ? document.defaults : {});
  const project = loader.project(document);
  const isSound = (): boolean => problems.length === 0 && loader.misfits.length === 0;
  if (!isSound()) return undefined;
  const steps = new Map<string, Step<unknown> | undefined>();
  const sections = sectionSteps(document);
  for (const section of sections) steps.set(section.name, section);
  const load = (name: string): Step<unknown> | undefined => {
    const entry = source.entry(name);
    // Who asks for what no entry is, as for a node behind a step, has not found anything wrong.
    if (entry === undefined) return undefined;
    const raw = (entry.value as RawDocument).steps[name];
    const step = loader.step(name, raw, defaults);
    return isSound() ? step : undefined;
  };
  const step = (name: string): Step<unknown> | undefined => {
    if (!steps.has(name)) steps.set(name, load(name));
    return steps.get(name);
  };
  const all = [...names, ...sections.map(({ name }) => name)];
  return { source, project, names: all, step, broken: new Set(), lost: new Map() };
}

/** The document as it stands in the file; its members may hold anything. */
interface RawDocument {
  readonly title?: string;
  readonly variables?: unknown;
  readonly sets?: unknown;
  readonly samples?: unknown;
  readonly defaults?: unknown;
  readonly steps: Readonly<Record<string, unknown>>;
  readonly numbers?: unknown;
  readonly claims?: unknown;
  readonly cache?: unknown;
  readonly executors?: unknown;
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
    const hint = this.#foreignHint(name) ?? didYouMean(name, known) ?? `kinds: ${known.join(', ')}`;
    return void this.#complain('unknown-kind', `unknown step kind \`${name}\``, path, key, hint);
  }

  #foreignHint(name: string): string | undefined {
    const hints = [...this.#kinds.values()].map(({ kind }) => own(kind.foreign?.kinds, name));
    return hints.find((hint) => hint !== undefined);
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
    this.#problems.push(problemAt({ code, message, hint }, this.#source.locate(path, { key })));
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

/** Those of the defaults that a schema requires. */
function requiredOf(schema: TSchema, defaults: object): object {
  const { required = [] } = schema as { readonly required?: readonly string[] };
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => required.includes(key)));
}

/** Takes the well-formed declarations; the others have been complained of. */
function projectOf(document: RawDocument): ProjectDecl {
  const pick = <T>(raw: unknown, wellFormed: (value: unknown) => boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(isJsonObject(raw) ? raw : {}).filter(([, value]) => wellFormed(value))) as Record<
      string,
      T
    >;
  const isTextList = (value: unknown): boolean =>
    Array.isArray(value) && value.every((item) => typeof item === 'string');
  const variables = pick<Record<string, unknown>>(document.variables, isJsonObject);
  return {
    title: document.title ?? null,
    variables: Object.fromEntries(Object.entries(variables).map(([name, raw]) => [name, variableOf(raw)])),
    sets: pick(document.sets, isTextList),
    samples: pick(document.samples, (value) => typeof value === 'string'),
    ...(isJsonObject(document.executors) && { executors: executorsOf(document.executors) }),
    ...(isJsonObject(document.cache) && { cache: { mode: 'read', ...document.cache } as unknown as CacheDecl }),
  };
}

function variableOf(raw: Readonly<Record<string, unknown>>): VariableDecl {
  const { label, unit, source, levels, confidential, ...translations } = raw as {
    label?: string;
    unit?: string;
    source?: string;
    levels?: readonly (string | number)[];
    confidential?: boolean;
  };
  return defined({
    label,
    unit,
    source,
    levels: levels && [levels].flat().map(String),
    confidential,
    translations: translations as Record<string, string>,
  });
}

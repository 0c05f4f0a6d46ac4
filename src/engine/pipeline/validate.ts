/** Validates values by their schemas, and turns ajv's errors into problems that point at the YAML and say what was expected. */
import type { ErrorObject } from 'ajv';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import { Default } from 'typebox/value';
import { memoByIdentity } from '../../base/memo.ts';
import { ownValue } from '../../base/own-value.ts';
import { type Diagnostic, type Problem, problemAt } from '../../base/problem.ts';
import { didYouMean, foreignHint } from '../../base/text/suggest.ts';
import type { Step, StepKind, YamlPath } from '../step.ts';
import { Gathered } from './each/loop-problems.ts';
import { EACH } from './each/unfold.ts';
import type { YamlSource } from './source/yaml.ts';

/** A value that does not fit its schema; `explain` finds the words. */
export interface Misfit {
  readonly schema: TSchema;
  readonly value: unknown;
  readonly path: YamlPath;
  /** Keys that other programs have here, and values of keys, with a hint for each. */
  readonly foreign?: StepKind['foreign'];
  /** The step that the value would be, were everything in it sound. */
  readonly step?: Step<unknown>;
}

export const conforms = (schema: TSchema, value: unknown): boolean => Check(ofEveryKey(schema) as never, value);

/** The schema with a pattern that matches every key of a map: TypeBox's `^.*$` passes over keys that hold a line break. */
const ofEveryKey = memoByIdentity(
  (schema: TSchema) => JSON.parse(JSON.stringify(schema).replaceAll('"^.*$":', '"":')) as TSchema,
);

/** The value with the schema's `default`s where keys are absent. */
export function withDefaults(schema: TSchema, value: object): object {
  return hasDefaults(schema) ? (Default(schema as never, value) as object) : value;
}

const hasDefaults = memoByIdentity((schema: TSchema) => JSON.stringify(schema).includes('"default":'));

export interface ExplainedMisfit {
  readonly misfit: Misfit;
  readonly problems: readonly Problem[];
  /** Places that do not fit. */
  readonly paths: readonly YamlPath[];
}

/** Ajv's validators are kept by schema, since `watch` meets the same mistakes after every edit. */
const validatorOf = memoByIdentity(async (schema: TSchema) => {
  // In the bundle, a CommonJS package has no export but `default`.
  const { default: module } = await import('ajv');
  return new module.Ajv({ allErrors: true, verbose: true, strict: false, validateSchema: false }).compile(schema);
});

/** Has ajv say what does not fit, and where. It compiles each schema, which takes longer than a whole run, so it is asked only after a misfit. */
export async function explain(misfits: readonly Misfit[], source: YamlSource): Promise<ExplainedMisfit[]> {
  const explained: ExplainedMisfit[] = [];
  for (const misfit of misfits) {
    const { schema, value, path, foreign } = misfit;
    const validate = await validatorOf(ofEveryKey(schema));
    if (validate(value)) throw new Error(`two validators disagree about ${path.join('.')}`);
    const told = pruneAlternatives(withoutTypes(validate.errors ?? [])).map((error) => tell(error, path, foreign));
    const problems = new Gathered();
    for (const each of told) problems.add(toProblem(each, source), source.loopsAt?.(each.path));
    explained.push({ misfit, problems: problems.all, paths: told.map((each) => each.path) });
  }
  return explained;
}

/** Drops errors of type where one value alone is allowed, since that value says its type too. */
function withoutTypes(errors: readonly ErrorObject[]): ErrorObject[] {
  const exact = new Set(errors.flatMap((e) => (e.keyword === 'const' ? [e.instancePath + e.schemaPath] : [])));
  return errors.filter(
    (e) => e.keyword !== 'type' || !exact.has(e.instancePath + e.schemaPath.replace(/type$/, 'const')),
  );
}

/**
 * `anyOf` fails with every branch's errors. Keep those of the one branch whose type fits the value, otherwise
 * only the `anyOf` error itself.
 */
function pruneAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  for (const outer of errors) {
    if (outer.keyword !== 'anyOf' && outer.keyword !== 'oneOf') continue;
    const inner = kept.filter((e) => e !== outer && e.schemaPath.startsWith(`${outer.schemaPath}/`));
    const fitting = branches(outer, inner).filter(
      (branch) => !branch.some((e) => rejectsOutright(e, outer.instancePath)),
    );
    const telling = fitting.length === 1 && fitting[0]!.length > 0 ? new Set(fitting[0]) : undefined;
    kept = kept.filter((e) => (telling ? e !== outer && (!inner.includes(e) || telling.has(e)) : !inner.includes(e)));
  }
  return kept;
}

function branches(outer: ErrorObject, inner: readonly ErrorObject[]): ErrorObject[][] {
  const groups = new Map<string, ErrorObject[]>();
  for (const error of inner) {
    const branch = error.schemaPath.slice(outer.schemaPath.length + 1).split('/')[0]!;
    groups.set(branch, [...(groups.get(branch) ?? []), error]);
  }
  return [...groups.values()];
}

/** Tells whether an error rules an alternative out: by the value's type, or by the `is` that says which alternative a map is. */
const rejectsOutright = (error: ErrorObject, at: string): boolean =>
  (error.instancePath === at && ['type', 'const', 'enum', 'pattern'].includes(error.keyword)) ||
  (error.instancePath === `${at}/is` && error.keyword === 'const');

function tell(error: ErrorObject, root: YamlPath, foreign: Misfit['foreign']): ErrorText & { readonly path: YamlPath } {
  const below = pointerPath(error.instancePath);
  const path = [...root, ...below];
  const told = messages[error.keyword]?.(error, path) ?? { message: error.message ?? error.keyword };
  const hint = hintFromElsewhere(error, below, foreign);
  return { path, ...told, hint: hint ?? told.hint };
}

const FORMS: ReadonlySet<string> = new Set(['type', 'anyOf', 'oneOf']);

/** The hint for a key, a value or a form of value by which another program has it; for a slip in the name of such a key, too. */
function hintFromElsewhere(
  error: ErrorObject,
  below: readonly string[],
  foreign: Misfit['foreign'],
): string | undefined {
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params.additionalProperty);
    const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
    return foreignHint(name, foreign?.keys ?? {}, known);
  }
  const key = below.findLast((part) => !/^\d+$/.test(part)) ?? '';
  const written = typeof error.data === 'string' ? ownValue(ownValue(foreign?.values, key), error.data) : undefined;
  return written ?? (FORMS.has(error.keyword) && below.at(-1) === key ? ownValue(foreign?.forms, key) : undefined);
}

function toProblem(told: ErrorText & { readonly path: YamlPath }, source: YamlSource): Problem {
  const { code = 'schema', message, hint } = told;
  return problemAt({ code, message, hint }, source.locate(told.path, { key: told.key === true }));
}

const pointerPath = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

interface ErrorText extends Pick<Diagnostic, 'message' | 'hint'> {
  readonly code?: string;
  readonly path?: YamlPath;
  readonly key?: boolean;
}

const messages: Record<string, (error: ErrorObject, path: YamlPath) => ErrorText> = {
  additionalProperties(error, path) {
    const name = String(error.params.additionalProperty);
    const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
    const hint =
      (path.length === 0 && isStep(error.data, name) ? 'a step is indented below `steps:`' : undefined) ??
      (name === EACH
        ? '`each` stands on a step, a claim, a number, and an entry of `columns`, `tables` or `panels`'
        : undefined) ??
      didYouMean(name, known) ??
      (known.length > 0 ? `known keys: ${known.map(code).join(', ')}` : undefined);
    return {
      code: 'unknown-key',
      message: `unknown key ${code(name)}`,
      path: [...path, name],
      key: true,
      ...(hint ? { hint } : {}),
    };
  },
  required: (error) => ({ code: 'missing-key', message: `${code(error.params.missingProperty)} is missing` }),
  type: (error, path) => ({ ...expected(error, typeNames(error.params.type)), ...indentHint(error, path) }),
  const: (error) => expected(error, literal(error.params.allowedValue)),
  enum(error) {
    const allowed = error.params.allowedValues as readonly unknown[];
    const near = typeof error.data === 'string' ? didYouMean(error.data, allowed.map(String)) : undefined;
    return { ...expected(error, allowed.map(literal).join(', ')), ...(near ? { hint: near } : {}) };
  },
  anyOf: (error, path) => wrongTag(error, path) ?? anyOf(error),
  oneOf: (error, path) => wrongTag(error, path) ?? anyOf(error),
  minItems: (error) => itemsExpected(error, 'least'),
  maxItems: (error) => itemsExpected(error, 'most'),
  minProperties: (error) => {
    const { limit } = error.params as { limit: number };
    const had = Object.keys(error.data as object).length;
    return { code: 'schema', message: `expected at least ${limit} ${limit === 1 ? 'entry' : 'entries'}, got ${had}` };
  },
  minimum: (error) => expected(error, `a number of at least ${error.params.limit}`),
  maximum: (error) => expected(error, `a number of at most ${error.params.limit}`),
  exclusiveMinimum: (error) => expected(error, `a number above ${error.params.limit}`),
  exclusiveMaximum: (error) => expected(error, `a number below ${error.params.limit}`),
  minLength: (error) => expected(error, 'a text that is not empty'),
  pattern: (error) =>
    expected(
      error,
      (error.parentSchema?.description as string | undefined) ?? `a text like \`${error.params.pattern}\``,
    ),
};

const isStep = (map: unknown, name: string): boolean => {
  const value = (map as Record<string, unknown>)[name];
  return typeof value === 'object' && value !== null && 'kind' in value;
};

/** Hints at indentation: a key whose own keys stand at its own column is empty, and they are its neighbours. */
function indentHint(error: ErrorObject, path: YamlPath): Pick<ErrorText, 'hint'> {
  const name = path.at(-1) ?? '0';
  if (error.params.type !== 'object' || /^\d+$/.test(String(name))) return {};
  if (error.data === null) return { hint: `what belongs to \`${name}\` is indented further than \`${name}\`` };
  const isOfStep = path.length === 2 && path[0] === 'steps' && typeof error.data !== 'object';
  return isOfStep ? { hint: `steps are maps; if \`${name}\` belongs to the step above it, indent it further` } : {};
}

/** Returns the error of a map whose `is` names none of the alternatives, and undefined for any other error. */
function wrongTag(error: ErrorObject, path: YamlPath): ErrorText | undefined {
  const tag = (error.data as { readonly is?: unknown } | null)?.is;
  const tags = (error.schema as readonly { readonly properties?: { readonly is?: { readonly const?: string } } }[])
    .map((branch) => branch.properties?.is?.const)
    .filter((known) => known !== undefined);
  if (typeof tag !== 'string' || tags.length === 0 || tags.includes(tag)) return undefined;
  const near = didYouMean(tag, tags);
  const told = expected({ ...error, data: tag }, tags.map(literal).join(', '));
  return { ...told, path: [...path, 'is'], ...(near ? { hint: near } : {}) };
}

function anyOf(error: ErrorObject): ErrorText {
  const options = (error.schema as readonly TSchema[]).map((branch) => describeSchema(branch));
  const own = error.parentSchema?.description as string | undefined;
  const literals = (error.schema as readonly { const?: unknown }[])
    .map((b) => b.const)
    .filter((c) => typeof c === 'string');
  const near = typeof error.data === 'string' ? didYouMean(error.data, literals as string[]) : undefined;
  // A description says what a choice between words is for, not what they are.
  const isChoice = literals.length === options.length;
  const words = isChoice ? options.join(', ') : (own ?? [...new Set(options)].join(', or '));
  return { ...expected(error, words), ...(near ? { hint: near } : {}) };
}

function describeSchema(schema: TSchema): string {
  const s = schema as {
    description?: string;
    const?: unknown;
    type?: string | string[];
    enum?: unknown[];
    items?: TSchema;
  };
  if (s.description !== undefined) return s.description;
  if (s.const !== undefined) return literal(s.const);
  if (s.enum) return s.enum.map(literal).join(', ');
  if (s.type === 'array' && s.items) return `a list of ${describeSchema(s.items).replace(/^an? /, '')}s`;
  return typeNames(s.type);
}

const expected = (error: ErrorObject, what: string): ErrorText => ({
  code: 'schema',
  message: `expected ${what}, got ${got(error.data)}`,
});

function itemsExpected({ params, data }: ErrorObject, bound: 'least' | 'most'): ErrorText {
  const { limit } = params as { limit: number };
  const message = `expected at ${bound} ${limit} ${limit === 1 ? 'item' : 'items'}, got ${(data as unknown[]).length}`;
  return { code: 'schema', message };
}

const code = (name: unknown): string => `\`${String(name)}\``;
const literal = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

function got(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (typeof value === 'string' && /^(-?[\d.]+|true|false|null)$/.test(value)) return `the text \`${value}\``;
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

const names: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
};

function typeNames(type: unknown): string {
  const types = Array.isArray(type) ? type : [type];
  return types.map((t) => names[String(t)] ?? String(t)).join(' or ');
}

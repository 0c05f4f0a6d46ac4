/** Tells from the declarations of data steps where a column comes from, and whether it is made of confidential ones. */
import { columnsIn, lagTexts } from '../../src/base/expression/lag.ts';
import { parseExpression } from '../../src/base/expression/parser.ts';
import { ownValue } from '../../src/base/own-value.ts';
import type { PlanContext, YamlPath } from '../../src/engine/step.ts';
import { middleOf, stubsOf } from '../../src/frame/shape/pattern.ts';
import { namesMade } from '../../src/frame/sql/lineage.ts';
import { listed } from './shape.ts';

export interface Provenance {
  /** A file, or the step that made it; null where a formula did. */
  readonly source: string | null;
  readonly formula: string | null;
  readonly confidential: boolean;
}

/** The origin of one column of a step: words, or columns of steps that it is made of. */
interface Traced {
  readonly source?: string;
  readonly formula?: string;
  /** The columns that it is made of. The first is the column itself where `source` is absent. */
  readonly of: readonly (readonly [step: string, column: ColumnName])[];
}

/** A column by its name, or null for any of those that only the step's run tells. */
type ColumnName = string | null;

type Params = Readonly<Record<string, unknown>>;
type Tracer = (column: ColumnName, step: string, params: Params, plan: PlanContext) => Traced;

/** Columns of an expression or of a range of lags; statistics in it may be of groups. */
const columnsRead = (text: string): readonly string[] =>
  (lagTexts(text)?.map((each) => each.text) ?? [text]).flatMap((each) => {
    const parsed = parseExpression(each, []);
    return parsed.ok ? columnsIn(parsed.ast) : [];
  });

interface MergeParams {
  readonly from: string;
  readonly on: readonly string[];
  readonly columns?: readonly string[];
}

const ofFile: Tracer = (column, step, params, plan) => {
  const {
    file,
    derive = {},
    rename = {},
    merge = [],
  } = params as {
    file: string;
    derive?: Readonly<Record<string, string | number>>;
    rename?: Readonly<Record<string, string>>;
    merge?: readonly MergeParams[];
  };
  if (column === null) return madeHere(column, step, params, plan);
  const key = Object.keys(derive).find((name) => name === column || isOfRange(name, column));
  if (key !== undefined) {
    const text = String(derive[key]);
    return { formula: text, of: columnsRead(text).map((name) => [step, name]) };
  }
  const joined = merge.find(({ from, on, columns }) => {
    const names = columns ?? plan.columns(from)?.map(({ name }) => name);
    return (names === undefined || names.includes(column)) && !on.includes(column);
  });
  if (joined !== undefined) return { of: [[joined.from, column]] };
  const before = Object.entries(rename).find(([, to]) => to === column)?.[0];
  return { source: before === undefined ? file : `${file} (${before})`, of: [] };
};

/** Tells whether `x_l*` stands for `x_l2`. */
function isOfRange(key: string, column: string): boolean {
  const [before, after] = key.split('*');
  return (
    after !== undefined &&
    column.length > before!.length + after.length &&
    column.startsWith(before!) &&
    column.endsWith(after) &&
    /^\d+$/.test(column.slice(before!.length, column.length - after.length))
  );
}

const ofGroups: Tracer = (column, step, params, plan) => {
  if (column === null) return madeHere(column, step, params, plan);
  const { from, columns } = params as { from: string; columns: Readonly<Record<string, string | number>> };
  const text = ownValue(columns, column);
  if (text === undefined) return { of: [[from, column]] };
  return { formula: String(text), of: columnsRead(String(text)).map((name) => [from, name]) };
};

/** Inputs of a command are a map of steps; those of `efficiency` are a list of columns. */
const stepsAbove = ({ from, inputs, merge }: Params): readonly string[] =>
  [
    from,
    Array.isArray(inputs) ? [] : Object.values((inputs ?? {}) as Params),
    ((merge ?? []) as readonly MergeParams[]).map((each) => each.from),
  ]
    .flat()
    .filter((name): name is string => typeof name === 'string');

/** Traces a column that the step itself makes, from whatever stands upstream. */
const madeHere: Tracer = (_column, step, params, plan) => ({
  source: step,
  of: stepsAbove(params).flatMap((name): Traced['of'] => {
    const known = plan.columns(name);
    return known === undefined ? [[name, null]] : known.map((each) => [name, each.name]);
  }),
});

/** Values that are laid otherwise may have the name of a column above that they are not. */
const ofReshaped: Tracer = (column, step, params, plan) => {
  const { to, columns, values, name } = params as { to: string; name: string } & Record<'columns' | 'values', Listed>;
  if (to === 'long' && column === name) return { source: step, of: [] };
  const { stubs } = stubsOf(listed(columns), values === undefined ? undefined : listed(values), name);
  const isMade =
    column === null ||
    stubs.some((stub) => (to === 'long' ? stub.value === column : middleOf(stub, column) !== undefined));
  return (isMade ? madeHere : ofSteps)(column, step, params, plan);
};

/** Traces a column that a query names to all columns that the query reads. */
const ofQuery: Tracer = (column, step, params, plan) => {
  const made = namesMade((params as { query: string }).query);
  const isMade = column === null || made === 'all' || made.has(column);
  if (!isMade) return ofSteps(column, step, params, plan);
  const traced = madeHere(column, step, params, plan);
  const ofFiles = columnsOfFiles(step, plan).filter((name) => name !== column);
  return { ...traced, of: [...traced.of, ...ofFiles.map((name) => [step, name] as const)] };
};

/** Columns of the files that a query reads, as its node lists them. */
function columnsOfFiles(step: string, plan: PlanContext): readonly string[] {
  const { files = {} } = (plan.nodes(step)?.[0]?.params ?? {}) as {
    files?: Readonly<Record<string, readonly string[]>>;
  };
  return Object.values(files).flat();
}

type Listed = string | readonly string[] | undefined;

/** A column that a step above has is that one. */
const ofSteps: Tracer = (column, step, params, plan) => {
  const above = stepsAbove(params);
  const holds = above.find((name) => plan.columns(name)?.some((each) => each.name === column));
  if (holds !== undefined) return { of: [[holds, column]] };
  const unknown = above.filter((name) => plan.columns(name) === undefined);
  if (unknown.length > 0) return { of: unknown.map((name) => [name, column] as const) };
  return madeHere(column, step, params, plan);
};

const tracers: Readonly<Record<string, Tracer>> = {
  ingest: ofFile,
  collapse: ofGroups,
  reshape: ofReshaped,
  sql: ofQuery,
};

/** Remembers what it found; steps that read each other in a circle are told elsewhere. */
export class Provenances {
  readonly #plan: PlanContext;
  readonly #at: YamlPath;
  readonly #known = new Map<string, Provenance>();

  constructor(plan: PlanContext, at: YamlPath) {
    this.#plan = plan;
    this.#at = at;
  }

  of(step: string, column: ColumnName): Provenance {
    const key = JSON.stringify([step, column]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, { source: step, formula: null, confidential: false });
    const found = this.#find(step, column);
    this.#known.set(key, found);
    return found;
  }

  /** Names of columns in the steps above, and in the files of a query. */
  above(step: string): readonly string[] {
    const steps = stepsAbove(this.#paramsOf(step));
    const ofSteps = steps.flatMap((name) => this.#plan.columns(name)?.map((each) => each.name) ?? []);
    return [...ofSteps, ...columnsOfFiles(step, this.#plan)];
  }

  #paramsOf(name: string): Params {
    const step = this.#plan.step(name, this.#at);
    return step === undefined ? {} : { ...step.defaults, ...(step.params as Params) };
  }

  #find(name: string, column: ColumnName): Provenance {
    const step = this.#plan.step(name, this.#at);
    const params = this.#paramsOf(name);
    const tracer = (step && ownValue(tracers, step.kind)) ?? ofSteps;
    const { source, formula, of } = tracer(column, name, params, this.#plan);
    const made = of.map(([from, each]) => this.of(from, each));
    const confidential = column === null ? undefined : ownValue(this.#plan.project.variables, column)?.confidential;
    return {
      source: formula === undefined ? (source ?? made[0]?.source ?? null) : null,
      formula: formula ?? (source === undefined ? (made[0]?.formula ?? null) : null),
      confidential: confidential ?? made.some((each) => each.confidential),
    };
  }
}

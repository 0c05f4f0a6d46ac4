/** The rows of an experiment: those that were assigned, whether or not their outcomes are known. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { columnsOfList, type ListedColumns } from '../../../src/econ/compile/variable-list.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { armsOf, type ExperimentDesign, pickLevels } from './design.ts';
import { type Index, indexOf } from './indices.ts';
import { type ExperimentSpec, termsOf } from './spec.ts';

/** Lists of columns by the key that names them, over the rows of the design; NaN is missing. */
export type KeyColumns = Readonly<Record<keyof ReturnType<typeof termsOf>, readonly NamedColumn[]>>;

export interface Experiment {
  readonly design: ExperimentDesign;
  readonly columns: KeyColumns;
  /** Outcomes that are made of several. */
  readonly indices: readonly Index[];
  /** Levels of a variable over the rows of the design; −1 is missing. */
  levels(name: string): NamedCodes;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/** The outcomes that effects are estimated on: those that are listed, and then the indices. */
export const outcomesOf = ({ columns, indices }: Pick<Experiment, 'columns' | 'indices'>): readonly NamedColumn[] => [
  ...columns.outcomes,
  ...indices.map(({ column }) => column),
];

/** Refuses one arm, weights that are not above zero, chances that are no shares, and a cluster in two arms or strata where clusters were assigned. */
export function experimentSample(spec: ExperimentSpec, data: Data): Experiment {
  const { sample, exclude } = spec;
  const variables = new Variables(data);
  const listOf = (terms: readonly string[]): ListedColumns =>
    columnsOfList({ variables: terms, sample, exclude }, data);
  const { rows, rowsLost, warnings } = listOf([]);
  const lists = Object.fromEntries(
    Object.entries(termsOf(spec)).map(([name, terms]) => [name, terms.length === 0 ? [] : listOf(terms).columns]),
  ) as unknown as KeyColumns;
  const levels = (text: string): NamedCodes => variables.levels(text);
  const factors = spec.treatment.map((name) => ({ ...levels(name), codes: picked(levels(name).codes, rows) }));
  const arms = armsOf(spec, factors);
  const strata = spec.strata === null ? null : levels(spec.strata);
  const clusters = spec.cluster === null ? null : levels(spec.cluster);
  const weights = weightsOf(spec, lists);
  const codes = [strata, clusters].flatMap((each) => (each === null ? [] : [picked(each.codes, rows)]));
  const isKnown = (list: readonly Int32Array[]): Float64Array =>
    Float64Array.from(rows, (_, i) => (list.some((each) => each[i]! < 0) ? Number.NaN : 0));
  const inArm = completeRows([isKnown([arms.arm])]);
  const kept = completeRows([isKnown([arms.arm, ...codes]), ...(weights === null ? [] : [weights])]);
  if (kept.length === 0)
    throw new Refusal('empty-sample', 'no row has an arm, and a stratum, a cluster and a weight where these are said', {
      param: 'treatment',
    });
  const places = Int32Array.from(kept, (i) => rows[i]!);
  const own = (of: NamedCodes): NamedCodes => pickLevels(of, places);
  const { parts } = termsOf(spec);
  const columns = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [
      name,
      list.map((column) => ({ ...column, values: pick(column.values, kept) })),
    ]),
  ) as unknown as KeyColumns;
  const design: ExperimentDesign = {
    ...arms,
    nobs: kept.length,
    arm: picked(arms.arm, kept),
    strata: strata && own(strata),
    clusters: clusters && own(clusters),
    clustered: false,
    weights: weights && pick(weights, kept),
  };
  const without = factors.some(({ codes: each }) => each.includes(-1));
  return {
    design: { ...design, clustered: areAssigned(spec, design) },
    columns,
    indices: spec.indices.map((index) =>
      indexOf(
        index,
        index.of.map((term) => columns.parts[parts.indexOf(term)]!),
        design.arm,
      ),
    ),
    levels: (name) => ({ ...levels(name), codes: picked(levels(name).codes, places) }),
    rowsLost: [
      ...rowsLost,
      ...lost(without ? 'missing' : 'trimmed', rows.length - inArm.length, without ? '' : 'arms'),
      ...lost('missing', inArm.length - kept.length, ''),
    ],
    warnings,
  };
}

const picked = (codes: Int32Array, rows: Int32Array): Int32Array => Int32Array.from(rows, (row) => codes[row]!);

const lost = (cause: RowsLost['cause'], count: number, detail: string): RowsLost[] =>
  count === 0 ? [] : [{ cause, count, detail }];

/** Weights times the inverse of the chances of arms; null where neither is said. */
function weightsOf({ weights, probability }: ExperimentSpec, columns: KeyColumns): Float64Array | null {
  const [w, p] = [columns.weights[0]?.values, columns.probability[0]?.values];
  if (w !== undefined) requireAll(w, weights!, 'weights', 'weights above zero', (value) => value > 0);
  if (p !== undefined)
    requireAll(p, probability!, 'probability', 'chances above 0 and at most 1', (value) => value > 0 && value <= 1);
  if (p === undefined) return w ?? null;
  return p.map((value, i) => (w?.[i] ?? 1) / value);
}

function requireAll(
  values: Float64Array,
  name: string,
  param: string,
  expected: string,
  isGood: (value: number) => boolean,
): void {
  const wrong = values.find((value) => !Number.isNaN(value) && !isGood(value));
  if (wrong === undefined) return;
  const message = `expected ${expected}, got ${datum(name, wrong)} in \`${name}\``;
  throw new Refusal('bad-weights', message, { param, hint: 'leave such rows out with `exclude`' });
}

/** Says whether clusters were assigned as one: as the specification says, else where no cluster has two arms. */
function areAssigned({ clustered }: ExperimentSpec, { clusters, arm, strata }: ExperimentDesign): boolean {
  if (clusters === null || clustered === false) return false;
  const mixed = firstMixed(clusters, arm);
  if (clustered === null) return mixed === undefined;
  const refuse = (code: number, what: string): Refusal => {
    const message = `the cluster \`${datum(clusters.name, clusters.levels[code]!)}\` of \`${clusters.name}\` has ${what}`;
    return new Refusal('mixed-cluster', message, {
      param: 'clustered',
      hint: '`clustered: false` is a design whose rows were assigned one by one',
    });
  };
  if (mixed !== undefined) throw refuse(mixed, 'rows of two arms');
  const spread = strata && firstMixed(clusters, strata.codes);
  if (spread !== null && spread !== undefined) throw refuse(spread, 'rows of two strata');
  return true;
}

/** The first level with rows of two values. */
function firstMixed({ codes, levels }: NamedCodes, of: Int32Array): number | undefined {
  const seen = new Int32Array(levels.length).fill(-1);
  let first: number | undefined;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (seen[code] === -1) seen[code] = of[i]!;
    else if (seen[code] !== of[i] && (first === undefined || code < first)) first = code;
  }
  return first;
}

/** Makes the result of a step `efficiency`: columns of its rows, a record for each period, and an account of the programmes. */
import { createRng, type Rng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { type Changes, type Efficiency, efficiency, type Rows } from '../../../src/econ/efficiency/efficiency.ts';
import { rowsOf } from '../../../src/econ/efficiency/rows.ts';
import { columnsMade, type EfficiencySpec, variablesOf } from '../../../src/econ/efficiency/spec.ts';
import { NOTHING } from '../../../src/econ/efficiency/technology.ts';
import type { Stat, Warning } from '../../../src/econ/fit.ts';
import { bootstrapScores, type Corrected } from './bootstrap.ts';
import { namesOf, peersOf } from './peers.ts';

/** Values of a column by row: numbers, or levels of which -1 is missing. */
type Column =
  | { readonly type: 'number'; readonly values: Float64Array }
  | { readonly type: 'category'; readonly codes: Int32Array; readonly dictionary: readonly string[] };

/** The gap between primal and dual objective that is refused. */
const LARGEST_GAP = 1e-8;

export function efficiencyOf(
  spec: EfficiencySpec,
  data: Data,
  report: (share: number, text: string) => void,
  rng: Rng = createRng('1'),
) {
  const rows = rowsOf(spec, data);
  const { complete } = rows;
  const found = efficiency(spec, rows, data.nrows, (done) =>
    report(done / complete.length, `unit ${done + 1} of ${complete.length}`),
  );
  const { programmes, infeasible, gap } = found.solved;
  if (gap > LARGEST_GAP)
    throw new Refusal(
      'inexact-programme',
      `a linear programme is solved to ${gap.toExponential(1)} alone, more than ${LARGEST_GAP.toExponential(0)}`,
      { param: 'inputs', hint: 'quantities that differ by many powers of ten may be given in other units' },
    );
  const warnings: Warning[] = [];
  if (infeasible > 0)
    warnings.push({
      code: 'infeasible-programmes',
      message: `${infeasible} of ${programmes} linear programmes have no solution, and what is made of them is missing`,
    });
  const corrected = correctedOf(spec, rows, found, report, rng);
  const lost = data.nrows - complete.length;
  return {
    columns: columnsOf(spec, found, data, rows, corrected),
    parts: {
      periods: recordsOf(spec, data, rows, found),
      programmes: { count: programmes, infeasible, gap },
      efficiency: summaryOf(spec),
      nobs: complete.length,
    },
    notes:
      lost === 0
        ? []
        : [
            `${lost === 1 ? '1 row lacks' : `${lost} rows lack`} an input or output, and ${lost === 1 ? 'has' : 'have'} no score`,
          ],
    warnings,
  };
}

/** The bootstrap of scores, where the step has one and `rng` is given. */
function correctedOf(
  { bootstrap, ...spec }: EfficiencySpec,
  rows: Rows,
  { scores }: Efficiency,
  report: (share: number, text: string) => void,
  rng: Rng | undefined,
): Corrected | null {
  if (bootstrap === null) return null;
  return bootstrapScores({ ...spec, bootstrap }, rows, scores, rng!, (share) => report(share, 'bootstrap of scores'));
}

const summaryOf = ({
  model,
  orientation,
  returns,
  isSuper,
  frontier,
  direction,
  disposability,
  index,
  inputs,
  outputs,
  undesirable,
}: EfficiencySpec) => ({
  ...{ model, orientation, returns, isSuper, frontier, direction, disposability, index, inputs, outputs, undesirable },
});

function columnsOf(
  spec: EfficiencySpec,
  { scores, scale, changes }: Efficiency,
  data: Data,
  { panel }: Rows,
  corrected: Corrected | null,
) {
  const { nrows } = data;
  const numbers = (of: (row: number) => number | undefined): Column => ({
    type: 'number',
    values: Float64Array.from({ length: nrows }, (_, row) => of(row) ?? Number.NaN),
  });
  const columns: Column[] = [numbers((row) => scores[row]?.score)];
  if (scale !== null) columns.push({ type: 'number', values: scale.efficiency }, categories(scale.returns));
  if (spec.slacks) for (const k of variablesOf(spec).keys()) columns.push(numbers((row) => scores[row]?.slacks[k]));
  if (spec.peers !== null) {
    const names = namesOf(spec.peers, data, spec.frontier === 'global' && panel !== null);
    columns.push(categories(peersOf(scores, names)));
  }
  if (corrected !== null)
    for (const of of ['corrected', 'low', 'high'] as const) columns.push({ type: 'number', values: corrected[of] });
  if (changes !== null) for (const of of fieldsOf(spec)) columns.push({ type: 'number', values: changes[of] });
  return columnsMade(spec).map(({ name }, k) => ({ name, column: columns[k]! }));
}

const fieldsOf = ({ isParted }: EfficiencySpec): readonly (keyof Changes)[] =>
  isParted ? ['index', 'ec', 'tc', 'pec', 'sec'] : ['index', 'ec', 'tc'];

/** Levels in the order of their code units, as those of texts are. */
function categories(of: readonly (string | null)[]): Column {
  const dictionary = [...new Set(of.filter((each) => each !== null))].sort();
  const at = new Map(dictionary.map((each, code) => [each, code]));
  const codes = Int32Array.from(of, (each) => (each === null ? -1 : at.get(each)!));
  return { type: 'category', codes, dictionary };
}

/** A record for each period of a panel, and one for all rows. */
function recordsOf(spec: EfficiencySpec, data: Data, { complete, panel }: Rows, found: Efficiency) {
  const all = { variable: 'all', ...recordOf(spec, complete, found) };
  if (panel === null) return [all];
  const { levels } = data.codes(data.panel!.time);
  const periods = levels.flatMap((variable, period) => {
    const rows = complete.filter((row) => panel.periods[row] === period);
    return rows.length === 0 ? [] : [{ variable, ...recordOf(spec, rows, found) }];
  });
  return [...periods, all];
}

function recordOf(
  spec: EfficiencySpec,
  rows: Int32Array,
  { scores, scale, changes }: Efficiency,
): Record<string, Stat> {
  const values = Array.from(rows, (row) => scores[row]!.score).filter((score) => !Number.isNaN(score));
  const none = { invalid: 'no programme has a solution' };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const record: Record<string, Stat> = {
    n: rows.length,
    efficient: values.filter((score) => isEfficient(spec, score)).length,
    mean: values.length > 0 ? mean : none,
    sd:
      values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : { invalid: 'one value has no standard deviation' },
    min: values.length > 0 ? Math.min(...values) : none,
    max: values.length > 0 ? Math.max(...values) : none,
  };
  if (scale !== null) {
    const known = Array.from(rows, (row) => scale.efficiency[row]!).filter((value) => !Number.isNaN(value));
    record.scale = known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : none;
  }
  if (changes !== null)
    for (const of of fieldsOf(spec)) record[of] = geometricMean(Array.from(rows, (row) => changes[of][row]!));
  return record;
}

/** Is true of the score of a unit on the frontier, or beyond it. */
function isEfficient({ model, orientation }: EfficiencySpec, score: number): boolean {
  if (model === 'additive' || model === 'ddf') return score <= NOTHING;
  return orientation === 'output' ? score <= 1 + NOTHING : score >= 1 - NOTHING;
}

function geometricMean(values: readonly number[]): Stat {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { invalid: 'no unit has a change from the period before' };
  if (known.some((value) => value <= 0)) return { invalid: 'a change is not above zero' };
  return Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length);
}

/** Matches treated rows with controls, or weighs controls to balance them: weights of rows, the effects, and how alike both sides are. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { columnsOfList, completeColumns } from '../../../src/econ/compile/variable-list.ts';
import { type Data, groupsOf } from '../../../src/econ/data.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { normal, studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Sample } from '../../../src/econ/estimator.ts';
import type { Fit, RowsLost, Stat, Warning } from '../../../src/econ/fit.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { balanceOf, biasSummary } from './balance.ts';
import { entropyBalance } from './entropy.ts';
import { pairs } from './pairs.ts';
import type { ScoreModel, ScoreName } from './score.ts';
import type { MatchSpec } from './spec.ts';

interface Rows {
  /** Positions in the data. */
  readonly rows: Int32Array;
  readonly treatment: Float64Array;
  readonly on: readonly NamedColumn[];
  readonly outcomes: readonly NamedColumn[];
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/**
 * Weights are 1 for matched treated rows and sums of shares for controls, 0 for other rows that were looked at, and missing (NaN) for the rest; with `at` they are those of
 * the unit's row there, in all its rows. `score` is not asked for by entropy balancing. Refuses separation, sides without rows, and units with two rows at `at`.
 * Source: psmatch2 4.0.11, pstest 4.2.2.
 */
export function match(spec: MatchSpec, data: Data, score: ScoreModel | null) {
  const used = rowsOf(spec, data);
  const { treatment, on } = used;
  const treated = [...treatment.keys()].filter((i) => treatment[i] === 1);
  const controls = [...treatment.keys()].filter((i) => treatment[i] === 0);
  if (treated.length === 0 || controls.length === 0) {
    const message = `expected treated rows and controls, got ${treated.length} and ${controls.length}`;
    throw new Refusal('one-side', message, { param: 'treatment', hint: 'does the sample leave both?' });
  }
  const weights = new Float64Array(treatment.length);
  const extra =
    score === null
      ? byEntropy(spec, on, treated, controls, weights)
      : byScore(spec, used, treated, controls, weights, score);
  const balanced = spec.method === 'entropy' && spec.moments === 2 ? withSquares(on) : on;
  const balance = balanceOf(balanced, treated, controls, weights);
  const summary = biasSummary(balance);
  const matched = treated.filter((i) => weights[i]! > 0).length;
  const controlsUsed = controls.filter((i) => weights[i]! > 0).length;
  return {
    weights: carried(spec, data, used, weights),
    warnings: [...used.warnings, ...(extra.warnings ?? []), ...offWarning(treated.length - matched)],
    rowsLost: used.rowsLost,
    records: {
      ...modelOf(spec, extra),
      ...(extra.lambda === undefined ? {} : { lambda: extra.lambda }),
      support: {
        treated: treated.length,
        controls: controls.length,
        matched,
        off: treated.length - matched,
        controlsUsed,
      },
      weightSquares: controls.reduce((sum, i) => sum + weights[i]! * weights[i]!, 0),
      att: used.outcomes.map((outcome) => effectOf(spec, outcome, treated, controls, weights)),
      balance,
      meanAbsBias: summary.mean,
      medianAbsBias: summary.median,
    },
  };
}

function offWarning(off: number): Warning[] {
  if (off === 0) return [];
  return [{ code: 'off-support', message: `${off} treated rows have no control in reach, and weigh 0` }];
}

function rowsOf(spec: MatchSpec, data: Data): Rows {
  const { on, outcomes, sample, exclude, at } = spec;
  const condition = at === null ? sample : sample === null ? at : `(${sample}) and (${at})`;
  const listed = columnsOfList({ variables: [...on, ...outcomes], sample: condition, exclude }, data);
  const d = pick(data.numbers(spec.treatment), listed.rows);
  const other = d.find((value) => !Number.isNaN(value) && value !== 0 && value !== 1);
  if (other !== undefined) {
    throw new Refusal(
      'not-binary',
      `expected a treatment of 0 and 1, got ${datum(spec.treatment, other)} in \`${spec.treatment}\``,
      {
        param: 'treatment',
      },
    );
  }
  const named = new Set(spec.on);
  const count = columnsOfList({ variables: [...named], sample: condition, exclude }, data).columns.length;
  const complete = completeRows([d, ...listed.columns.map(({ values }) => values)]);
  const columns = completeColumns(listed.columns, complete);
  const lost = listed.rows.length - complete.length;
  return {
    rows: Int32Array.from(complete, (i) => listed.rows[i]!),
    treatment: pick(d, complete),
    on: columns.slice(0, count),
    outcomes: columns.slice(count),
    rowsLost: [...listed.rowsLost, ...(lost === 0 ? [] : [{ cause: 'missing' as const, count: lost, detail: '' }])],
    warnings: listed.warnings,
  };
}

/** The score and its model, which a result calls by its name. */
function modelOf(
  { score: name }: MatchSpec,
  { model, score }: Extra,
): { readonly score?: Extra['score'] } & Partial<Record<ScoreName, Extra['model']>> {
  return model === undefined ? {} : { [name]: model, score };
}

interface Extra {
  readonly model?: Pick<Fit, 'terms' | 'stats' | 'nobs'>;
  readonly score?: Readonly<Record<string, number>>;
  readonly lambda?: readonly { readonly variable: string; readonly value: number }[];
  readonly warnings?: readonly Warning[];
}

function withSquares(on: readonly NamedColumn[]): NamedColumn[] {
  const squares = on
    .filter(({ values }) => new Set(values).size > 2)
    .map(({ name, values }) => ({ name: `${name}^2`, values: values.map((x) => x * x) }));
  return [...on, ...squares];
}

function byEntropy(
  spec: MatchSpec,
  on: readonly NamedColumn[],
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
): Extra {
  const columns = spec.moments === 2 ? withSquares(on) : on;
  const found = entropyBalance(columns, treated, controls);
  for (const i of treated) weights[i] = 1;
  for (const [j, i] of controls.entries()) weights[i] = found.weights[j]!;
  return { lambda: columns.map(({ name }, k) => ({ variable: name, value: found.lambda[k]! })) };
}

function byScore(
  spec: MatchSpec,
  { treatment, on }: Rows,
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
  model: ScoreModel,
): Extra {
  const fit = scoreFit(spec, treatment, on, model);
  const index = new Float64Array(treatment.length);
  const byName = new Map(on.map(({ name, values }) => [name, values]));
  for (const { term, estimate } of fit.terms) {
    const values = byName.get(term);
    for (let i = 0; i < index.length; i++) index[i] = index[i]! + estimate * (values === undefined ? 1 : values[i]!);
  }
  const p = index.map((value) => model.probability(value));
  const distance = spec.index ? index : p;
  const at = (rows: readonly number[], of: Float64Array): Float64Array => Float64Array.from(rows, (i) => of[i]!);
  const [low, high] = extremes(at(controls, p));
  const inside = treated.filter((i) => !spec.common || (p[i]! >= low && p[i]! <= high));
  pairs(at(inside, distance), at(controls, distance), spec, (k, j, weight) => {
    weights[inside[k]!] = 1;
    weights[controls[j]!]! += weight;
  });
  const [min, max] = extremes(p);
  const meanOf = (rows: readonly number[]): number => rows.reduce((sum, i) => sum + p[i]!, 0) / rows.length;
  return {
    model: { terms: fit.terms, stats: fit.stats, nobs: fit.nobs },
    score: { meanTreated: meanOf(treated), meanControl: meanOf(controls), min, max },
    warnings: fit.dropped.map(({ term }) => ({
      code: 'dropped-term',
      message: `\`${term}\` was dropped from the score`,
    })),
  };
}

function scoreFit(
  spec: MatchSpec,
  treatment: Float64Array,
  on: readonly NamedColumn[],
  { fit: fitModel }: ScoreModel,
): Fit {
  const model: ModelSpec = {
    absorb: [],
    common: null,
    constant: true,
    estimator: { is: spec.score },
    exclude: null,
    iv: null,
    outcome: spec.treatment,
    sample: null,
    singletons: null,
    small: null,
    split: null,
    terms: spec.on,
    vcov: { is: 'iid' },
    winsorize: null,
  };
  const design = {
    nobs: treatment.length,
    outcome: { name: spec.treatment, values: treatment },
    terms: on,
    constant: true,
    absorb: [],
  };
  const workspace = new Workspace();
  const sample = { spec: model, design, clusters: [], time: null, columns: () => [], workspace } as unknown as Sample;
  const fit = aboutScore(() => fitModel(sample));
  if (fit.nobs < treatment.length) {
    const [found] = fit.dropped;
    const message = `\`${found?.term}\` tells treated rows from controls: ${found?.detail}`;
    throw new Refusal('separation', message, {
      param: 'on',
      hint: 'nobody on the other side is alike there; leave it out, or the rows',
    });
  }
  return fit;
}

/** What an estimator refuses of its terms is told where those of the score stand. */
function aboutScore<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `the score: ${error.message}`, { param: 'on', hint: error.hint });
  }
}

/** Mean of y over matched treated rows less the weighted mean of controls, with an error that takes the weights as given. */
function effectOf(
  { method }: MatchSpec,
  { name, values }: NamedColumn,
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
) {
  const inside = treated.filter((i) => weights[i]! > 0);
  const used = controls.filter((i) => weights[i]! > 0);
  const n1 = inside.length;
  const meanOver = (rows: readonly number[], weight: (i: number) => number): number => {
    const total = rows.reduce((sum, i) => sum + weight(i), 0);
    return rows.reduce((sum, i) => sum + weight(i) * values[i]!, 0) / total;
  };
  const one = (): number => 1;
  const [m1, m0] = [meanOver(inside, one), meanOver(used, (i) => weights[i]!)];
  const estimate = m1 - m0;
  const df = method === 'entropy' ? n1 + used.length - 2 : null;
  const stdError: Stat =
    n1 < 2 || used.length < 2
      ? { invalid: 'no residual degrees of freedom' }
      : method === 'entropy'
        ? weightedError(values, inside, used, weights, m1, m0)
        : matchedError(values, inside, used, weights);
  const statistic: Stat =
    typeof stdError === 'number' && stdError > 0
      ? estimate / stdError
      : typeof stdError === 'number'
        ? { invalid: 'the standard error is zero' }
        : stdError;
  const pValue: Stat =
    typeof statistic === 'number' ? twoSided(df === null ? normal : studentT(df), statistic) : statistic;
  const before = { treated: meanOver(treated, one), control: meanOver(controls, one) };
  return {
    variable: name,
    treated: m1,
    control: m0,
    estimate,
    stdError,
    statistic,
    pValue,
    df,
    unmatched: { ...before, difference: before.treated - before.control },
  };
}

const varianceOf = (values: Float64Array, rows: readonly number[]): number => {
  const centre = rows.reduce((sum, i) => sum + values[i]!, 0) / rows.length;
  return rows.reduce((sum, i) => sum + (values[i]! - centre) * (values[i]! - centre), 0) / (rows.length - 1);
};

function matchedError(
  values: Float64Array,
  inside: readonly number[],
  used: readonly number[],
  weights: Float64Array,
): number {
  const squares = used.reduce((sum, i) => sum + weights[i]! * weights[i]!, 0);
  const n1 = inside.length;
  return Math.sqrt(varianceOf(values, inside) / n1 + (varianceOf(values, used) * squares) / (n1 * n1));
}

/** HC1 of the weighted regression on treatment. */
function weightedError(
  values: Float64Array,
  inside: readonly number[],
  used: readonly number[],
  weights: Float64Array,
  m1: number,
  m0: number,
): number {
  const part = (rows: readonly number[], centre: number): number => {
    const total = rows.reduce((sum, i) => sum + weights[i]!, 0);
    return (
      rows.reduce((sum, i) => sum + weights[i]! * weights[i]! * (values[i]! - centre) * (values[i]! - centre), 0) /
      (total * total)
    );
  };
  const n = inside.length + used.length;
  return Math.sqrt((n / (n - 2)) * (part(inside, m1) + part(used, m0)));
}

/** Over all rows of the data. */
function carried({ at }: MatchSpec, data: Data, { rows }: Rows, weights: Float64Array): Float64Array {
  const out = new Float64Array(data.nrows).fill(Number.NaN);
  if (at === null) {
    for (const [i, row] of rows.entries()) out[row] = weights[i]!;
    return out;
  }
  if (data.panel === null) {
    const hint = 'declare `panel: {unit: …, time: …}` where the data is read';
    throw new Refusal('no-panel', '`at` matches units, and the data declares no panel', { param: 'at', hint });
  }
  const { codes, levels } = groupsOf(data, data.panel.unit);
  const of = new Map<number, number>();
  for (const [i, row] of rows.entries()) {
    const unit = codes[row]!;
    if (of.has(unit)) {
      const message = `the unit \`${datum(data.panel.unit, levels[unit]!)}\` has more than one row where \`${at}\``;
      throw new Refusal('several-rows', message, {
        param: 'at',
        hint: 'units are matched by one row each, as in `at: year == 2011`',
      });
    }
    of.set(unit, weights[i]!);
  }
  for (let row = 0; row < out.length; row++) out[row] = of.get(codes[row]!) ?? Number.NaN;
  return out;
}

function extremes(values: Float64Array): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

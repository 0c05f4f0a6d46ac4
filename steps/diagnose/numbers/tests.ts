/** Tests of panels after least squares, in the conventions of the Stata programs that papers name. */
import { groupSums, sum } from '../../../src/base/number/sum.ts';
import { chiSquared, fisherF, normal } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { fit as linear } from '../../../src/econ/linear/fit.ts';
import { regress } from '../../../src/econ/vcov/regression-by-rows.ts';
import type { Diagnosis } from './diagnosis.ts';
import { hausman, type Sigma } from './hausman.ts';
import { type PanelSample, pooledResiduals, rowsByTime, squares, withinResiduals } from './panel.ts';
import type { DiagnosticName } from './spec.ts';

type PanelTest = (panel: PanelSample, options: { readonly sigma: Sigma }) => Diagnosis;

const undefinedTest = (variable: string, invalid: string): Diagnosis => ({
  variable,
  statistic: { invalid },
  pValue: { invalid },
});

/** F that all effects of units are 0, as `xtreg, fe` prints it. */
function effects({ sample, unit, design }: PanelSample): Diagnosis {
  const absorb = [sample.levels('unit')[0]!];
  const spec = { ...sample.spec, vcov: { is: 'iid' } as const, small: null };
  const { tests } = linear({ ...sample, spec, clusters: [], time: null, design: { ...design, absorb } });
  const { statistic, pValue, df } = tests.find(({ name }) => name === 'all u_i = 0')!;
  void unit;
  return {
    variable: 'F of effects',
    statistic,
    df: df![0]!,
    dfR: df![1]!,
    pValue,
    stats: { fFe: statistic, fFeP: pValue },
  };
}

/**
 * Breusch & Pagan (1980, Review of Economic Studies 47:239) for unbalanced panels, as `xttest0`: A₁ = 1 − Σ_i(Σ_t e)²/Σ e² of pooled residuals,
 * LM = N²/2 · A₁²/(Σ T_i² − N), half of the tail of χ²(1), since a variance is not negative.
 */
function breuschPagan(panel: PanelSample): Diagnosis {
  const { unit } = panel;
  const variable = 'Breusch–Pagan LM';
  const e = pooledResiduals(panel);
  const n = e.length;
  const sums = groupSums(e, unit.codes, unit.levels);
  const a = 1 - squares(sums) / squares(e);
  const pairs = unit.counts.reduce((total, count) => total + count * count, 0) - n;
  if (pairs === 0) return undefinedTest(variable, 'every unit has one row');
  // a variance below 0 is 0
  const statistic = a > 0 ? 0 : ((n * n) / 2) * ((a * a) / pairs);
  const pValue = a > 0 ? 1 : chiSquared(1).sf(statistic) / 2;
  return { variable, statistic, df: 1, pValue, stats: { bpLm: statistic, bpLmP: pValue } };
}

/** Greene's modified Wald test of equal variances of units after fixed effects, as `xttest3`: Σ (s_i − s)²/V_i ~ χ²(n). */
function modifiedWald(panel: PanelSample): Diagnosis {
  const { unit } = panel;
  const variable = 'Modified Wald';
  const e = withinResiduals(panel);
  const e2 = e.map((value) => value * value);
  const variances = groupSums(e2, unit.codes, unit.levels).map((total, g) => total / unit.counts[g]!);
  const overall = sum(e2) / e.length;
  const spread = groupSums(
    e2.map((value, i) => {
      const left = value - variances[unit.codes[i]!]!;
      return left * left;
    }),
    unit.codes,
    unit.levels,
  );
  let statistic = 0;
  for (let g = 0; g < unit.levels; g++) {
    const count = unit.counts[g]!;
    if (count === 1) return undefinedTest(variable, 'a unit has one row');
    const v = spread[g]! / (count * (count - 1));
    if (!(v > 1e-24 * overall * overall)) return undefinedTest(variable, 'squared residuals do not vary within a unit');
    statistic += ((variances[g]! - overall) * (variances[g]! - overall)) / v;
  }
  const pValue = chiSquared(unit.levels).sf(statistic);
  return { variable, statistic, df: unit.levels, pValue, stats: { groupwiseWald: statistic, groupwiseWaldP: pValue } };
}

/**
 * Wooldridge (2002, 10.6.3) as `xtserial` (Drukker 2003, Stata Journal 3:168): residuals of the regression of differences on their first lag, whose
 * coefficient is −0.5 without serial correlation; clustered by unit, F(1, G − 1). Differences and lags are by the calendar.
 */
function wooldridge(panel: PanelSample): Diagnosis {
  const { design, unit, time } = panel;
  const variable = 'Wooldridge';
  const at = rowsByTime(panel);
  const before = Array.from(time, (value, i) => at.get(`${unit.codes[i]}|${value - 1}`));
  const rows = before.flatMap((earlier, i) => (earlier === undefined ? [] : [i]));
  if (rows.length <= design.terms.length) return undefinedTest(variable, 'no rows with the period before');
  const difference = ({ name, values }: { readonly name: string; readonly values: Float64Array }) => ({
    name,
    values: Float64Array.from(rows, (i) => values[i]! - values[before[i]!]!),
  });
  const differenced = {
    nobs: rows.length,
    outcome: difference(design.outcome),
    terms: design.terms.map(difference),
    constant: false,
    absorb: [],
  };
  const { residuals } = regress(differenced, [], false).fit;
  const place = new Map(rows.map((row, j) => [row, j]));
  const pairs = rows.flatMap((row, j) => {
    const earlier = place.get(before[row]!);
    return earlier === undefined ? [] : [[j, earlier, unit.codes[row]!] as const];
  });
  if (pairs.length === 0) return undefinedTest(variable, 'no unit has three periods in a row');
  const e = Float64Array.from(pairs, ([j]) => residuals[j]!);
  const lag = Float64Array.from(pairs, ([, earlier]) => residuals[earlier]!);
  const { coefficients, residuals: left } = leastSquares([lag], e, () => 0);
  const scores = new Map<number, number>();
  for (const [i, [, , g]] of pairs.entries()) scores.set(g, (scores.get(g) ?? 0) + lag[i]! * left[i]!);
  const groups = scores.size;
  if (groups < 2) return undefinedTest(variable, 'one unit has three periods in a row');
  const bread = squares(lag);
  const meat = [...scores.values()].reduce((total, score) => total + score * score, 0);
  const variance = ((groups / (groups - 1)) * meat) / (bread * bread);
  const coefficient = coefficients[0]!;
  const statistic: Stat =
    variance > 0 ? ((coefficient + 0.5) * (coefficient + 0.5)) / variance : { invalid: 'the standard error is zero' };
  const pValue = typeof statistic === 'number' ? fisherF(1, groups - 1).sf(statistic) : statistic;
  const stats = {
    wooldridgeF: statistic,
    wooldridgeP: pValue,
    wooldridgeCoefficient: coefficient,
    wooldridgeN: pairs.length,
  };
  return { variable, statistic, df: 1, dfR: groups - 1, pValue, stats };
}

/** Pesaran (2004) as `xtcsd`: CD = √(2/(n(n − 1))) Σ √T_ij r_ij of within residuals over the periods that two units share, N(0, 1), two-sided. */
function pesaran(panel: PanelSample): Diagnosis {
  const { unit, time } = panel;
  const variable = 'Pesaran CD';
  const e = withinResiduals(panel);
  const n = unit.levels;
  if (n < 2) return undefinedTest(variable, 'one unit');
  const byUnit = Array.from({ length: n }, () => new Map<number, number>());
  for (let i = 0; i < e.length; i++) byUnit[unit.codes[i]!]!.set(time[i]!, e[i]!);
  let total = 0;
  let absolute = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const shared: [number, number][] = [];
      for (const [t, value] of byUnit[i]!) {
        const other = byUnit[j]!.get(t);
        if (other !== undefined) shared.push([value, other]);
      }
      if (shared.length < 3) return undefinedTest(variable, 'two units share fewer than three periods');
      const r = correlation(shared);
      if (r === undefined) return undefinedTest(variable, 'the residuals of a unit do not vary');
      total += Math.sqrt(shared.length) * r;
      absolute += Math.abs(r);
    }
  const pairs = (n * (n - 1)) / 2;
  const statistic = total / Math.sqrt(pairs);
  const pValue = 2 * normal.sf(Math.abs(statistic));
  const stats = { pesaranCd: statistic, pesaranCdP: pValue, avgAbsCorr: absolute / pairs };
  return { variable, statistic, pValue, stats };
}

function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const count = pairs.length;
  let [a, b] = [0, 0];
  for (const [x, y] of pairs) {
    a += x / count;
    b += y / count;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xx += (x - a) * (x - a);
    yy += (y - b) * (y - b);
    xy += (x - a) * (y - b);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx) / Math.sqrt(yy) : undefined;
}

/** THE list of tests, in the order in which a table has them. */
export const panelTests: Readonly<Record<DiagnosticName, PanelTest>> = {
  effects,
  'breusch-pagan': breuschPagan,
  hausman: (panel, { sigma }) => hausman(panel, sigma),
  'modified-wald': modifiedWald,
  wooldridge,
  'pesaran-cd': pesaran,
};

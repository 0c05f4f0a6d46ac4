/** How much of the variance of a variable stands between strata, of one factor or of two crossed: the geographical detector (Wang et al. 2010; Wang, Zhang & Fu 2016). */
import { mean, sum, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { fisherF } from '../../../src/econ/distributions/distributions.ts';
import { noncentralFUpper } from '../../../src/econ/distributions/noncentral-f.ts';
import { percentile, sortedValues } from '../../../src/econ/distributions/percentile.ts';
import type { Stat } from '../../../src/econ/fit.ts';

/** The strata of a factor, one code a row, from 0. */
export interface Stratification {
  readonly name: string;
  readonly codes: Int32Array;
  /** Names of the strata by their codes. */
  readonly levels: readonly string[];
  /** The key of the step that names it; `variables` when left out. */
  readonly key?: 'groups';
}

export interface StratifiedRow {
  readonly variable: string;
  readonly q: Stat;
  /** F of q, noncentral under equal means of strata in the population. */
  readonly f: Stat;
  readonly pValue: Stat;
  readonly strata: number;
}

export type Interaction = 'no stronger than one' | 'stronger than both' | 'the sum of both' | 'above the sum';

export interface CrossedRow {
  readonly variable: string;
  readonly q: Stat;
  readonly strata: number;
  readonly interaction: Interaction | Stat;
  /** Ratio of the variances within strata of the two factors, the larger above, and its p value. */
  readonly ecologicalF: Stat;
  readonly ecologicalP: Stat;
}

export interface StratumMean {
  readonly factor: string;
  readonly stratum: string;
  readonly n: number;
  readonly mean: number;
}

export interface Detected {
  readonly rows: readonly (StratifiedRow | CrossedRow)[];
  readonly means: readonly StratumMean[];
}

/** `y` has n values, none missing. Throws Refusal where it takes one value, or a factor has one stratum. O(n k²) for k factors. */
export function detect(y: Float64Array, factors: readonly Stratification[]): Detected {
  const centre = mean(y);
  const total = sumSquaresAbout(y, centre);
  if (!(total > 0)) throw new Refusal('no-variation', 'the variable takes one value', { param: 'variable' });
  const within = factors.map((factor) => withinOf(y, factor.codes, factor.name, factor.key));
  const single = factors.map((factor, k) => factorRow(y, factor, within[k]!, total));
  const pairs = factors.flatMap((first, a) =>
    factors.slice(a + 1).map((second, i): CrossedRow => {
      const b = a + 1 + i;
      const both = withinOf(y, crossed(first.codes, second.codes), `${first.name} and ${second.name}`);
      const q = 1 - both.squares / total;
      const alone = [a, b].map((k) => 1 - within[k]!.squares / total) as [number, number];
      return {
        variable: `${first.name}:${second.name}`,
        q,
        strata: both.counts.length,
        interaction: interactionOf(q, alone),
        ...ecological(within[a]!.squares, within[b]!.squares, y.length),
      };
    }),
  );
  const means = factors.flatMap(({ name, levels }, k) =>
    within[k]!.counts.flatMap((n, code) =>
      n === 0 ? [] : [{ factor: name, stratum: levels[code]!, n, mean: within[k]!.means[code]! }],
    ),
  );
  return { rows: [...single, ...pairs], means };
}

interface WithinStrata {
  /** Squares about the means of the strata. */
  readonly squares: number;
  readonly counts: readonly number[];
  readonly means: readonly number[];
}

function withinOf(
  y: Float64Array,
  codes: Int32Array,
  name: string,
  param: 'variables' | 'groups' = 'variables',
): WithinStrata {
  const members: number[][] = [];
  codes.forEach((code, i) => {
    members[code] ??= [];
    members[code].push(y[i]!);
  });
  const groups = Array.from(members, (own) => own ?? []);
  if (groups.filter((own) => own.length > 0).length < 2)
    throw new Refusal('one-stratum', `\`${name}\` has one stratum in the rows used`, { param });
  const means = groups.map((own) => (own.length === 0 ? Number.NaN : mean(own)));
  return {
    squares: sum(groups.map((own, k) => (own.length === 0 ? 0 : sumSquaresAbout(own, means[k]!)))),
    counts: groups.map((own) => own.length),
    means,
  };
}

/** Codes of the pairs that occur, in the order of first occurrence. */
function crossed(a: Int32Array, b: Int32Array): Int32Array {
  const codes = new Map<string, number>();
  return a.map((code, i) => {
    const key = `${code} ${b[i]}`;
    const found = codes.get(key) ?? codes.size;
    codes.set(key, found);
    return found;
  });
}

/** F and its noncentrality by Wang, Zhang & Fu (2016), equations 3 and 4, with the sample variance as their program has it. */
function factorRow(
  y: Float64Array,
  { name }: Stratification,
  { squares, counts, means }: WithinStrata,
  total: number,
): StratifiedRow {
  const n = y.length;
  const present = counts.flatMap((count, k) => (count === 0 ? [] : [{ count, mean: means[k]! }]));
  const strata = present.length;
  const q = 1 - squares / total;
  const [df1, df2] = [strata - 1, n - strata];
  const none = (invalid: string): Stat => ({ invalid });
  if (df2 <= 0) {
    const why = none('every row is a stratum of its own');
    return { variable: name, q, f: why, pValue: why, strata };
  }
  if (squares === 0) {
    const why = none('the variable does not vary within strata');
    return { variable: name, q, f: why, pValue: why, strata };
  }
  const f = (df2 * q) / (df1 * (1 - q));
  const root = sum(present.map(({ count, mean: own }) => Math.sqrt(count) * own));
  const lambda = (sum(present.map(({ mean: own }) => own * own)) - (root * root) / n) / (total / (n - 1));
  return { variable: name, q, f, pValue: noncentralFUpper(f, df1, df2, Math.max(0, lambda)), strata };
}

/** Parts of q smaller than this are rounding. */
const NOISE = 1e-12;

/** Crossed strata are finer than those of either factor, so that q is at least the larger of the two. */
function interactionOf(q: number, [a, b]: readonly [number, number]): Interaction {
  if (Math.abs(q - (a + b)) <= NOISE) return 'the sum of both';
  if (q > a + b) return 'above the sum';
  return q > Math.max(a, b) + NOISE ? 'stronger than both' : 'no stronger than one';
}

function ecological(a: number, b: number, n: number): Pick<CrossedRow, 'ecologicalF' | 'ecologicalP'> {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (low === 0) {
    const none: Stat = { invalid: 'the variable does not vary within strata' };
    return { ecologicalF: none, ecologicalP: none };
  }
  return { ecologicalF: high / low, ecologicalP: fisherF(n - 1, n - 1).sf(high / low) };
}

export type CutRule = 'quantiles' | 'widths';

/** Classes of a number: its values where these are few, otherwise by quantiles (R's type 7) or equal widths, each up to and with its upper limit. */
export function classesOf(name: string, values: Float64Array, classes: number, rule: CutRule): Stratification {
  const sorted = sortedValues(values);
  const distinct = [...new Set(sorted)];
  if (distinct.length <= classes)
    return { name, codes: Int32Array.from(values, (value) => distinct.indexOf(value)), levels: distinct.map(String) };
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const inner = Array.from({ length: classes - 1 }, (_, k) =>
    rule === 'widths'
      ? low + ((k + 1) * (high - low)) / classes
      : percentile(sorted, (100 * (k + 1)) / classes, 'type7'),
  );
  const cuts = [...new Set(inner)].filter((cut) => cut < high);
  const codes = Int32Array.from(values, (value) => {
    const at = cuts.findIndex((cut) => value <= cut);
    return at < 0 ? cuts.length : at;
  });
  return { name, codes, levels: Array.from({ length: cuts.length + 1 }, (_, k) => String(k + 1)) };
}

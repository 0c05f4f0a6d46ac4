/**
 * Bandwidths with the least mean squared error, or coverage error, of the effect (Calonico, Cattaneo & Farrell 2018, JASA 113:767; with covariates
 * Calonico, Cattaneo, Farrell & Titiunik 2019, REStat 101:442): three stages, each the plug-in rule of a derivative by the one before.
 */
import { power } from '../../../src/base/number/power.ts';
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { percentile } from '../../../src/econ/distributions/percentile.ts';
import { adjustment } from './adjust.ts';
import { kernels } from './kernels.ts';
import { Linear } from './linear.ts';
import { LocalFit } from './local-fit.ts';
import { beyondNumbers, withoutVariance } from './refusals.ts';
import type { Side } from './side.ts';
import type { BandwidthForm, BandwidthName, Pair, RdDesign } from './spec.ts';
import { variance } from './variance/variance.ts';

export interface Bandwidths {
  readonly h: Pair;
  readonly b: Pair;
}

export type Sides = readonly [left: Side, right: Side];

/** The quantities that a plug-in rule weighs: the variance, the bias, and how uncertain the bias is. */
interface Stage {
  readonly variance: number;
  readonly bias: number;
  readonly uncertainty: number;
}

/** The bandwidth of a stage for each side by the form, from the stages of both sides. */
type Rule = (stages: readonly [Stage, Stage], scale: number, rate: number) => Pair;

const both = (value: number): Pair => [value, value];

const rules: Readonly<Record<'rd' | 'two' | 'sum', Rule>> = {
  rd: ([l, r], scale, rate) => both(common(l, r, r.bias - l.bias, scale, rate)),
  sum: ([l, r], scale, rate) => both(common(l, r, r.bias + l.bias, scale, rate)),
  two: ([l, r], scale, rate) => [single(l, scale, rate), single(r, scale, rate)],
};

const common = (l: Stage, r: Stage, bias: number, scale: number, rate: number): number =>
  power((l.variance + r.variance) / (bias * bias + scale * (l.uncertainty + r.uncertainty)), rate);

const single = ({ variance, bias, uncertainty }: Stage, scale: number, rate: number): number =>
  power(variance / (bias * bias + scale * uncertainty), rate);

/** Bandwidths by each rule that is asked for, so that those which combine others need no second run. */
export function bandwidths(
  sides: Sides,
  design: RdDesign,
  names: readonly BandwidthName[],
): Readonly<Record<BandwidthName, Bandwidths>> {
  const pilot = pilotOf(sides, design);
  const known = new Map<'rd' | 'two' | 'sum', Bandwidths>();
  const by = (name: 'rd' | 'two' | 'sum'): Bandwidths => {
    const found = known.get(name) ?? chain(sides, design, pilot, rules[name], name !== 'two');
    known.set(name, found);
    return found;
  };
  const n = sides[0].distances.length + sides[1].distances.length;
  const entries = names.map((name): [BandwidthName, Bandwidths] => {
    const form = name.slice(3) as BandwidthForm;
    const found = formed(form, by);
    return [name, name.startsWith('cer') ? forCoverage(found, n, design.p) : found];
  });
  return Object.fromEntries(entries) as Record<BandwidthName, Bandwidths>;
}

function formed(form: BandwidthForm, by: (name: 'rd' | 'two' | 'sum') => Bandwidths): Bandwidths {
  if (form === 'comb1') return eachOf([by('rd'), by('sum')], (values) => Math.min(...values));
  if (form === 'comb2')
    return eachOf([by('two'), by('rd'), by('sum')], (values) => values.toSorted((a, b) => a - b)[1]!);
  return by(form);
}

function eachOf(found: readonly Bandwidths[], of: (values: readonly number[]) => number): Bandwidths {
  const pair = (key: 'h' | 'b'): Pair => [of(found.map((each) => each[key][0])), of(found.map((each) => each[key][1]))];
  return { h: pair('h'), b: pair('b') };
}

/** The rate of the coverage error; the bandwidth of the bias stays. */
function forCoverage({ h, b }: Bandwidths, n: number, p: number): Bandwidths {
  const factor = power(n, -p / ((3 + p) * (3 + 2 * p)));
  return { h: [h[0] * factor, h[1] * factor], b };
}

/** Unique values that a pilot holds where a fifth of the rows of a side repeat others. */
const leastUnique = 10;
const manyRepeats = 0.2;

function pilotOf([left, right]: Sides, { kernel, massPoints }: RdDesign): Pair {
  // each side ascends, and the left one is below the right one
  const sorted = new Float64Array(left.distances.length + right.distances.length);
  sorted.set(left.distances);
  sorted.set(right.distances, left.distances.length);
  const spread = Math.min(standardDeviation(sorted), (percentile(sorted, 75) - percentile(sorted, 25)) / 1.349);
  const n = massPoints ? left.unique + right.unique : sorted.length;
  const widest = Math.max(left.range, right.range);
  const pilot = Math.min(kernels[kernel].pilot * spread * power(n, -0.2), widest);
  return [Math.max(pilot, leastOf(left, massPoints)), Math.max(pilot, leastOf(right, massPoints))];
}

/** The distance within which a side with many repeats has ten values that differ; 0 for others. */
function leastOf(side: Side, massPoints: boolean): number {
  const { name, distances, unique } = side;
  if (!massPoints || 1 - unique / distances.length < manyRepeats) return 0;
  const [first, step] = name === 'left' ? [distances.length - 1, -1] : [0, 1];
  let [nearest, differing] = [distances[first]!, 1];
  for (let i = first + step; differing < leastUnique && i >= 0 && i < distances.length; i += step) {
    if (distances[i] === nearest) continue;
    nearest = distances[i]!;
    differing++;
  }
  return Math.abs(nearest) + 1e-8;
}

function standardDeviation(values: Float64Array): number {
  return Math.sqrt(sumSquaresAbout(values, mean(values)) / (values.length - 1));
}

function chain(sides: Sides, design: RdDesign, pilot: Pair, rule: Rule, isCommon: boolean): Bandwidths {
  const { p, q, deriv, regularise } = design;
  const widest = Math.max(sides[0].range, sides[1].range);
  const step = (order: number, nu: number, ofBias: number, hV: Pair, hB: Pair, scale: number): Pair => {
    const stages = sides.map((side, i) =>
      stage(side, design, { order, nu, ofBias, isScaled: scale > 0 }, hV[i]!, hB[i]!),
    ) as [Stage, Stage];
    const found = rule(stages, scale, 1 / (2 * order + 3));
    if (!found.every((bandwidth) => bandwidth > 0)) {
      throw stages.every(({ variance }) => Number.isFinite(variance))
        ? withoutVariance('no bandwidth')
        : beyondNumbers();
    }
    return [0, 1].map((i) => Math.min(found[i]!, isCommon ? widest : sides[i]!.range)) as unknown as Pair;
  };
  const d = step(q + 1, q + 1, q + 2, pilot, [sides[0].range, sides[1].range], 0);
  const b = step(q, p + 1, q + 1, pilot, d, regularise);
  const h = step(p, deriv, q, pilot, b, regularise);
  return { h, b };
}

interface Target {
  readonly order: number;
  readonly nu: number;
  readonly ofBias: number;
  /** True where the uncertainty of the bias counts. */
  readonly isScaled: boolean;
}

/** Weighs the coefficient of d^nu by a polynomial of `order` within `hV`, and its bias by one of order `ofBias` within `hB`. */
function stage(side: Side, design: RdDesign, { order, nu, ofBias, isScaled }: Target, hV: number, hB: number): Stage {
  const { kernel, vce, matches } = design;
  const fit = new LocalFit(side, order, hV, kernel);
  const column = targetOf(side, fit, nu, design);
  const errors = { name: vce, matches };
  const constant = fit.coefficientOfPower(nu, order + 1) / powerOf(hV, order + 1 - nu);
  const raised = powerOf(hV, nu);
  const wide = new LocalFit(side, ofBias, hB, kernel);
  const slope = wide.coefficients(column)[order + 1]!;
  const slopeVariance = isScaled
    ? variance(new Linear([{ fit: wide, nu: order + 1, factor: 1 }]), wide, side, column, errors)
    : 0;
  const rest = 2 * (order + 1 - nu);
  return {
    variance:
      (2 * nu + 1) * hV * raised * raised * variance(new Linear([{ fit, nu, factor: 1 }]), fit, side, column, errors),
    bias: Math.sqrt(rest) * constant * slope,
    uncertainty: 3 * rest * constant * constant * slopeVariance,
  };
}

function powerOf(x: number, times: number): number {
  let out = 1;
  for (let j = 0; j < times; j++) out *= x;
  return out;
}

/** The outcome without covariates; in a fuzzy design what the ratio of the two coefficients moves by. */
function targetOf(side: Side, fit: LocalFit, nu: number, { sharpBandwidth }: RdDesign): Float64Array {
  const without = adjustment([{ side, fit }]);
  const y = without.outcome(side);
  if (side.takeUp === null || sharpBandwidth) return y;
  const t = without.takeUp(side);
  const jump = fit.coefficients(t)[nu]!;
  const effect = fit.coefficients(y)[nu]!;
  return y.map((value, i) => value / jump - (t[i]! * effect) / (jump * jump));
}

/** The effective F of Montiel Olea & Pflueger (2013, JBES 31:358), for errors of any kind. */
import { memo } from '../../../base/memo.ts';
import { dot } from '../../../base/number/sum.ts';
import { cos, sin } from '../../../base/number/trig.ts';
import { noncentralUpperQuantile } from '../../distributions/noncentral.ts';
import type { Stat, TestResult } from '../../fit.ts';
import { symmetricValues } from '../../linalg/symmetric-values.ts';
import { besides, type Directions, leastBetween, overDirections } from './directions.ts';
import { type TwoEquations, trace } from './two-equations.ts';

/** Critical values by the largest part of the worst bias, 5 to 30 %. */
type Critical = Readonly<Record<string, number>>;

const parts = [5, 10, 20, 30] as const;

/** Critical values are for tests at this size. */
const SIZE = 0.05;

/** A variance below this part of the largest is rounding. */
const SINGULAR = 1e-12;

/**
 * π'π/tr V_π in an orthonormal basis of the instruments; with one of them the robust first-stage F. Critical values are quantiles of χ²_K(Kx)/K with
 * K = (tr V)²(1 + 2x)/(tr V² + 2x tr V λ), λ the largest eigenvalue of V_π: simplified ones with x = 1/τ, which hold for two-stage least squares and for
 * LIML, and those of two-stage least squares with x = B/τ, B the most that its bias may be. `factor`: the finite-sample factor of V, without which
 * the statistic is `largeSample`. Undefined by `singular` where V has no inverse: clusters that are fewer than the instruments, or are the groups whose dummies these are,
 * say nothing of some of them, and F would be large for want of a variance.
 */
export function effectiveF(
  two: TwoEquations,
  circle: Directions | null,
  { factor, singular }: { readonly factor: number; readonly singular: string },
): TestResult {
  const { instruments, treatment, blocks } = two;
  const total = trace(blocks.treatment, instruments);
  const invalid = 'the covariance of the first stage is not positive definite';
  if (!(total > 0)) return undefinedF(invalid);
  const statistic = dot(treatment, treatment) / total;
  const values = symmetricValues(blocks.treatment, instruments);
  if (!(values[0]! > SINGULAR * values.at(-1)!)) return undefinedF(singular);
  const squares = dot(blocks.treatment, blocks.treatment);
  const worst = worstBias(two, circle);
  const by = (x: number): { readonly k: number; readonly value: number } => {
    if (instruments === 1) return { k: 1, value: ofOne(x) };
    const k = (total * total * (1 + 2 * x)) / (squares + 2 * x * total * values.at(-1)!);
    return { k, value: noncentralUpperQuantile(SIZE, k, k * x) / k };
  };
  const simplified = parts.map((part) => by(100 / part));
  const tsls = worst === null ? null : parts.map((part) => by((100 * worst) / part));
  return {
    name: 'effective-f',
    statistic,
    pValue: compared,
    largeSample: statistic * factor,
    critical: {
      simplified: named(simplified.map(({ value }) => value)),
      ...(tsls && { tsls: named(tsls.map(({ value }) => value)) }),
    },
    degrees: named(simplified.map(({ k }) => k)),
    worstBias: worst ?? { invalid },
  };
}

/** That of one instrument, which all its equations share. */
const ofOne = memo((x: number) => noncentralUpperQuantile(SIZE, 1, x), 2 * parts.length);

const compared: Stat = { invalid: 'compared with critical values (Montiel Olea & Pflueger 2013)' };

export const undefinedF = (invalid: string): TestResult => ({
  name: 'effective-f',
  statistic: { invalid },
  pValue: { invalid },
});

const named = (values: readonly number[]): Critical =>
  Object.fromEntries(parts.map((part, i) => [`${part}%`, values[i]!]));

/** Points of the half circle at which the bias is looked at; being a norm of (cos φ, sin φ), it falls beside its most by no more than this. */
const POINTS = 64;
const CLOSE = cos(Math.PI / (2 * POINTS));

/**
 * The most over b and over directions c of length one of |tr S₁₂ − 2c'S₁₂c|/√(tr S₁ tr W₂), S₁ and S₁₂ the variance of δ̂ − bπ̂ and its covariance with π̂: Nagar's
 * bias of two-stage least squares. O(L³) for each of some hundred values of b.
 */
function worstBias({ instruments, blocks }: TwoEquations, circle: Directions | null): number | null {
  if (circle === null) return null;
  if (instruments === 1) return 1;
  const { variance, unit, total } = circle;
  const size = Math.sqrt(total * trace(blocks.treatment, instruments));
  const bias = (angle: number): number => {
    const [c, s] = [cos(angle), sin(angle)];
    const both = variance.both.map((value, i) => (c * value - s * variance.second[i]!) / unit);
    const values = symmetricValues(both, instruments);
    const sum = trace(both, instruments);
    return -Math.max(Math.abs(sum - 2 * values[0]!), Math.abs(sum - 2 * values.at(-1)!)) / size;
  };
  const points = overDirections(bias, POINTS);
  const least = Math.min(...points.map(({ value }) => value));
  const near = points.flatMap((point, i) => {
    const [before, after] = besides(points, i);
    if (point.value > before.value || point.value > after.value || point.value > least * CLOSE) return [];
    return [leastBetween(bias, before.angle, after.angle).value];
  });
  return -Math.min(least, ...near);
}

/** The conditional likelihood ratio test of Moreira (2003, Econometrica 71:1027), for errors that are iid. */
import { power } from '../../../base/number/power.ts';
import { sin } from '../../../base/number/trig.ts';
import { chiSquared, fisherF } from '../../distributions/distributions.ts';
import { invertSurvival } from '../../distributions/quantile.ts';
import type { TestResult } from '../../fit.ts';
import { type TestedSet, tested, undefinedSet } from './anderson-rubin.ts';
import { arcAbout } from './confidence-set.ts';
import { at, type Directions, directionOf, lengths } from './directions.ts';
import type { TwoEquations } from './two-equations.ts';

/**
 * That b = 0, with the set of b that the test does not reject. In the units of the errors the squared length of the moments at b is q_S(b), between
 * its least value and its most; LR(b) = q_S(b) − least, and q_T(b) = most + least − q_S(b). The critical value of LR falls with q_T more slowly than
 * q_T rises, so that the set is where q_T is at least the number q with P(LR > most − q | q_T = q) = 1 − level (Mikusheva 2010, J. Econometrics
 * 157:236). One instrument leaves Anderson and Rubin's test with F(1, df).
 */
export function conditionalRatio(
  two: TwoEquations,
  circle: Directions | null,
  df: number,
  level: number,
): TestResult & TestedSet {
  const { instruments, errors } = two;
  if (errors === null) return undefinedRatio(instruments === 1 ? asAndersonRubin : forIid, instruments, level);
  if (circle === null) return undefinedRatio('the errors are collinear', instruments, level);
  const unit = circle.total / instruments;
  const form = lengths(circle);
  const [least, most] = [form.least / unit, form.most / unit];
  const { moments } = at(circle, ...directionOf(circle, 0));
  const own = moments.reduce((total, value) => total + value * value, 0) / unit;
  const width = (length: number): number => (length - least) / (most - least);
  if (instruments === 1) {
    const f = fisherF(1, df);
    const set = tested(arcAbout(circle, form.shortest, width(f.upperQuantile(1 - level))), level);
    return { name: 'clr', statistic: own, pValue: f.sf(own), df: [1, df], ...set, caveat: asAndersonRubin };
  }
  const statistic = Math.max(0, own - least);
  const pValue = conditionalP(statistic, most + least - own, instruments);
  const longest = most - leastQt(most, 1 - level, instruments);
  const set = tested(arcAbout(circle, form.shortest, longest / (most - least)), level);
  return { name: 'clr', statistic, pValue, df: [instruments], ...set };
}

const asAndersonRubin = 'with one instrument it is the Anderson–Rubin test';
const forIid = 'the conditional likelihood ratio test is for iid errors; see the Anderson–Rubin test';

export const undefinedRatio = (invalid: string, instruments: number, level: number): TestResult & TestedSet => ({
  name: 'clr',
  statistic: { invalid },
  pValue: { invalid },
  df: [instruments],
  ...undefinedSet(invalid, level),
});

/** The q up to which P(LR > most − q | q_T = q) is less than `size`; 0 where it never is. */
function leastQt(most: number, size: number, instruments: number): number {
  if (conditionalP(most, 0, instruments) >= size) return 0;
  const sf = (lr: number): number => conditionalP(lr, most - lr, instruments);
  return most - invertSurvival(sf, size, { low: most / 2, high: most });
}

/**
 * P(LR > m | q_T) of L > 1 instruments: the mean of P(χ²_L > (q_T + m)/(1 + q_T sin²φ/m)) with the weights cos^(L−2) φ on [0, π/2] (Andrews, Moreira & Stock
 * 2007, J. Econometrics 139:116, by s = sin φ).
 */
export function conditionalP(m: number, qt: number, instruments: number): number {
  if (m <= 0) return 1;
  const chi2 = chiSquared(instruments);
  const weight = (s: number): number =>
    instruments === 2 ? 1 : power(Math.sqrt(Math.max(0, 1 - s * s)), instruments - 2);
  const tail = (angle: number): number => {
    const s = sin(angle);
    return chi2.sf((qt + m) / (1 + (qt * s * s) / m)) * weight(s);
  };
  return Math.min(1, integral(tail) / weights(instruments - 2));
}

const quarter = Math.PI / 2;

/** ∫ cos^n φ over [0, π/2]. */
function weights(n: number): number {
  let total = n % 2 === 0 ? quarter : 1;
  for (let k = (n % 2) + 2; k <= n; k += 2) total *= (k - 1) / k;
  return total;
}

/** The integral of a smooth function over [0, π/2] by adaptive Simpson's rule, to 1e-11 of its size. */
function integral(of: (angle: number) => number): number {
  const panels = 16;
  const ends = Array.from({ length: 2 * panels + 1 }, (_, i) => of((quarter * i) / (2 * panels)));
  const width = quarter / panels;
  const simpson = (a: number, m: number, b: number, h: number): number => ((a + 4 * m + b) * h) / 6;
  const parts = Array.from({ length: panels }, (_, i) =>
    simpson(ends[2 * i]!, ends[2 * i + 1]!, ends[2 * i + 2]!, width),
  );
  const rough = parts.reduce((total, part) => total + part, 0);
  const most = (1e-11 * rough) / panels;
  const refine = (
    a: number,
    h: number,
    [fa, fm, fb]: readonly [number, number, number],
    own: number,
    deep: number,
  ): number => {
    const [left, right] = [of(a + h / 4), of(a + (3 * h) / 4)];
    const [first, second] = [simpson(fa, left, fm, h / 2), simpson(fm, right, fb, h / 2)];
    const change = first + second - own;
    if (deep === 0 || Math.abs(change) <= 15 * most) return first + second + change / 15;
    return (
      refine(a, h / 2, [fa, left, fm], first, deep - 1) + refine(a + h / 2, h / 2, [fm, right, fb], second, deep - 1)
    );
  };
  return parts.reduce(
    (total, part, i) => total + refine(i * width, width, [ends[2 * i]!, ends[2 * i + 1]!, ends[2 * i + 2]!], part, 20),
    0,
  );
}

/** Moments of a standard normal that is truncated to an interval, with their digits in both tails and where the interval is short. */
import { normal } from './distributions.ts';
import { density, inverseMills, logCdf } from './normal-parts.ts';
import { LOG_ROOT_TWO_PI } from './special-functions.ts';

export interface TruncatedMoments {
  /** ln (Φ(b) − Φ(a)) */
  readonly logMass: number;
  readonly mean: number;
  /** Central moments of order 2, 3 and 4. */
  readonly variance: number;
  readonly third: number;
  readonly fourth: number;
}

/** An end farther out than this has moments by quadrature, since closed forms cancel there. */
const TAIL = 3;
/** So has an interval that is shorter. */
const SHORT = 1;
/** A density of exp(−REACH) of its highest value counts for nothing. */
const REACH = 50;
const PANELS = 8;
const NODES = 16;

/**
 * The moments of z ~ N(0, 1) given a < z < b, either of which may be infinite. Closed forms by φ at the ends (Johnson, Kotz & Balakrishnan 1994, Continuous
 * Univariate Distributions 1, section 13.10.1), or Gauss–Legendre quadrature about an end. Relative errors are about 1e-12.
 */
export function truncatedMoments(a: number, b: number): TruncatedMoments {
  if (b < -a) return mirrored(truncatedMoments(-b, -a));
  return a > TAIL || b - a < SHORT ? byQuadrature(a, b) : closed(a, b);
}

const mirrored = ({ mean, third, ...others }: TruncatedMoments): TruncatedMoments => ({
  ...others,
  mean: -mean,
  third: -third,
});

/** Needs an interval that begins below `TAIL`, or has both ends on one side of it. */
function closed(a: number, b: number): TruncatedMoments {
  const { logMass, atA, atB } = ends(a, b);
  const [fromA, fromB] = [a === Number.NEGATIVE_INFINITY ? 0 : a, b === Number.POSITIVE_INFINITY ? 0 : b];
  const mean = atA - atB;
  const second = 1 + fromA * atA - fromB * atB;
  const cubed = 2 * mean + fromA * fromA * atA - fromB * fromB * atB;
  const fourthRaw = 3 * second + fromA * fromA * fromA * atA - fromB * fromB * fromB * atB;
  return { logMass, mean, ...central(mean, second, cubed, fourthRaw) };
}

/** The logarithm of the mass, and φ at both ends over the mass. */
function ends(a: number, b: number): { logMass: number; atA: number; atB: number } {
  if (b === Number.POSITIVE_INFINITY)
    return a === Number.NEGATIVE_INFINITY
      ? { logMass: 0, atA: 0, atB: 0 }
      : { logMass: logCdf(-a), atA: inverseMills(-a), atB: 0 };
  const mass = a > 0 ? normal.sf(a) - normal.sf(b) : 1 - normal.sf(b) - normal.cdf(a);
  return { logMass: Math.log(mass), atA: density(a) / mass, atB: density(b) / mass };
}

function central(m1: number, m2: number, m3: number, m4: number) {
  const square = m1 * m1;
  return {
    variance: m2 - square,
    third: m3 - 3 * m1 * m2 + 2 * square * m1,
    fourth: m4 - 4 * m1 * m3 + 6 * square * m2 - 3 * square * square,
  };
}

/** Moments of t = z − a, whose density is proportional to exp(−at − t²/2); b may not be nearer to 0 than a. */
function byQuadrature(a: number, b: number): TruncatedMoments {
  const reach = Math.min(b - a, REACH / Math.max(a, 1));
  const width = reach / PANELS;
  const moments = [0, 0, 0, 0, 0];
  for (let panel = 0; panel < PANELS; panel++)
    for (const { at, weight } of nodes) {
      const t = width * (panel + at);
      let term = width * weight * Math.exp(-a * t - 0.5 * t * t);
      for (let power = 0; power < 5; power++) {
        moments[power] = moments[power]! + term;
        term *= t;
      }
    }
  const mass = moments[0]!;
  const [m1, m2, m3, m4] = moments.slice(1).map((value) => value / mass);
  return {
    logMass: Math.log(mass) - 0.5 * a * a - LOG_ROOT_TWO_PI,
    mean: a + m1!,
    ...central(m1!, m2!, m3!, m4!),
  };
}

/** Nodes and weights of Gauss and Legendre on (0, 1), by Newton's method on the polynomial. */
const nodes = Array.from({ length: NODES }, (_, i) => {
  let x = Math.cos((Math.PI * (i + 0.75)) / (NODES + 0.5));
  let slope = 1;
  for (let step = 0; step < 8; step++) {
    let [before, own] = [1, x];
    for (let k = 2; k <= NODES; k++) [before, own] = [own, ((2 * k - 1) * x * own - (k - 1) * before) / k];
    slope = (NODES * (x * own - before)) / (x * x - 1);
    x -= own / slope;
  }
  return { at: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope) };
});

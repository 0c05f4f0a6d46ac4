/** The likelihood of a stochastic frontier, y = x'b + v − u with normal v and u ≥ 0, its slopes, and what its residuals tell of u. */
import { groupSums, sum } from '../../base/number/sum.ts';
import { inverseMills, logCdf } from '../distributions/normal-parts.ts';
import { LOG_ROOT_TWO_PI } from '../distributions/special-functions.ts';
import type { Slopes } from '../likelihood/by-slopes.ts';
import type { Effect } from '../panel/effects.ts';

/** Holds the outcome, its units, and how inefficiency is distributed. */
export interface Frontier {
  readonly y: Float64Array;
  /** 1 of a production frontier, −1 of a cost frontier, on which inefficiency raises the outcome. */
  readonly sign: 1 | -1;
  readonly distribution: 'normal' | 'exponential';
  /** Rows that share one draw of inefficiency; each its own where that is every row. */
  readonly units: Effect;
  /** Periods up to the last of all, where inefficiency decays with them at a rate that is a parameter; null where it stays. */
  readonly until: Float64Array | null;
}

/** Values at which a likelihood is asked for: the frontier, the mean of inefficiency before truncation, and ln σ_u, ln σ_v and perhaps η. */
export interface FrontierPoint {
  readonly index: Float64Array;
  /** Null where it is zero. */
  readonly mean: Float64Array | null;
  readonly further: readonly number[];
}

/** Sums of a unit over its rows: h², he and e², with e = ±(y − x'b) and h the share of u in a row. */
interface Unit {
  readonly a: number;
  readonly b: number;
  readonly q: number;
  readonly count: number;
  readonly mu: number;
}

interface Parts {
  readonly e: Float64Array;
  readonly h: Float64Array;
  readonly first: Int32Array;
  unit(code: number): Unit;
}

function partsOf({ y, sign, units, until }: Frontier, { index, mean, further }: FrontierPoint): Parts {
  const e = y.map((value, i) => sign * (value - index[i]!));
  const eta = further[2];
  const h =
    until === null || eta === undefined
      ? new Float64Array(y.length).fill(1)
      : until.map((periods) => Math.exp(eta * periods));
  const over = (of: (i: number) => number): Float64Array =>
    groupSums(
      Float64Array.from(y, (_, i) => of(i)),
      units.codes,
      units.levels,
    );
  const [a, b, q] = [over((i) => h[i]! * h[i]!), over((i) => h[i]! * e[i]!), over((i) => e[i]! * e[i]!)];
  const first = new Int32Array(units.levels).fill(-1);
  for (const [i, code] of units.codes.entries()) if (first[code] === -1) first[code] = i;
  const unit = (code: number): Unit => {
    return { a: a[code]!, b: b[code]!, q: q[code]!, count: units.counts[code]!, mu: mean?.[first[code]!] ?? 0 };
  };
  return { e, h, first, unit };
}

/** The log likelihood with its derivatives by x'b, by the mean where there is one, and by the further parameters; null where a deviation is none. */
export function frontierSlopes(frontier: Frontier, point: FrontierPoint): Slopes | null {
  const [su, sv] = [Math.exp(point.further[0]!), Math.exp(point.further[1]!)];
  if (!(su > 0 && sv > 0 && Number.isFinite(su) && Number.isFinite(sv))) return null;
  const parts = partsOf(frontier, point);
  const { units, until, sign } = frontier;
  const { e, h, first } = parts;
  const array = (): Float64Array => new Float64Array(e.length);
  const [values, byIndex, byMean, byU, byV, byEta] = [array(), array(), array(), array(), array(), array()];
  const slopeOf = frontier.distribution === 'normal' ? truncatedSlopes : exponentialSlopes;
  const all = Array.from({ length: units.levels }, (_, code) => slopeOf(parts.unit(code), su, sv));
  for (const [code, { value, mu, u, v }] of all.entries()) {
    const row = first[code]!;
    values[row] = value;
    byMean[row] = mu;
    byU[row] = u;
    byV[row] = v;
  }
  for (const [i, code] of units.codes.entries()) {
    const { a, b, q } = all[code]!;
    byIndex[i] = -sign * (b * h[i]! + 2 * q * e[i]!);
    if (until !== null) byEta[i] = until[i]! * h[i]! * (2 * a * h[i]! + b * e[i]!);
  }
  return {
    ll: sum(values),
    indices: point.mean === null ? [byIndex] : [byIndex, byMean],
    further: until === null ? [byU, byV] : [byU, byV, byEta],
  };
}

/** A unit's log likelihood, and its derivatives by its sums, the mean of u, ln σ_u and ln σ_v. */
interface UnitSlopes {
  readonly value: number;
  readonly a: number;
  readonly b: number;
  readonly q: number;
  readonly mu: number;
  readonly u: number;
  readonly v: number;
}

/** u = h|N(μ, σ_u²)|, truncated at zero. Source: Battese & Coelli (1992, J. Productivity Analysis 3:153), appendix; (1995, Empirical Economics 20:325). */
function truncatedSlopes({ a, b, q, count, mu }: Unit, su: number, sv: number): UnitSlopes {
  const [uu, vv] = [su * su, sv * sv];
  const d = vv + a * uu;
  const root = Math.sqrt(d);
  const scale = su * sv * root;
  const r = (mu * vv - b * uu) / scale;
  const z = mu / su;
  const rise = r + inverseMills(r);
  const mills = inverseMills(z);
  return {
    value:
      -count * LOG_ROOT_TWO_PI -
      (count - 1) * Math.log(sv) -
      0.5 * (Math.log(d) + q / vv + z * z - r * r) +
      logCdf(r) -
      logCdf(z),
    a: -0.5 * (uu / d) * (1 + rise * r),
    b: (-rise * su) / (sv * root),
    q: -0.5 / vv,
    mu: (rise * sv) / (su * root) - (z + mills) / su,
    u: (-a * uu) / d + z * (z + mills) - rise * ((2 * b * uu) / scale + r * (1 + (a * uu) / d)),
    v: 1 - count - vv / d + q / vv + rise * ((2 * mu * vv) / scale - r * (1 + vv / d)),
  };
}

/** u exponential with mean σ_u, of one row. Source: Meeusen & van den Broeck (1977, Int. Economic Review 18:435). */
function exponentialSlopes({ b: e }: Unit, su: number, sv: number): UnitSlopes {
  const ratio = sv / su;
  const r = -e / sv - ratio;
  const m = inverseMills(r);
  return {
    value: -Math.log(su) + 0.5 * ratio * ratio + e / su + logCdf(r),
    a: 0,
    b: 1 / su - m / sv,
    q: 0,
    mu: 0,
    u: -1 - ratio * ratio - e / su + m * ratio,
    v: ratio * ratio + m * (e / sv - ratio),
  };
}

/** E[exp(−u)|e] (Battese & Coelli 1988, J. Econometrics 38:387) and E[u|e] (Jondrow et al. 1982, J. Econometrics 19:233), row by row. */
export function inefficiencies(frontier: Frontier, point: FrontierPoint) {
  const [su, sv] = [Math.exp(point.further[0]!), Math.exp(point.further[1]!)];
  const { h, unit } = partsOf(frontier, point);
  const conditional = Array.from({ length: frontier.units.levels }, (_, code) => {
    const { a, b, mu } = unit(code);
    if (frontier.distribution === 'exponential') return { centre: -b - (sv * sv) / su, spread: sv };
    const d = sv * sv + a * su * su;
    return { centre: (mu * sv * sv - b * su * su) / d, spread: (su * sv) / Math.sqrt(d) };
  });
  const efficiency = new Float64Array(h.length);
  const inefficiency = new Float64Array(h.length);
  for (const [i, code] of frontier.units.codes.entries()) {
    const { centre, spread } = conditional[code]!;
    const [r, share] = [centre / spread, h[i]! * spread];
    efficiency[i] = Math.exp(share * (0.5 * share - r) + logCdf(r - share) - logCdf(r));
    inefficiency[i] = share * (r + inverseMills(r));
  }
  return { efficiency, inefficiency };
}

/** Rotemberg weights: which shocks a shift-share estimate hangs on (Goldsmith-Pinkham, Sorkin & Swift 2020, AER 110:2586; Rotemberg 1983). */
import { dot, mean, sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Stat } from '../../../src/econ/fit.ts';

/** Rows of units by period. */
export interface Exposed {
  /** The outcome and the endogenous variable after projection off the controls, times the roots of the weights. */
  readonly outcome: Float64Array;
  readonly endogenous: Float64Array;
  /** Shares and shocks, one column for each sector; a shock may be NaN where the share is 0. */
  readonly shares: readonly Float64Array[];
  readonly shocks: readonly Float64Array[];
  /** Roots of the weights. */
  readonly roots: Float64Array;
  /** The period of each row, from 0, and their names; one without a name where there is one period. */
  readonly periods: { readonly codes: Int32Array; readonly levels: readonly string[] };
}

/** One sector in one period, or over all of them. */
export interface Component {
  readonly sector: number;
  /** null: over all periods. */
  readonly period: number | null;
  /** The shock, by its mean over rows with a share where it varies among them, and over periods. */
  readonly shock: Stat;
  /** The weighted mean of the share over the rows. */
  readonly share: number;
  /** α, the part of the estimate's weight, and β, the estimate by this instrument alone. */
  readonly alpha: number;
  readonly beta: Stat;
  /** The instrument: shares, times shocks where these vary, and 0 in other periods. Length N. */
  readonly instrument: Float64Array;
}

export interface Rotemberg {
  /** Sectors in periods, and sectors over all periods; in the order of sectors. */
  readonly components: readonly Component[];
  readonly sectors: readonly Component[];
  /** The estimate with the whole instrument, Σ αβ. */
  readonly iv: number;
  /** Is true where a shock varies over the rows of its period, as one that leaves out a unit's own part. */
  readonly varies: boolean;
}

/** z'x below this part of |z||x| is rounding. */
const NOISE = 1e-12;

const unmoved: Stat = { invalid: 'its share does not move the endogenous variable' };

/**
 * α_kt = g_kt s_kt'x/Σ g s'x and β_kt = s_kt'y/s_kt'x over the rows of period t, x and y what controls leave; Σ α = 1 and Σ αβ is the estimate. A shock
 * that varies over rows stands with its share. α_k = Σ_t α_kt, and β_k = Σ_t α_kt β_kt/α_k is the estimate with g_kt s_kt as the instrument. Refuses an instrument
 * that does not move x. O(N K T).
 */
export function rotemberg(exposed: Exposed): Rotemberg {
  const { shares, periods } = exposed;
  const rows = periods.levels.map((_, t) => [...periods.codes.keys()].filter((i) => periods.codes[i] === t));
  const found = shares.map((_, sector) => rows.map((own, period) => partOf(exposed, sector, period, own)));
  const parts = found.flat();
  const first = sum(parts.map((each) => each.first));
  if (!(Math.abs(first) > NOISE * sum(parts.map(({ reach }) => reach)))) {
    throw new Refusal('irrelevant-instrument', 'the shift-share instrument does not move the endogenous variable', {
      param: 'shares',
      hint: 'controls or effects may span it',
    });
  }
  const component = ({ first: own, reduced: _, reach: __, varies: ___, ...rest }: SectorPart): Component => ({
    ...rest,
    alpha: own / first,
  });
  return {
    components: parts.map(component),
    sectors: found.map(
      (own): Component => component(own.length === 1 ? { ...own[0]!, period: null } : pooled(own, exposed)),
    ),
    iv: sum(parts.map(({ reduced }) => reduced)) / first,
    varies: parts.some(({ varies }) => varies),
  };
}

interface SectorPart extends Omit<Component, 'alpha'> {
  /** z'x and z'y of the instrument with its shock, and |z||x|. */
  readonly first: number;
  readonly reduced: number;
  readonly reach: number;
  readonly varies: boolean;
}

function partOf(exposed: Exposed, sector: number, period: number, rows: readonly number[]): SectorPart {
  const { shares, shocks, roots, endogenous, outcome } = exposed;
  const pick = (x: Float64Array): Float64Array => Float64Array.from(rows, (i) => x[i]!);
  const [s, g, w, x, y] = [pick(shares[sector]!), pick(shocks[sector]!), pick(roots), pick(endogenous), pick(outcome)];
  const having = g.filter((_, i) => s[i] !== 0);
  const seen = having.length > 0 ? having : g;
  const isOne = seen.every((value) => value === seen[0]);
  // rows without a share have no part in the sector, whatever its shock
  const z = s.map((value, i) => (value === 0 ? 0 : value * (isOne ? 1 : g[i]!)));
  const scale = isOne ? seen[0]! : 1;
  const rooted = z.map((value, i) => value * w[i]!);
  const [zx, zy] = [dot(rooted, x), dot(rooted, y)];
  const reach = Math.abs(scale) * Math.sqrt(dot(rooted, rooted) * dot(x, x));
  const isMoved = Math.abs(zx * scale) > NOISE * reach || (scale === 0 && zx !== 0);
  const instrument = new Float64Array(outcome.length);
  for (const [at, row] of rows.entries()) instrument[row] = z[at]!;
  return {
    ...{ sector, period, instrument, reach, first: scale * zx, reduced: scale * zy, varies: !isOne },
    shock: having.length > 0 || isOne ? mean(seen) : { invalid: 'no row has a share of the sector' },
    share:
      dot(
        w.map((value, i) => value * s[i]!),
        w,
      ) / dot(w, w),
    beta: isMoved ? zy / zx : unmoved,
  };
}

function pooled(parts: readonly SectorPart[], { shares, shocks, roots }: Exposed): SectorPart {
  const [{ sector }] = parts as [SectorPart];
  const total = (of: (part: SectorPart) => number): number => sum(parts.map(of));
  const [first, reduced, reach] = [total((p) => p.first), total((p) => p.reduced), total((p) => p.reach)];
  const known = parts.flatMap(({ shock }) => (typeof shock === 'number' ? [shock] : []));
  const [s, g] = [shares[sector]!, shocks[sector]!];
  const squares = roots.map((root) => root * root);
  return {
    ...{ sector, period: null, first, reduced, reach, varies: false },
    instrument: s.map((value, i) => (value === 0 ? 0 : value * g[i]!)),
    shock: known.length > 0 ? mean(known) : { invalid: 'no row has a share of the sector' },
    share: dot(squares, s) / sum(squares),
    beta: Math.abs(first) > NOISE * reach ? reduced / first : unmoved,
  };
}

/** Bounds of effects where outcomes are missing: Lee's, Horowitz and Manski's, Kling and Liebman's. */
import { Refusal } from '../../../../src/base/problem.ts';
import { datum } from '../../../../src/base/value.ts';
import type { NamedCodes, NamedColumn } from '../../../../src/econ/design.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { pick, pickCodes } from '../../../../src/econ/sample/rows.ts';
import type { ExperimentDesign } from '../design.ts';
import { momentsOf } from '../moments.ts';
import { nameOfPair, type Pairing, pairings } from '../pairwise.ts';
import type { BoundsSpec } from '../spec.ts';
import { type LeeBounds, leeBounds, type TwoArms } from './lee.ts';
import { cellInfluences, errorsBy, leeInfluences } from './lee-errors.ts';

export interface Bounds {
  readonly variable: string;
  readonly outcome: string;
  readonly arm: string;
  readonly method: string;
  readonly lower: number;
  readonly upper: number;
  readonly lowerError?: Stat;
  readonly upperError?: Stat;
  readonly confLow?: Stat;
  readonly confHigh?: Stat;
  readonly trimShare?: number;
  readonly trimmed?: string;
  readonly keepAbove?: number;
  readonly keepBelow?: number;
  readonly keptAbove?: number;
  readonly keptBelow?: number;
  /** Rows of both arms, and those whose outcome is known. */
  readonly n: number;
  readonly known: number;
  /** Lee's bounds within each cell of the covariates that tighten them. */
  readonly cells?: readonly BoundsCell[];
}

type BoundsEstimate = Omit<Bounds, 'variable' | 'outcome' | 'arm' | 'method' | 'n' | 'known'>;

export interface BoundsCell extends Pick<LeeBounds, 'lower' | 'upper' | 'trimShare' | 'trimmed'> {
  readonly level: string;
  readonly weight: number;
}

/** `by`: levels that tighten Lee's bounds, over the rows of the design; null for none. */
export function boundsOf(
  design: ExperimentDesign,
  outcome: NamedColumn,
  spec: BoundsSpec,
  by: NamedCodes | null,
): Bounds[] {
  return pairings(design).flatMap((pair) => {
    const values = pick(outcome.values, pair.rows);
    const arms = armsOf(pair, values, Int32Array.from(values.keys()));
    requireKnown(arms, pair, outcome.name, '');
    const base = {
      variable: nameOfPair(design, outcome.name, pair.arm),
      ...{ outcome: outcome.name, arm: pair.arm },
      n: values.length,
      known: arms.treated.values.length + arms.control.values.length,
    };
    const named = (method: string, found: BoundsEstimate): Bounds => ({
      ...base,
      variable: `${base.variable}:${method}`,
      method,
      ...found,
    });
    return spec.methods.flatMap((method): Bounds[] => {
      if (method === 'lee')
        return [named('lee', by === null ? lee(arms, pair, values) : tightened(pair, outcome, arms, by))];
      if (method === 'horowitz_manski') return [named(method, worstCase(arms, spec.support, outcome.name))];
      return spec.sd.map((k) => named(`kling_liebman_${k}`, shifted(arms, k)));
    });
  });
}

function armsOf({ design }: Pairing, values: Float64Array, rows: Int32Array): TwoArms {
  const of = (which: number) => {
    const own = [...rows].filter((i) => design.arm[i] === which);
    return { n: own.length, values: own.map((i) => values[i]!).filter((value) => !Number.isNaN(value)) };
  };
  return { control: of(0), treated: of(1) };
}

function requireKnown({ treated, control }: TwoArms, { arm }: Pairing, outcome: string, where: string): void {
  if (treated.values.length > 0 && control.values.length > 0) return;
  const which = control.values.length === 0 ? 'the control' : `the arm \`${arm}\``;
  const message = `bounds of \`${outcome}\` need known values in both arms, and ${which} has none${where}`;
  throw new Refusal('one-arm', message, { param: 'bounds' });
}

function lee(arms: TwoArms, { design }: Pairing, values: Float64Array): BoundsEstimate {
  const found = leeBounds(arms);
  const { arm, clusters } = design;
  if (clusters === null) return found;
  const rows = { arm, values };
  return { ...found, ...errorsBy(leeInfluences(rows, found), found, rows, clusters) };
}

/** Weighs Lee's bounds of each level by the known rows there of the arm that is known less often as a whole. */
function tightened(pair: Pairing, outcome: NamedColumn, all: TwoArms, by: NamedCodes): BoundsEstimate {
  const values = pick(outcome.values, pair.rows);
  const codes = pickCodes(by.codes, pair.rows);
  const less =
    all.treated.values.length / all.treated.n >= all.control.values.length / all.control.n ? 'control' : 'treated';
  const found = by.levels.flatMap((level, code) => {
    const rows = Int32Array.from(codes.keys()).filter((i) => codes[i] === code);
    if (rows.length === 0) return [];
    const arms = armsOf(pair, values, rows);
    requireKnown(arms, pair, outcome.name, ` where \`${by.name}\` is ${datum(by.name, level)}`);
    return [{ level, rows, bounds: leeBounds(arms), count: arms[less].values.length }];
  });
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const cells = found.map(({ level, rows, bounds, count }) => ({ level, rows, bounds, weight: count / total }));
  const mean = (of: 'lower' | 'upper' | 'trimShare'): number =>
    cells.reduce((sum, { bounds, weight }) => sum + weight * bounds[of], 0);
  const both = { lower: mean('lower'), upper: mean('upper') };
  const paired = { arm: pair.design.arm, values };
  return {
    ...both,
    ...errorsBy(cellInfluences(paired, cells, less === 'treated' ? 1 : 0), both, paired, pair.design.clusters),
    ...{ trimShare: mean('trimShare'), trimmed: less === 'control' ? 'treated' : 'control' },
    cells: cells.map(({ level, bounds: { lower, upper, trimShare, trimmed }, weight }): BoundsCell => {
      return { level, lower, upper, trimShare, trimmed, weight };
    }),
  };
}

/** Puts missing values at the ends of what is possible (Horowitz & Manski 2000, JASA 95:77). */
function worstCase(
  { treated, control }: TwoArms,
  support: readonly [number, number] | null,
  outcome: string,
): Pick<Bounds, 'lower' | 'upper'> {
  const known = [...treated.values, ...control.values];
  const seen = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
    known[0]!,
    known[0]!,
  ] as const);
  const [low, high] = support ?? seen;
  if (seen[0] < low || seen[1] > high) {
    const outside = seen[0] < low ? seen[0] : seen[1];
    const message = `\`${outcome}\` has ${datum(outcome, outside)}, which lies outside of the support from ${low} to ${high}`;
    throw new Refusal('outside-support', message, { param: 'bounds' });
  }
  return between(treated, control, low, high, low, high);
}

/** Puts missing values k standard deviations from the mean of their arm (Kling & Liebman 2004). */
function shifted({ treated, control }: TwoArms, k: number): Pick<Bounds, 'lower' | 'upper'> {
  const [t, c] = [momentsOf(treated.values), momentsOf(control.values)];
  const [far, near] = [k * Math.sqrt(t.variance), k * Math.sqrt(c.variance)];
  return between(treated, control, t.mean - far, t.mean + far, c.mean - near, c.mean + near);
}

/** Differences of means with what is missing put at these values of the treated and of the control. */
function between(
  treated: TwoArms['treated'],
  control: TwoArms['control'],
  ...[treatedLow, treatedHigh, controlLow, controlHigh]: [number, number, number, number]
): Pick<Bounds, 'lower' | 'upper'> {
  const meanOf = ({ n, values }: TwoArms['treated'], at: number): number =>
    (values.reduce((sum, value) => sum + value, 0) + (n - values.length) * at) / n;
  return {
    lower: meanOf(treated, treatedLow) - meanOf(control, controlHigh),
    upper: meanOf(treated, treatedHigh) - meanOf(control, controlLow),
  };
}

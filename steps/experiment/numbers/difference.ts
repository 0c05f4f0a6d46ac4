/** Differences of means with Neyman's variance, in all rows or weighed over strata by their size (Neyman 1923; Imbens & Rubin 2015, chapters 6 and 9). */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { type ExperimentDesign, toldArm } from './design.ts';
import { type Contrasted, tested } from './equation.ts';
import { momentsOf, type SampleMoments } from './moments.ts';

export interface Difference {
  readonly effect: Contrasted;
  readonly nobs: number;
  /** The control's mean and standard deviation. */
  readonly control: SampleMoments;
  /** Levels of the strata that count, and of those that are left out. */
  readonly strata: readonly string[];
  readonly left: readonly string[];
}

/** Rows of each arm that a variance needs. */
const least = 2;

/**
 * The difference between an arm and the control. Refuses a stratum with fewer than two rows of either, by name, unless `strataMin` says that it is
 * left out.
 */
export function difference(
  design: ExperimentDesign,
  y: Float64Array,
  arm: number,
  strataMin: number | null,
): Difference {
  const { strata } = design;
  const cells = strata === null ? [null] : strata.levels.map((_, level) => level);
  const left: string[] = [];
  const [ofControl, ofArm] = [0, arm].map((which) => valuesByStratum(design, y, which)) as [number[][], number[][]];
  const blocks = cells.flatMap((level, cell) => {
    const own = [momentsOf(ofControl[cell]!), momentsOf(ofArm[cell]!)] as const;
    const few = own.findIndex(({ n }) => n < (strataMin ?? least));
    // a stratum without rows of the two arms is none of theirs
    if (own[0].n + own[1].n === 0) return [];
    if (few === -1) return [{ level, control: own[0], treated: own[1] }];
    if (strataMin === null) throw tooFew(design, level, [0, arm][few]!, own);
    left.push(strata === null ? '' : strata.levels[level!]!);
    return [];
  });
  if (blocks.length === 0) {
    const message = `no stratum has ${strataMin} rows of each arm`;
    throw new Refusal('empty-sample', message, { param: 'strataMin' });
  }
  const nobs = blocks.reduce((sum, { control, treated }) => sum + control.n + treated.n, 0);
  let [estimate, variance] = [0, 0];
  for (const { control, treated } of blocks) {
    const share = (control.n + treated.n) / nobs;
    estimate += share * (treated.mean - control.mean);
    variance += share * share * (treated.variance / treated.n + control.variance / control.n);
  }
  const control = momentsOf(blocks.flatMap(({ level }) => ofControl[level ?? 0]!));
  const df = strata === null ? welch(blocks[0]!.control, blocks[0]!.treated) : nobs - 2 * blocks.length;
  return {
    effect: tested(estimate, variance, df),
    nobs,
    control,
    strata: strata === null ? [] : blocks.map(({ level }) => strata.levels[level!]!),
    left,
  };
}

/** Values of an arm by stratum, in the order of rows; in one list where there are no strata. */
function valuesByStratum({ arm, strata }: ExperimentDesign, y: Float64Array, which: number): number[][] {
  const out: number[][] = (strata?.levels ?? ['']).map(() => []);
  for (let i = 0; i < y.length; i++) if (arm[i] === which) out[strata?.codes[i] ?? 0]!.push(y[i]!);
  return out;
}

/** Degrees of freedom of a difference of two means whose variances differ (Welch 1947). */
export function welch(a: SampleMoments, b: SampleMoments): number {
  const [first, second] = [a.variance / a.n, b.variance / b.n];
  const total = first + second;
  return (total * total) / ((first * first) / (a.n - 1) + (second * second) / (b.n - 1));
}

function tooFew(
  design: ExperimentDesign,
  level: number | null,
  which: number,
  own: readonly [SampleMoments, SampleMoments],
): Refusal {
  const { strata } = design;
  const arm = toldArm(design, which);
  const few = own.find(({ n }) => n < least)!.n;
  if (level === null) {
    const message = `the arm \`${arm}\` has ${few} rows with a value, and a variance needs two`;
    return new Refusal('one-arm', message, { param: 'treatment' });
  }
  const name = datum(strata!.name, strata!.levels[level]!);
  const message =
    few === 0
      ? `a stratum holds one arm only: \`${strata!.name}\` ${name} has no row of \`${arm}\``
      : `a stratum has one row of an arm: \`${strata!.name}\` ${name} has one of \`${arm}\`, and a variance needs two`;
  return new Refusal('one-arm-in-stratum', message, {
    param: 'strata',
    hint: '`strata_min: 2` leaves such strata out by name; `estimator: regression` takes them',
  });
}

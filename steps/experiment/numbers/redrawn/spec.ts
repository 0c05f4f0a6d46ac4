/** The request for the draws of an experiment, which enters a node's key. */
import { type Adjustment, adjustments } from '../../../../src/econ/distributions/adjusted-p.ts';

/** The statistics of randomisation tests: the effect beside its error, the effect, the difference of mean ranks, the largest distance of distributions. */
export const statisticNames = ['t', 'estimate', 'ranks', 'ks'] as const;
export type StatisticName = (typeof statisticNames)[number];

/** Methods by p values alone, and by the design's own draws: its assignments (Westfall and Young), or samples from it (Romano and Wolf). */
export const multipleNames = [...adjustments, 'westfall_young', 'westfall_young_minp', 'romano_wolf'] as const;
export type MultipleName = (typeof multipleNames)[number];

export const usesAssignments = (name: MultipleName): boolean => name.startsWith('westfall_young');
export const usesSamples = (name: MultipleName): boolean => name === 'romano_wolf';
export const usesPValues = (name: MultipleName): name is Adjustment => !usesAssignments(name) && !usesSamples(name);

export interface OutcomeFamily {
  readonly name: string;
  readonly outcomes: readonly string[];
}

export interface PowerSpec {
  /** null: a grid. */
  readonly effects: readonly number[] | null;
  readonly level: number;
  readonly target: number;
}

/** The statistics that the draws of a node compute. */
export interface DrawnSpec {
  /** Statistics of randomisation tests. */
  readonly statistics: readonly StatisticName[];
  /** The effect that they suppose every unit has. */
  readonly null: number;
  /** True where families are tested in assignments of the design, and in samples drawn from it. */
  readonly permuted: boolean;
  readonly bootstrapped: boolean;
  /** The level of the tests whose power is simulated; null where none is. */
  readonly level: number | null;
}

export interface InferenceSpec extends DrawnSpec {
  readonly families: readonly OutcomeFamily[];
  readonly multiple: readonly MultipleName[];
  readonly power: PowerSpec | null;
  readonly draws: number;
}

/** The part of a request that draws depend on. */
export const drawnOf = ({ statistics, null: effect, permuted, bootstrapped, level }: InferenceSpec): DrawnSpec => ({
  ...{ statistics, null: effect, permuted, bootstrapped, level },
});

/** Says whether anything of a request needs draws. */
export const needsDraws = ({ statistics, permuted, bootstrapped, level }: DrawnSpec): boolean =>
  statistics.length > 0 || permuted || bootstrapped || level !== null;

/** The name of a p value among the records of effects. */
export const fieldOfMethod: Readonly<Record<MultipleName, string>> = {
  bonferroni: 'pBonferroni',
  holm: 'pHolm',
  hochberg: 'pHochberg',
  sidak: 'pSidak',
  bh: 'pBh',
  by: 'pBy',
  sharpened_q: 'qSharpened',
  westfall_young: 'pWestfallYoung',
  westfall_young_minp: 'pWestfallYoungMinP',
  romano_wolf: 'pRomanoWolf',
};

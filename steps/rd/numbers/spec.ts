/** The canonical specification of a discontinuity, which enters a node's key. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';

export const kernelNames = ['triangular', 'epanechnikov', 'uniform'] as const;
export type KernelName = (typeof kernelNames)[number];

/** `cr1` sums scores by cluster. */
export type VceName = 'nn' | 'hc0' | 'hc1' | 'hc2' | 'hc3' | 'cr1';

const goals = ['mse', 'cer'] as const;
const forms = ['rd', 'two', 'sum', 'comb1', 'comb2'] as const;
export type BandwidthForm = (typeof forms)[number];
export type BandwidthName = `${(typeof goals)[number]}${BandwidthForm}`;
export const bandwidthNames: readonly BandwidthName[] = goals.flatMap((goal) =>
  forms.map((form): BandwidthName => `${goal}${form}`),
);

export const binNames = ['esmv', 'es', 'esmvpr', 'espr', 'qsmv', 'qs', 'qsmvpr', 'qspr'] as const;
export type BinName = (typeof binNames)[number];

/** Estimates of one jump, by the names that tables and claims have for them. */
export const rowNames = ['conventional', 'bias_corrected', 'robust'] as const;
export type RowName = (typeof rowNames)[number];

/** A number for each side: below the cut-off, and at or above it. */
export type Pair = readonly [left: number, right: number];

export interface RdDesign {
  /** Order of the polynomial of the effect. */
  readonly p: number;
  /** Order of the polynomial of its bias. */
  readonly q: number;
  /** The derivative that jumps: 0, or 1 of a kink. */
  readonly deriv: number;
  readonly kernel: KernelName;
  readonly vce: VceName;
  /** Neighbours of `nn`. */
  readonly matches: number;
  readonly bandwidth: BandwidthName;
  /** Bandwidths that the user gives; null: chosen. */
  readonly h: Pair | null;
  readonly b: Pair | null;
  /** h : b; null: as chosen. */
  readonly rho: number | null;
  /** Says whether bandwidths count values of the running variable rather than rows. */
  readonly massPoints: boolean;
  /** Weight of the regularisation of bandwidths. */
  readonly regularise: number;
  /** Says whether a fuzzy design takes the bandwidth of its intention to treat. */
  readonly sharpBandwidth: boolean;
}

export interface RdSpec extends RdDesign {
  /** Canonical terms. */
  readonly outcome: string;
  readonly running: string;
  readonly takeUp: string | null;
  readonly covariates: readonly string[];
  readonly weights: string | null;
  readonly cutoff: number;
  readonly cluster: string | null;
  /** Rows nearer than this to the cut-off are left out. */
  readonly donut: number;
  readonly sample: string | null;
  readonly exclude: string | null;
  /** The rule by which the figure's bins are made, and their number; null: chosen. */
  readonly bins: BinName;
  readonly binCount: Pair | null;
  /** Order of the figure's polynomials. */
  readonly curve: number;
}

/** Terms of one column each, in the order in which a run reads them. */
export const leavesOf = ({
  outcome,
  running,
  takeUp,
  weights,
}: Pick<RdSpec, 'outcome' | 'running' | 'takeUp' | 'weights'>): readonly string[] =>
  [outcome, running, takeUp, weights].filter((term) => term !== null);

/** Columns of the frame that are read, sorted. */
export function rdReads(
  spec: Pick<RdSpec, 'outcome' | 'running' | 'takeUp' | 'weights' | 'covariates' | 'sample' | 'exclude' | 'cluster'>,
): string[] {
  const { covariates, sample, exclude, cluster } = spec;
  const list = variablesOfList({ variables: [...leavesOf(spec), ...covariates], sample, exclude });
  return [...new Set([...list, ...(cluster === null ? [] : columnsOfLevels(cluster))])].sort();
}

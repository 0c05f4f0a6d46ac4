/** The canonical specification of an experiment, which enters a node's key. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';

export const estimatorNames = ['regression', 'difference', 'lin'] as const;
export type EstimatorName = (typeof estimatorNames)[number];

/** Errors of independent rows, and those of clusters. */
export const rowErrors = ['HC0', 'HC1', 'HC2', 'HC3'] as const;
export const clusterErrors = ['CR0', 'CR1', 'CR2'] as const;
export type RowErrorName = (typeof rowErrors)[number];
export type ErrorName = RowErrorName | (typeof clusterErrors)[number];

export const isOfRows = (name: ErrorName): name is RowErrorName => rowErrors.some((each) => each === name);

/** The assignment of rows to arms. */
export interface DesignSpec {
  /** One column of arms, or several of 0 and 1, whose combinations are the arms. */
  readonly treatment: readonly string[];
  /** The arm of comparison; null: 0. */
  readonly control: string | null;
  /** Arms that are compared with it; null: all. */
  readonly arms: readonly string[] | null;
  readonly strata: string | null;
  readonly cluster: string | null;
  /** True where clusters were assigned as one; null: where none has two arms. */
  readonly clustered: boolean | null;
  /** The chance of the arm that a row has, a term. */
  readonly probability: string | null;
  /** Weights of rows, a term. */
  readonly weights: string | null;
}

export const indexMethods = ['anderson', 'klk'] as const;

export interface IndexSpec {
  readonly name: string;
  /** Terms that it is made of. */
  readonly of: readonly string[];
  /** The outcomes of which less is better. */
  readonly reverse: readonly string[];
  readonly method: (typeof indexMethods)[number];
  /** Rows whose covariance weighs the z scores. */
  readonly covariance: 'all' | 'control';
}

export const boundNames = ['lee', 'horowitz_manski', 'kling_liebman'] as const;

export interface BoundsSpec {
  readonly methods: readonly (typeof boundNames)[number][];
  /** The variable whose levels tighten Lee's bounds. */
  readonly by: string | null;
  /** The ends of what outcomes may be; null: those of what is known. */
  readonly support: readonly [low: number, high: number] | null;
  /** Kling and Liebman's standard deviations. */
  readonly sd: readonly number[];
}

export interface ExperimentSpec extends DesignSpec {
  /** Canonical terms. */
  readonly outcomes: readonly string[];
  readonly covariates: readonly string[];
  /** Canonical terms of which covariates are chosen; absent where none are named. */
  readonly candidates?: readonly string[];
  readonly estimator: EstimatorName;
  readonly errors: ErrorName;
  /** Rows of each arm that a stratum needs; one with fewer is left out. null: it is refused. */
  readonly strataMin: number | null;
  /** The treatment that rows took, a term; null: the intention to treat alone. */
  readonly takeUp: string | null;
  readonly indices: readonly IndexSpec[];
  /** Variables whose levels are subgroups. */
  readonly subgroups: readonly string[];
  /** Terms that the arms are compared in. */
  readonly balance: readonly string[];
  /** Terms whose products with the arms may tell whose outcome is missing. */
  readonly attrition: readonly string[];
  readonly bounds: BoundsSpec | null;
  readonly sample: string | null;
  readonly exclude: string | null;
}

/** Lists of terms in the order in which a run reads them; each has a name. */
export const termsOf = ({ outcomes, covariates, balance, attrition, indices, ...spec }: ExperimentSpec) => ({
  ...{ outcomes, covariates, balance, attrition },
  candidates: spec.candidates ?? [],
  parts: [...new Set(indices.flatMap(({ of }) => of))],
  takeUp: spec.takeUp === null ? [] : [spec.takeUp],
  probability: spec.probability === null ? [] : [spec.probability],
  weights: spec.weights === null ? [] : [spec.weights],
});

/** Columns whose levels a run reads. */
export const levelsOf = ({ treatment, strata, cluster, subgroups, bounds }: ExperimentSpec): readonly string[] =>
  [...treatment, strata, cluster, ...subgroups, bounds?.by ?? null].filter((text) => text !== null);

/** Columns of the frame that are read, sorted. */
export function experimentReads(spec: ExperimentSpec): string[] {
  const { sample, exclude } = spec;
  const list = variablesOfList({ variables: Object.values(termsOf(spec)).flat(), sample, exclude });
  return [...new Set([...list, ...levelsOf(spec).flatMap(columnsOfLevels)])].sort();
}

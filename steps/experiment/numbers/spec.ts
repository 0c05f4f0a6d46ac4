/** The canonical specification of an experiment, which enters a node's key. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';

export const estimatorNames = ['regression', 'difference', 'lin'] as const;
export type EstimatorName = (typeof estimatorNames)[number];

/** Errors of independent rows, and those of clusters. */
export const rowErrors = ['HC0', 'HC1', 'HC2', 'HC3'] as const;
export const clusterErrors = ['CR0', 'CR1', 'CR2'] as const;
export type ErrorName = (typeof rowErrors)[number] | (typeof clusterErrors)[number];

/** How rows were assigned to arms. */
export interface DesignSpec {
  /** One column of arms, or several of 0 and 1, whose combinations are the arms. */
  readonly treatment: readonly string[];
  /** The arm of comparison; null: 0. */
  readonly control: string | null;
  /** Arms that are compared with it; null: all. */
  readonly arms: readonly string[] | null;
  readonly strata: string | null;
  readonly cluster: string | null;
  /** Whether clusters were assigned as one; null: where none has two arms. */
  readonly clustered: boolean | null;
  /** The chance of the arm that a row has, a term. */
  readonly probability: string | null;
  /** Weights of rows, a term. */
  readonly weights: string | null;
}

export interface ExperimentSpec extends DesignSpec {
  /** Canonical terms. */
  readonly outcomes: readonly string[];
  readonly covariates: readonly string[];
  readonly estimator: EstimatorName;
  readonly errors: ErrorName;
  /** Rows of each arm that a stratum needs; one with fewer is left out. null: it is refused. */
  readonly strataMin: number | null;
  readonly sample: string | null;
  readonly exclude: string | null;
}

/** Lists of terms in the order in which a run reads them; each has a name. */
export const termsOf = ({ outcomes, covariates, probability, weights }: ExperimentSpec) => ({
  outcomes,
  covariates,
  probability: probability === null ? [] : [probability],
  weights: weights === null ? [] : [weights],
});

/** Columns whose levels a run reads. */
export const levelsOf = ({ treatment, strata, cluster }: ExperimentSpec): readonly string[] =>
  [...treatment, strata, cluster].filter((text) => text !== null);

/** Columns of the frame that are read, sorted. */
export function experimentReads(spec: ExperimentSpec): string[] {
  const { sample, exclude } = spec;
  const list = variablesOfList({ variables: Object.values(termsOf(spec)).flat(), sample, exclude });
  return [...new Set([...list, ...levelsOf(spec).flatMap(columnsOfLevels)])].sort();
}

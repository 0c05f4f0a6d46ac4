/** The canonical specification of a step of `kind: local_projections`. It alone enters the node's key. */
import type { ModelSpec } from '../../../src/econ/spec.ts';

export const responses = ['level', 'change', 'sum'] as const;
export type Response = (typeof responses)[number];

export const errorLags = ['written', 'horizon'] as const;
export type ErrorLags = (typeof errorLags)[number];

export interface LocalProjectionsSpec {
  /** The regression of horizon 0 with the lags that all horizons have. Its outcome is the variable that responds, which horizons shift. */
  readonly model: ModelSpec;
  /** The canonical text of the term whose impulse is meant. */
  readonly shock: string;
  /** The state on which the response hangs, and its product with the shock; null where it hangs on none. */
  readonly state: { readonly of: string; readonly product: string } | null;
  /** Periods after the impulse, ascending. */
  readonly horizons: readonly number[];
  readonly response: Response;
  /** `horizon`: covariances of neighbours in time have as many lags as the horizon. */
  readonly errorLags: ErrorLags;
  /** Is true where all horizons use the rows that every horizon can use. */
  readonly commonSample: boolean;
  /** Draws for simultaneous bands; null without them. */
  readonly draws: number | null;
  /** The level of intervals and bands, 0…1. */
  readonly level: number;
}

/** The responses of one step: one, or those in two states and their difference. */
export const pathsOf = ({ state }: LocalProjectionsSpec): readonly Path[] => (state === null ? ['all'] : [0, 1, 'gap']);
export type Path = 'all' | 0 | 1 | 'gap';

/** The name of a response at a horizon: `h4`; `h4::0`, `h4::1` and `h4::gap` by state. */
export const rowName = (horizon: number, path: Path): string =>
  path === 'all' ? `h${horizon}` : `h${horizon}::${path}`;

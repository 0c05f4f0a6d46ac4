/** The options of dynamic-panel GMM as a node's key holds them, and their defaults. */

export interface GmmGroup {
  /** Canonical terms. */
  readonly of: readonly string[];
  /** The first and the last lag; null: as far as the panel goes. */
  readonly lags: readonly [from: number, to: number | null];
  readonly collapse: boolean;
  readonly equation: EquationName;
}

export interface IvGroup {
  readonly of: readonly string[];
  readonly equation: EquationName;
  /** Is true where a missing value counts as 0 instead of dropping the row. */
  readonly mz: boolean;
}

/** The equation that instruments are of; in difference GMM there is the transformed one alone. */
export type EquationName = 'both' | 'diff' | 'level';

export interface GmmOptions {
  readonly is: 'gmm';
  readonly model: 'diff' | 'system';
  /** First differences, or forward orthogonal deviations. */
  readonly transform: 'fd' | 'fod';
  readonly steps: 1 | 2;
  /** The matrix of the first step: 1 is the identity, 2 has no covariance of the two equations, 3 has it. */
  readonly h: 1 | 2 | 3;
  /** The highest order of serial correlation that is tested. */
  readonly artests: number;
  readonly small: boolean;
  readonly instruments: { readonly gmm: readonly GmmGroup[]; readonly iv: readonly IvGroup[] };
  /** All terms of the instruments, which are read over the whole panel. */
  readonly beyond: readonly string[];
}

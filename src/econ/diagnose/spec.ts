/** The specification of the tests of a panel model, which enters a node's key. */
import type { ModelSpec } from '../spec.ts';
import type { Sigma } from './hausman.ts';

/** What the key `tests` takes, in the order of the table. */
export const testNames = ['effects', 'breusch-pagan', 'hausman', 'modified-wald', 'wooldridge', 'pesaran-cd'] as const;
export type TestName = (typeof testNames)[number];

export interface DiagnoseSpec {
  /** With the panel's unit among the levels it reads, no absorbed effects, and a covariance that reads the calendar. */
  readonly model: ModelSpec;
  readonly tests: readonly TestName[];
  readonly sigma: Sigma;
}

/** The specification of the tests of a panel model, which enters a node's key. */
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { Sigma } from './hausman.ts';
import type { UnitRootSpec, UnitRootTest } from './unit-root/tests.ts';

/** Tests of the model, in the order of the table; what the key `tests` is where nobody says it. */
export const testNames = ['effects', 'breusch-pagan', 'hausman', 'modified-wald', 'wooldridge', 'pesaran-cd'] as const;
export type DiagnosticName = (typeof testNames)[number];

/** Tests of each of the model's variables. */
export const unitRootNames: readonly UnitRootTest[] = ['llc', 'ips', 'fisher-adf', 'fisher-pp'];

export interface DiagnoseSpec {
  /** With the panel's unit among the levels it reads, no absorbed effects, and a covariance that reads the calendar. */
  readonly model: ModelSpec;
  readonly tests: readonly DiagnosticName[];
  readonly sigma: Sigma;
  readonly unitRoot?: UnitRootSpec;
}

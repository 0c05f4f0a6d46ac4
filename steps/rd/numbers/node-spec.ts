/** The specification of a node of `kind: rd`, by its method. */
import type { ChecksSpec } from './checks/spec.ts';
import type { CutoffsSpec } from './cutoffs/spec.ts';
import type { DensitySpec, McCrarySpec } from './density/spec.ts';
import type { RandomisationSpec } from './randomisation/spec.ts';
import type { RdSpec, RowName } from './spec.ts';

export interface PolynomialsSpec extends RdSpec {
  readonly method: 'polynomials';
  /** Estimates that tables show. */
  readonly rows: readonly RowName[];
}

export type RdNodeSpec = PolynomialsSpec | CutoffsSpec | ChecksSpec | DensitySpec | McCrarySpec | RandomisationSpec;

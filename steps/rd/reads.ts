/** Columns of the frame that a node of `kind: rd` reads. */
import type { RdNodeSpec } from './numbers/node-spec.ts';
import { ofRunning } from './numbers/sample.ts';
import { rdReads } from './numbers/spec.ts';

/** Sorted. */
export function readsOf(spec: RdNodeSpec): string[] {
  switch (spec.method) {
    case 'polynomials':
      return rdReads(spec);
    case 'cutoffs':
      return rdReads({ ...spec, covariates: [...spec.covariates, ...(spec.by === null ? [] : [spec.by])] });
    case 'checks':
      return rdReads({ ...spec, covariates: [...spec.covariates, ...spec.balance] });
    case 'density':
    case 'mccrary':
      return rdReads(ofRunning(spec));
    case 'randomisation':
      return rdReads({ ...ofRunning(spec, spec.covariates), outcome: spec.outcome });
  }
}

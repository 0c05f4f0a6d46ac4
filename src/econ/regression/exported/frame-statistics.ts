/** Says which statistics of a linear model other languages have with papermake's value, so that scripts compare them. */
import type { FitForm } from '../../form.ts';
import type { ModelSpec } from '../../spec.ts';
import { appliedStyle } from '../applied-style.ts';

/** Code of R² of the model `m`, whose variables are without the absorbed effects, and of F on its covariance. */
interface Code {
  readonly r2: string;
  readonly f: string;
}

/** F is Wald's over its degrees of freedom where errors have a finite-sample factor, but not of a covariance that was mended. */
export function frameStatistics(spec: ModelSpec, fit: FitForm, { r2, f }: Code): Readonly<Record<string, string>> {
  const isMended = fit.warnings.some(({ code }) => code === 'vcov-mended');
  return {
    ...(spec.absorb.length === 0 ? { r2 } : { r2Within: r2 }),
    ...(isMended || appliedStyle(spec, fit) === 'asymptotic' ? {} : { f }),
  };
}

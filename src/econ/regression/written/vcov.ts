/** The key `vcov` as a finished column of a linear model has it, with instruments or without. */
import type { IvStyle, VcovSpec } from '../../design.ts';
import type { WrittenVcov } from '../../formula/vcov-text.ts';
import { columnsOfLevels, type ModelSpec } from '../../spec.ts';

interface VcovColumn extends Pick<ModelSpec, 'absorb' | 'slopes' | 'iv'> {
  /** The style as compiled. */
  readonly small: IvStyle | null;
  /** Is true where `small: true` asks for the finite-sample factor. */
  readonly corrected: boolean;
  readonly panel: { readonly unit: string } | null;
}

/**
 * Resolves the parts of a covariance that depend on the equation and its style: the errors of `robust`, and the factor of Driscoll–Kraay.
 */
export function resolveVcov(written: WrittenVcov, column: VcovColumn): VcovSpec {
  if (written.is === 'robust') return robust(column);
  if (written.is === 'conley') return isCorrected(column) ? { ...written, small: true } : written;
  if (written.is !== 'dk') return written;
  const { is, lag } = written;
  return isCorrected(column) ? { is, lag, small: true } : { is, lag };
}

/**
 * HC1, at its word in `areg`, `reghdfe`, `ivreg2` and `xtivreg2`; under `xtreg` clustered on the absorbed unit, as Stata does it there (Stock &
 * Watson 2008).
 */
function robust({ absorb, slopes, iv, small, panel }: VcovColumn): VcovSpec {
  const [unit, ...others] = absorb;
  const isXtreg = others.length === 0 && slopes === undefined && (small === 'xtreg' || (small === null && iv === null));
  const isUnit = unit !== undefined && (panel === null || columnsOfLevels(unit).join() === panel.unit);
  return isXtreg && isUnit ? { is: 'cluster', by: [unit] } : { is: 'hc', type: 'HC1' };
}

/** `xtscc` has no factor, whatever counts its parameters; with instruments the equation's style has one or none, as `ivreg2, dkraay() small`. */
function isCorrected({ iv, small, corrected }: VcovColumn): boolean {
  return iv === null ? corrected : small !== null && small !== 'asymptotic' && small !== 'ivregress';
}

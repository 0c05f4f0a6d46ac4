/** Finds the finite-sample convention by which a model was fitted, which languages that reproduce the fit must know. */
import type { FitForm } from '../form.ts';
import type { ModelSpec } from '../spec.ts';

export type AppliedStyle = 'regress' | 'xtreg' | 'areg' | 'reghdfe' | 'xtivreg2' | 'asymptotic';

/** The style as applied, of a linear model with instruments or without. */
export function appliedStyle({ small, absorb, iv, slopes }: ModelSpec, { warnings }: FitForm): AppliedStyle {
  const isOne = absorb.length === 1 && slopes === undefined;
  if (iv !== null) {
    if (small === null || small === 'asymptotic' || small === 'ivregress') return 'asymptotic';
    if (small !== 'regress' && small !== 'xtivreg2') return small;
    return absorb.length === 0 ? 'regress' : isOne ? 'xtivreg2' : 'reghdfe';
  }
  if (small === 'asymptotic' || absorb.length === 0) return small === 'asymptotic' ? small : 'regress';
  if (small !== null && small !== 'regress' && small !== 'ivregress') return small;
  const isCut = warnings.some(({ code }) => code === 'counted-as-reghdfe');
  return isOne && !isCut ? 'xtreg' : 'reghdfe';
}

/** Keys that each method reads, and values of keys that differ between them. */
import type { methodNames, RdParams } from './keys.ts';
import { densityBandwidths, densityErrors } from './numbers/density/spec.ts';
import { bandwidthNames } from './numbers/spec.ts';

export type MethodName = (typeof methodNames)[number];
export type MethodKey = keyof RdParams;

export interface Method {
  /** Besides those that all read. */
  readonly keys: readonly MethodKey[];
  /** The values of `bandwidth` and `vcov`; the first `vcov` is the default. */
  readonly values: Readonly<Partial<Record<'bandwidth' | 'vcov', readonly string[]>>>;
}

export const commonKeys: readonly MethodKey[] = ['method', 'from', 'running', 'sample', 'exclude', 'header'];

const polynomialKeys: readonly MethodKey[] = [
  ...(['outcome', 'fuzzy', 'covariates', 'p', 'q', 'deriv', 'kernel', 'bandwidth', 'h', 'b', 'rho', 'vcov'] as const),
  ...(['neighbours', 'cluster', 'masspoints', 'regularise', 'sharp_bandwidth', 'donut', 'rows', 'weights'] as const),
];
const polynomialValues = { bandwidth: bandwidthNames, vcov: ['nn', 'HC0', 'HC1', 'HC2', 'HC3'] };

export const methods: Readonly<Record<MethodName, Method>> = {
  polynomials: { keys: [...polynomialKeys, 'cutoff', 'bins', 'bin_count', 'curve'], values: polynomialValues },
  cutoffs: { keys: [...polynomialKeys, 'cutoffs'], values: polynomialValues },
  checks: {
    keys: [...polynomialKeys, 'cutoff', 'cutoffs', 'donuts', 'multiples', 'balance'],
    values: polynomialValues,
  },
  density: {
    keys: ['cutoff', 'p', 'kernel', 'bandwidth', 'h', 'vcov', 'restricted'],
    values: { bandwidth: densityBandwidths, vcov: densityErrors },
  },
  mccrary: { keys: ['cutoff', 'h', 'bin'], values: {} },
  randomisation: {
    keys: ['cutoff', 'outcome', 'covariates', 'p', 'window', 'windows', 'statistic', 'draws', 'seed'],
    values: {},
  },
};

/** Canonical specifications of discontinuities from the keys of a step, by method. */
import type { RdParams } from './keys.ts';
import type { MethodName } from './methods.ts';
import type { DensityBandwidth, DensityErrors } from './numbers/density/spec.ts';
import type { RdNodeSpec } from './numbers/node-spec.ts';
import type { BandwidthName, Pair, RdDesign, RdSpec, VceName } from './numbers/spec.ts';

/** Terms and conditions, which a plan has compiled. */
export interface CompiledTerms {
  readonly outcome: string | null;
  readonly running: string;
  readonly takeUp: string | null;
  readonly weights: string | null;
  readonly covariates: readonly string[];
  readonly balance: readonly string[];
  readonly sample: string | null;
  readonly exclude: string | null;
}

export const pairOf = (value: number | [number, number] | undefined): Pair | null =>
  value === undefined ? null : typeof value === 'number' ? [value, value] : value;

function designOf(params: RdParams): RdDesign {
  const { p = 1 } = params;
  return {
    p,
    q: params.q ?? p + 1,
    deriv: params.deriv ?? 0,
    kernel: params.kernel ?? 'triangular',
    vce: params.cluster === undefined ? ((params.vcov ?? 'nn').toLowerCase() as VceName) : 'cr1',
    matches: params.neighbours ?? 3,
    bandwidth: (params.bandwidth ?? 'mserd') as BandwidthName,
    h: pairOf(params.h),
    b: pairOf(params.b),
    rho: params.rho ?? null,
    massPoints: (params.masspoints ?? 'adjust') === 'adjust',
    regularise: params.regularise ?? 1,
    sharpBandwidth: params.sharp_bandwidth ?? false,
  };
}

const rdSpec = (params: RdParams, { balance: _, ...compiled }: CompiledTerms): RdSpec => ({
  ...{ ...compiled, outcome: compiled.outcome! },
  ...designOf(params),
  cutoff: params.cutoff ?? 0,
  cluster: params.cluster ?? null,
  donut: params.donut ?? 0,
  bins: params.bins ?? 'esmv',
  binCount: pairOf(params.bin_count),
  curve: params.curve ?? 4,
});

const isList = (cutoffs: RdParams['cutoffs']): cutoffs is number[] => Array.isArray(cutoffs);

const alone = ({ cutoff = 0 }: RdParams, { running, sample, exclude }: CompiledTerms) => ({
  running,
  cutoff,
  sample,
  exclude,
});

/** Each is asked for only where the keys that it needs are there. */
export const specs: Readonly<Record<MethodName, (params: RdParams, compiled: CompiledTerms) => RdNodeSpec>> = {
  polynomials: (params, compiled) => ({
    method: 'polynomials',
    ...rdSpec(params, compiled),
    rows: params.rows ?? ['conventional', 'robust'],
  }),
  cutoffs: (params, compiled) => ({
    method: 'cutoffs',
    ...rdSpec(params, compiled),
    cutoffs: isList(params.cutoffs) ? params.cutoffs.toSorted((a, b) => a - b) : null,
    by: isList(params.cutoffs) ? null : params.cutoffs!,
    row: params.rows?.[0] ?? 'robust',
  }),
  checks: (params, compiled) => ({
    method: 'checks',
    ...rdSpec(params, compiled),
    cutoffs: isList(params.cutoffs) ? params.cutoffs : [],
    donuts: params.donuts ?? [],
    multiples: params.multiples ?? [],
    balance: compiled.balance,
    row: params.rows?.[0] ?? 'robust',
  }),
  density: (params, compiled) => ({
    method: 'density',
    ...alone(params, compiled),
    p: params.p ?? 2,
    kernel: params.kernel ?? 'triangular',
    errors: (params.vcov ?? 'jackknife') as DensityErrors,
    bandwidth: (params.bandwidth ?? 'comb') as DensityBandwidth,
    h: pairOf(params.h),
    restricted: params.restricted ?? false,
  }),
  mccrary: (params, compiled) => ({
    method: 'mccrary',
    ...alone(params, compiled),
    h: pairOf(params.h),
    bin: params.bin ?? null,
  }),
  randomisation: (params, compiled) => ({
    method: 'randomisation',
    ...alone(params, compiled),
    outcome: compiled.outcome!,
    covariates: compiled.covariates,
    window: params.window ?? null,
    search: params.windows === undefined ? null : { count: 10, level: 0.15, ...params.windows },
    p: params.p ?? 0,
    statistic: params.statistic ?? 'difference',
    draws: params.draws ?? 1000,
    seed: String(params.seed ?? 1),
  }),
};

/** Names what a run is about, in the words of the language: an estimator or a step kind, and the options that it was run with. */

import type { Json } from '../../../src/base/json.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import { estimators } from '../../../src/econ/registry.ts';
import type { Run } from '../case.ts';

export interface Subject {
  /** An estimator's name in `estimator`, or a step kind. */
  readonly name: string;
  /** Covariance of a model, with the style in which degrees of freedom are counted; empty for other results. */
  readonly covariance: string;
  /** Options on which every statistic hangs: effects, weights, a method. */
  readonly design: string;
  /** The result whose numbers are printed; undefined where the suite computes them one by one. */
  readonly printed: unknown;
}

/** `est` of runs whose result is no model: the step kind, the option that stands for it, and the part of what is compared that it prints. */
const KINDS: Readonly<Record<string, readonly [kind: string, option?: string, part?: string]>> = {
  bacon: ['did', 'method: bacon'],
  bootci: ['mediation', 'intervals of draws'],
  bplm: ['diagnose', 'Breusch–Pagan LM'],
  coupling: ['coupling'],
  cross_dep: ['diagnose', 'Pesaran CD'],
  csdid: ['did', 'method: callaway'],
  beta: ['beta_convergence'],
  dagum: ['inequality', 'dagum'],
  cic: ['did', 'method: cic'],
  dcdh: ['did', 'method: dcdh'],
  describe: ['describe'],
  ebalance: ['match', 'method: entropy', 'found'],
  entropy: ['index', 'method: entropy'],
  etwfe: ['did', 'method: etwfe'],
  eventstudy: ['models', 'event study', 'fit'],
  exp_multiple: ['experiment', 'families'],
  exp_power: ['experiment', 'power'],
  exp_pvalues: ['experiment', 'families'],
  exp_ri: ['experiment', 'randomisation'],
  geodetector: ['geodetector'],
  km: ['survival', 'curve'],
  logrank: ['survival'],
  survival: ['survival'],
  groupStats: ['derive', 'statistics of groups'],
  groupdiff: ['difference', '', 'found'],
  groupwise_het: ['diagnose', 'modified Wald'],
  hausman: ['diagnose', 'Hausman'],
  honest: ['parallel_trends', 'intervals'],
  imputation: ['did', 'method: imputation', 'imputed'],
  inequality: ['inequality'],
  ipolate: ['derive', 'interpolation'],
  judge_iv: ['derive', 'leniency of judges'],
  kdensity: ['kernel_density'],
  lisa: ['moran', 'local'],
  lmspatial: ['spatial_tests', 'LM'],
  lrwald: ['spatial_tests', 'LR and Wald'],
  markov: ['markov'],
  mediation: ['mediation', '', 'found'],
  moderation: ['moderation'],
  moran: ['moran'],
  oster: ['models', 'oster', 'oster'],
  pds: ['experiment', 'candidates'],
  permgroup: ['difference', 'permutations'],
  lp: ['local_projections', ''],
  placebo: ['placebo'],
  nnmatch: ['match', 'metric', 'found'],
  pretrend_power: ['parallel_trends', 'pre-test'],
  psm: ['match', '', 'found'],
  rank: ['derive', 'ranks'],
  dea: ['efficiency', 'scores', 'printed'],
  malmquist: ['efficiency', 'index: malmquist', 'printed'],
  malmquist_luenberger: ['efficiency', 'index: ml', 'printed'],
  gml: ['efficiency', 'index: gml', 'printed'],
  exp_attrition: ['experiment', 'attrition'],
  exp_balance: ['experiment', 'balance'],
  exp_bounds: ['experiment', 'bounds'],
  exp_index: ['experiment', 'indices'],
  exp_itt: ['experiment', '', 'found'],
  exp_late: ['experiment', 'take_up'],
  exp_subgroup: ['experiment', 'subgroups'],
  rd: ['rd', '', 'fit'],
  rd_bandwidths: ['rd', 'bandwidths'],
  rd_density: ['rd', 'method: density', 'fit'],
  rd_locrand: ['rd', 'method: randomisation', 'fit'],
  rd_mccrary: ['rd', 'method: mccrary', 'fit'],
  rd_plot: ['rd', 'bins of the figure'],
  rd_window: ['rd', 'windows'],
  reshape: ['reshape'],
  rotemberg: ['rotemberg'],
  serial_corr: ['diagnose', 'Wooldridge'],
  sc: ['synthetic_control', 'method: sc', 'fit'],
  sdid: ['synthetic_control', 'method: sdid', 'fit'],
  gsc: ['synthetic_control', 'method: gsc', 'fit'],
  ife: ['synthetic_control', 'method: ife', 'fit'],
  mc: ['synthetic_control', 'method: mc', 'fit'],
  shiftshare: ['shift_share'],
  sigma: ['sigma_convergence'],
  spreg: ['spatial', '', 'fit'],
  standardise: ['derive', 'standardised'],
  stacked: ['did', 'method: stacked'],
  sunab: ['did', 'method: sun-abraham'],
  tfp: ['tfp', ''],
  threshold: ['threshold', '', 'result'],
  transform: ['derive', 'leave-one-out means'],
  unitroot: ['diagnose', 'unit roots'],
  utest: ['models', 'U test'],
  vif: ['vif'],
  weights: ['spatial_weights'],
  winsor: ['winsorize'],
  xsmle: ['spatial', '', 'fit'],
};

/** Options of runs that are no models, in the order in which they are told. */
const TOLD = [
  'model',
  'test',
  'method',
  'effects',
  'control',
  'base',
  'replace',
  'moments',
  'permute',
  'thnum',
  'deterministic',
] as const;

interface FitLike {
  readonly estimator: string;
  readonly vcovInfo: { readonly type: string; readonly clusters: readonly unknown[] };
  readonly absorbed: readonly unknown[];
  readonly weights?: { readonly is: string };
}

export const isFit = (value: unknown): value is FitLike =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<FitLike>).estimator === 'string' &&
  (value as Partial<FitLike>).vcovInfo !== undefined;

export function subjectOf(run: Run, compared: unknown): Subject {
  const kind = ownValue(KINDS, run.est);
  const parts = (compared ?? {}) as Readonly<Record<string, unknown>>;
  if (kind !== undefined) {
    const [name, option = '', part] = kind;
    const design = option === '' ? optionsOf(run) : option;
    return { name, covariance: '', design, printed: part === undefined ? compared : parts[part] };
  }
  const fit = isFit(compared) ? compared : parts.fit;
  const estimator = isFit(fit) && estimators.find(({ titles }) => Object.hasOwn(titles, fit.estimator));
  if (!isFit(fit) || !estimator) throw new Error(`the certification index does not know what \`${run.est}\` is`);
  return { name: estimator.name, covariance: covarianceOf(run, fit), design: designOf(run, fit), printed: fit };
}

function optionsOf(run: Run): string {
  const said = run as unknown as Readonly<Record<string, Json>>;
  return TOLD.flatMap((key) => (said[key] === undefined ? [] : [`${key}: ${String(said[key])}`])).join(', ');
}

const WAYS = ['', '', ' two-way'];

const covarianceOf = ({ style }: Run, { vcovInfo: { type, clusters } }: FitLike): string =>
  `${type}${WAYS[clusters.length] ?? ' several ways'}${style === undefined ? '' : `, ${style}`}`;

const EFFECTS = ['', 'one effect', 'two effects'];

const designOf = ({ model, transform, steps }: Run, { absorbed, weights }: FitLike): string =>
  [
    EFFECTS[absorbed.length] ?? 'several effects',
    weights === undefined ? '' : `${weights.is} weights`,
    model ?? '',
    transform ?? '',
    steps === undefined ? '' : `${steps} steps`,
  ]
    .filter((each) => each !== '')
    .join(', ');

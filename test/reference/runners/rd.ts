/** `rd`, `rd_bandwidths`, `rd_plot`: discontinuities by the specs that `kind: rd` makes, through its own sample. */
import type { Data } from '../../../src/econ/data.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { bandwidths } from '../../../steps/rd/numbers/bandwidths.ts';
import { type Discontinuity, discontinuity } from '../../../steps/rd/numbers/discontinuity.ts';
import { type RdResult, rdFit } from '../../../steps/rd/numbers/fit.ts';
import { binned } from '../../../steps/rd/numbers/plotted/bins.ts';
import { rdSample } from '../../../steps/rd/numbers/sample.ts';
import { type BandwidthName, bandwidthNames, type Pair, type RdSpec } from '../../../steps/rd/numbers/spec.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { conditionOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

type RdRun = Run & NonNullable<Run['rd']>;

function specOf(run: RdRun): RdSpec {
  const pair = (value: number | Pair | undefined): Pair | null =>
    value === undefined ? null : typeof value === 'number' ? [value, value] : value;
  const p = run.p ?? 1;
  const isPlot = run.est === 'rd_plot';
  return {
    outcome: written(run.y!),
    running: written(run.running),
    takeUp: run.fuzzy === undefined ? null : written(run.fuzzy),
    covariates: (run.covs ?? []).map(written),
    weights: typeof run.weights === 'string' ? written(run.weights) : null,
    cutoff: run.cutoff ?? 0,
    cluster: run.cluster ?? null,
    donut: run.donut ?? 0,
    sample: run.filter ? run.filter.map(conditionOf).join(' and ') : null,
    exclude: null,
    ...{ p: isPlot ? 1 : p, q: isPlot ? 2 : (run.q ?? p + 1), deriv: run.deriv ?? 0 },
    kernel: (run.kernel ?? 'triangular') as RdSpec['kernel'],
    vce: (run.vce ?? 'nn') as RdSpec['vce'],
    matches: run.nnmatch ?? 3,
    bandwidth: (run.bwselect ?? 'mserd') as BandwidthName,
    ...{ h: pair(run.h as number | Pair | undefined), b: pair(run.b), rho: run.rho ?? null },
    massPoints: (run.masspoints ?? 'adjust') === 'adjust',
    regularise: run.scaleregul ?? 1,
    sharpBandwidth: run.sharpbw ?? false,
    bins: (run.binselect ?? 'esmv') as RdSpec['bins'],
    binCount: run.nbins ?? null,
    curve: isPlot ? (run.p ?? 4) : 4,
  };
}

interface Result extends RdResult {
  readonly found: Discontinuity;
  readonly massPoints: boolean;
  readonly deriv: number;
}

const side = (index: string | undefined): 0 | 1 => (index === '0' ? 0 : 1);
const ofPair =
  (name: 'h' | 'b' | 'n' | 'nWithin' | 'nBias' | 'unique'): Lookup<Result> =>
  ({ fit }, [index]) =>
    fit.stats[`${name}${side(index) === 0 ? 'Below' : 'Above'}`];
const ofTerm =
  (field: 'estimate' | 'stdError' | 'statistic' | 'pValue'): Lookup<Result> =>
  ({ fit }, [name]) =>
    fit.terms.find(({ term }) => term === name)?.[field];
/** The polynomials' further coefficients are not printed. */
const coefficient =
  (which: 0 | 1): Lookup<Result> =>
  ({ found, fit, deriv }, path): Stat => {
    const index = Number(path.at(-1));
    return index === deriv ? (fit.stats[which === 0 ? 'below' : 'above'] as Stat) : found.coefficients[which][index]!;
  };

const fields: Fields<Result> = {
  known: {
    N: ofPair('n'),
    N_h: ofPair('nWithin'),
    N_b: ofPair('nBias'),
    M: (result, path) => ofPair(result.massPoints ? 'unique' : 'n')(result, path),
    h: ofPair('h'),
    b: ofPair('b'),
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    z: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci: ({ fit }, [name, index]) => {
      const found = fit.terms.find(({ term }) => term === name);
      return index === '0' ? found?.confLow : found?.confHigh;
    },
    n_clusters: ({ found }, [index]): Actual => found.clusters?.[side(index)],
    tau_left: coefficient(0),
    tau_right: coefficient(1),
    first_stage_jump: ({ fit }) => fit.stats.firstStage,
  },
  ignored: {
    beta_T_left: 'the polynomials of the treatment, which no result has',
    beta_T_right: 'the polynomials of the treatment, which no result has',
  },
};

const refusals: readonly (readonly [meaning: RegExp, said: RegExp])[] = [
  [/no observation below the cut-off/, /lies below the cut-off/],
  [/too few distinct values/, /no mass near the cut-off/],
];

/** A run that must be refused says the error's meaning. */
function refusedAs(meaning: string, work: () => unknown): string[] {
  const said = refusals.find(([each]) => each.test(meaning))?.[1];
  if (said === undefined) return [`this suite does not know the refusal \`${meaning}\``];
  try {
    work();
  } catch (error) {
    return said.test((error as Error).message) ? [] : [(error as Error).message];
  }
  return ['it was not refused'];
}

export const runRd: Runner = (run, data: Data) => {
  const spec = specOf(run as RdRun);
  const result = (): Result => {
    const sample = rdSample(spec, data);
    return {
      ...rdFit(spec, sample),
      found: discontinuity(sample.sides, spec),
      massPoints: spec.massPoints,
      deriv: spec.deriv,
    };
  };
  const { error } = run.expected;
  return typeof error === 'string' ? refusedAs(error, result) : differences(run, result(), fields);
};

export const runRdBandwidths: Runner = (run, data) => {
  const spec = specOf(run as RdRun);
  const found = bandwidths(rdSample(spec, data).sides, spec, bandwidthNames);
  const lookup =
    (name: BandwidthName): Lookup<unknown> =>
    (_, [which, index]) =>
      found[name][which as 'h' | 'b'][side(index)];
  const known = Object.fromEntries(bandwidthNames.map((name) => [name, lookup(name)]));
  return differences(run, found, { known, ignored: {} });
};

export const runRdPlot: Runner = (run, data) => {
  const spec = specOf(run as RdRun);
  const { sides } = rdSample(spec, data);
  const chosen = (name: RdSpec['bins']): Pair => binned(sides, name, null, 1).counts;
  const names = { centre: 'centre', mean_x: 'meanX', mean_y: 'meanY', n: 'n' } as const;
  const found = binned(sides, spec.bins, spec.binCount, spec.curve);
  const evenly = spec.bins.startsWith('es');
  return differences(run, found, {
    known: {
      N: (_, [index]) => sides[side(index)].distances.length,
      bins: ({ counts }, [index]) => counts[side(index)],
      J_imse: (_, [index]) => chosen(evenly ? 'es' : 'qs')[side(index)],
      J_mv: (_, [index]) => chosen(evenly ? 'esmv' : 'qsmv')[side(index)],
      coef_left: ({ fits }, [index]) => fits[0].coefficients(sides[0].outcome)[Number(index)],
      coef_right: ({ fits }, [index]) => fits[1].coefficients(sides[1].outcome)[Number(index)],
      bin: ({ bins }, [index, name]) => bins[Number(index)]?.[names[name as 'centre']],
    },
    ignored: {},
  });
};

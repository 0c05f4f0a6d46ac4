/** `ols` and `fe`: pooled and fixed-effects regressions. */
import type { Data } from '../../../src/econ/data.ts';
import type { NamedCodes, SmallStyle, VcovSpec } from '../../../src/econ/design.ts';
import { keepNonSingletons } from '../../../src/econ/effects.ts';
import type { Estimate, Fit, Stat } from '../../../src/econ/fit.ts';
import { fitLinear } from '../../../src/econ/ols.ts';
import { defaultStyle } from '../../../src/econ/styles.ts';
import { winsorize } from '../../../src/econ/winsorize.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows, rowsOf, variable } from './variables.ts';

export const runLinear: Runner = (run, data) => differences(run, { fit: fitRun(run, data), run }, fields);

interface Result {
  readonly fit: Fit;
  readonly run: Run;
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

function fitRun(run: Run, data: Data): Fit {
  const absorbed = listOf(run.absorb);
  const clustered = run.vcov?.cluster ?? [];
  const names = [run.y!, ...run.x!];
  const columns = names.map((name) => variable(data, name));
  const named = [...absorbed, ...clustered].map((name): NamedCodes => ({ name, ...data.codes(name) }));
  const time = run.vcov?.time ? data.numbers(run.vcov.time) : null;
  let rows = completeRows(
    run,
    data,
    time ? [...columns, time] : columns,
    named.map((c) => c.codes),
  );
  const at = (codes: NamedCodes): NamedCodes => ({ ...codes, codes: Int32Array.from(rows, (i) => codes.codes[i]!) });
  if (run.drop_singletons) {
    const keep = keepNonSingletons(named.slice(0, absorbed.length).map(at), rows.length);
    rows = rows.filter((_, i) => keep[i] === 1);
  }
  const used = columns.map((column) => rowsOf(column, rows));
  const final = run.winsor ? used.map((column) => winsorize(column, { at: run.winsor! }).values) : used;
  const terms = run.x!.map((name, j) => ({ name, values: final[j + 1]! }));
  const all = named.map(at);
  return fitLinear(
    {
      nobs: rows.length,
      outcome: { name: run.y!, values: final[0]! },
      terms,
      constant: run.const !== false,
      absorb: all.slice(0, absorbed.length),
    },
    { vcov: vcovOf(run), small: styleOf(run), clusters: all.slice(absorbed.length), time: time && rowsOf(time, rows) },
  );
}

function styleOf(run: Run): SmallStyle {
  if (run.vcov?.small === false && run.vcov.type !== 'dk') return 'asymptotic';
  return run.style ?? defaultStyle(listOf(run.absorb).length);
}

function vcovOf(run: Run): VcovSpec {
  const vcov = run.vcov ?? { type: 'iid' };
  if (vcov.type === 'iid') return { is: 'iid' };
  if (vcov.type === 'cluster') return { is: 'cluster', by: vcov.cluster! };
  if (vcov.type === 'dk') return { is: 'dk', lag: vcov.lag ?? null, small: vcov.small === true };
  return { is: 'hc', type: vcov.type as 'HC0' };
}

/** NIST names coefficients B0 (the constant), B1, … in the order of the terms. */
function termNamed({ fit, run }: Result, name: string): Estimate | undefined {
  const certified = /^B(\d+)$/.exec(name);
  const first = run.const === false ? 1 : 0;
  const wanted = certified
    ? Number(certified[1]) === 0 && first === 0
      ? '_cons'
      : run.x![Number(certified[1]) - 1]
    : name;
  return fit.terms.find((row) => row.term === wanted);
}

const ofTerm =
  (key: 'estimate' | 'stdError' | 'statistic' | 'pValue'): Lookup<Result> =>
  (result, [name]) =>
    termNamed(result, name!)?.[key];

const stat =
  (key: keyof Fit['stats']): Lookup<Result> =>
  ({ fit }) =>
    fit.stats[key];

const covarianceOf: Lookup<Result> = ({ fit }, [a, b]) => {
  const names = fit.terms.map((row) => row.term);
  return fit.vcov[names.indexOf(a!)]?.[names.indexOf(b!)];
};

const effectsTest =
  (key: 'statistic' | 'df'): Lookup<Result> =>
  ({ fit }) => {
    const test = fit.tests.find((entry) => entry.name === 'all u_i = 0');
    return key === 'df' ? test?.df?.[0] : test?.statistic;
  };

const orUndefined = (value: number | null): Stat => value ?? { invalid: 'normal' };

const fields: Fields<Result> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    vcov: covarianceOf,
    N: ({ fit }) => fit.nobs,
    df_r: ({ fit }) => orUndefined(fit.dfResid),
    rss: stat('rss'),
    mss: stat('mss'),
    r2: stat('r2'),
    r2_a: stat('r2Adj'),
    r2_within: stat('r2Within'),
    r2_between: stat('r2Between'),
    r2_overall: stat('r2Overall'),
    r2_lsdv: stat('r2Lsdv'),
    r2_a_lsdv: stat('r2AdjLsdv'),
    rmse: stat('rmse'),
    residual_sd: stat('rmse'),
    sigma_e: stat('sigmaE'),
    sigma_u: stat('sigmaU'),
    rho: stat('rho'),
    corr_u_xb: stat('corrUXb'),
    F: stat('f'),
    df_m: stat('fDf1'),
    df_a: stat('dfAbsorbed'),
    F_f: effectsTest('statistic'),
    df_f1: effectsTest('df'),
    N_g: ({ fit }) => fit.ngroups ?? undefined,
    Tbar: stat('groupHarmonicMean'),
    g_min: stat('groupMin'),
    g_avg: stat('groupAvg'),
    g_max: stat('groupMax'),
    G: ({ fit }) => fit.nclusters ?? undefined,
    N_clust: ({ fit, run }) => fit.nclusters ?? (run.vcov?.type === 'dk' ? (fit.dfResid ?? 0) + 1 : undefined),
    K_counted: stat('kCounted'),
    ymean: stat('ymean'),
    T: ({ fit }) => (fit.dfResid ?? Number.NaN) + 1,
    lag: ({ fit }) => fit.vcovInfo.lag,
    singletons_dropped: ({ fit, run }) => Number(run.expected.N) + Number(run.expected.singletons_dropped) - fit.nobs,
  },
  ignored: {
    coef_text: 'the certified digits as text; `coef` holds the same numbers',
    se_text: 'the certified digits as text; `se` holds the same numbers',
    text: 'the certified digits as text',
    alt_se_fixest_ssc: 'standard errors under settings of another program that are not offered here',
    F_note: 'words',
    r2_note: 'words',
  },
};

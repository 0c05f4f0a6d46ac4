/** `ols` and `fe`, by the path a pipeline takes: a formula and keys are compiled to a spec, and the spec is estimated. */
import { printName } from '../../../src/base/expression/print.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Estimate, Fit, Stat } from '../../../src/econ/fit.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { estimate } from '../../support/estimate.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';

export const runLinear: Runner = (run, data) => differences(withoutNotes(run), { fit: fitRun(run, data), run }, fields);

/** Words of the case about a test. */
export const withoutNotes = (run: Run): Run => ({
  ...run,
  expected: JSON.parse(JSON.stringify(run.expected, (key, value) => (key === 'note' ? undefined : value))),
});

/** Triple differences: a regression on three indicators and all of their products. Means of the eight cells are sums of its coefficients. */
export const runTriple: Runner = (run, data) => {
  const { group, eligible, post } = run as unknown as Readonly<Record<'group' | 'eligible' | 'post', string>>;
  const factors = [group, eligible, post];
  const fit = fitRun({ ...run, x: [] }, data, {
    fit: `${written(run.y!)} ~ ${factors.map(printName).join('*')}`,
    vcov: `cluster(${printName(run.cluster!)})`,
  });
  const of = (term: string): Estimate => fit.terms.find((each) => each.term === term)!;
  const triple = of(factors.join(':'));
  const meanOf = (cell: string): number => {
    const isOn = (factor: string): boolean => cell[factors.indexOf(factor)] === '1';
    const inside = fit.terms.filter(({ term }) => term === '_cons' || term.split(':').every(isOn));
    return inside.reduce((sum, { estimate }) => sum + estimate, 0);
  };
  const known: Fields<Fit>['known'] = {
    coef: () => triple.estimate,
    se: () => triple.stdError,
    N: ({ nobs }) => nobs,
    G: ({ nclusters }) => nclusters ?? undefined,
    means: (_, [cell]) => meanOf(cell!),
  };
  return differences(run, fit, { known, ignored: {} });
};

interface Result {
  readonly fit: Fit;
  readonly run: Run;
}

/** `more`: keys beside those that the run says. */
export function fitRun(run: Run, data: Data, more: SpecKeys = {}): Fit {
  const { spec, used } = specOfRun(run, data, more);
  return estimate(spec, used);
}

/** The spec that a run stands for, and the data that it is of. */
export function specOfRun(
  run: Run,
  data: Data,
  more: SpecKeys = {},
): { readonly spec: ModelSpec; readonly used: Data } {
  const time = run.vcov?.type === 'dk' ? run.vcov.time : undefined;
  const used = time !== undefined && data.panel?.time !== time ? withTime(data, time) : data;
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: used.panel };
  const { specs, problems } = compileColumn({ ...keysOf(run), ...more }, null, context);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  return { spec: specs[0]!, used };
}

export function keysOf(run: Run): SpecKeys {
  const { winsor } = run;
  const small = smallOf(run);
  return {
    fit: formulaOf(run),
    vcov: vcovOf(run),
    ...singletonsOf(run),
    ...weightsOf(run),
    ...restrictionsOf(run),
    ...(run.filter ? { sample: run.filter.map(conditionOf).join(' and ') } : {}),
    ...(winsor ? { winsorize: winsor } : {}),
    ...(small === undefined ? {} : { small }),
  };
}

/** Where a case says that singletons go, the style is left to drop them. */
function singletonsOf({ drop_singletons, style }: Run): SpecKeys {
  if (drop_singletons) return style === 'reghdfe' ? {} : { singletons: 'drop' };
  return { singletons: 'keep' };
}

/** Tests and combinations in the forms of the keys. */
function restrictionsOf({ tests = [], mundlak }: Run): SpecKeys {
  // the test of the means is the estimator's own
  if (mundlak !== undefined) return {};
  const sum = (weights: Readonly<Record<string, number>>): string =>
    Object.entries(weights)
      .map(([name, weight]) => `${weight < 0 ? '-' : '+'} ${Math.abs(weight)} * ${name}`)
      .join(' ');
  const written = tests.map(({ kind, name, vars = [], values, R = [], q = [], terms = {}, value = 0 }) => {
    if (kind === 'lincom') return { lincom: [name, `${sum(terms)} - ${value}`] as const };
    const joint = vars.map((each, i) => `${each} = ${values?.[i] ?? 0}`);
    return { tests: [name, kind === 'joint' ? joint : R.map((row, i) => `${sum(row)} = ${q[i]}`)] as const };
  });
  const asked = written.flatMap((each) => (each.tests ? [each.tests] : []));
  const lincom = written.flatMap((each) => (each.lincom ? [each.lincom] : []));
  return {
    ...(asked.length > 0 ? { tests: Object.fromEntries(asked) } : {}),
    ...(lincom.length > 0 ? { lincom: Object.fromEntries(lincom) } : {}),
  };
}

/** A test's statistic under the name of its distribution, or a field of a combination. */
export const restriction = (fit: Fit, [name, field]: readonly string[]): Stat | undefined => {
  const row = fit.lincom?.find(({ term }) => term === name);
  const ofRow = {
    est: 'estimate',
    se: 'stdError',
    t: 'statistic',
    z: 'statistic',
    p: 'pValue',
    ci_lo: 'confLow',
  } as const;
  if (row !== undefined) return field === 'ci_hi' ? row.confHigh : row[ofRow[field as keyof typeof ofRow]];
  const test = fit.tests.find((each) => each.name === name && each.kind === 'restrictions');
  const undefinedDf = { invalid: 'not defined' };
  if (field === 'p') return test?.pValue;
  if (field === 'df') return typeof test?.statistic === 'object' ? undefinedDf : test?.df?.[0];
  return field === 'df_r' ? test?.df?.[1] : test?.statistic;
};

const kinds = { aweight: 'analytic', fweight: 'frequency', pweight: 'probability' } as const;

const weightsOf = ({ weights }: Run): SpecKeys =>
  weights === undefined ? {} : { weights: { [kinds[weights.type as keyof typeof kinds]]: written(weights.var) } };

/** `style` says how parameters are counted; Driscoll–Kraay has no factor unless `small` asks for one. */
function smallOf({ vcov, style }: Run): SpecKeys['small'] {
  if (vcov?.type === 'dk' || vcov?.type === 'conley') return vcov.small === true ? true : style;
  return vcov?.small === false ? false : (style ?? vcov?.small);
}

/** A variable as formulas have it, quoted where it must be; `L2.`, `^2` and `:` stay outside. */
export const written = (name: string): string =>
  name
    .split(':')
    .map((part) => part.replace(/^([LFD]\d*\.)?([^^]+)/, (_, shift = '', rest) => shift + printName(rest)))
    .join(':');

function formulaOf(run: Run): string {
  const absorb = typeof run.absorb === 'string' ? [run.absorb] : (run.absorb ?? []);
  const terms = run.x!.map(written).join(' + ') || '1';
  const effects = absorb.length > 0 ? ` | ${absorb.map(printName).join(' + ')}` : '';
  return `${written(run.y!)} ~ ${terms}${run.const === false ? ' - 1' : ''}${effects}`;
}

export function vcovOf({ vcov }: Run): string {
  if (vcov === undefined) return 'iid';
  if (vcov.type === 'cluster') return `cluster(${vcov.cluster!.map(printName).join(' + ')})`;
  if (vcov.type === 'nw') return `nw(${vcov.lag}, ${printName(vcov.time!)})`;
  if (vcov.type === 'conley') {
    const { lat, lon, cutoff, kernel, lags } = vcov;
    return `conley(${lat}, ${lon}, ${cutoff}, kernel = ${kernel}, lags = ${lags})`;
  }
  return vcov.type === 'dk' ? `dk(${vcov.lag ?? ''})` : vcov.type;
}

const operators: Readonly<Record<string, string>> = { notin: 'not in' };

export function conditionOf([column, op, value]: NonNullable<Run['filter']>[number]): string {
  return `${printName(column)} ${operators[op] ?? op} ${JSON.stringify(value)}`;
}

/** Data without a panel, but with a time for Driscoll–Kraay: every row is a unit of its own. */
function withTime(data: Data, time: string): Data {
  const unit = '(row)';
  const rows = Array.from({ length: data.nrows }, (_, i) => i);
  return {
    ...data,
    panel: { unit, time },
    type: (name) => (name === unit ? 'string' : data.type(name)),
    codes: (name) => (name === unit ? { codes: Int32Array.from(rows), levels: rows.map(String) } : data.codes(name)),
  };
}

/** NIST names coefficients B0 (the constant), B1, … in the order of the terms; our constant stands last. */
function termNamed({ fit, run }: Result, name: string): Estimate | undefined {
  const certified = /^B(\d+)$/.exec(name);
  if (!certified) return fit.terms.find((row) => row.term === name);
  const position = Number(certified[1]);
  return run.const !== false && position === 0 ? fit.terms.at(-1) : fit.terms[position - 1];
}

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Result> =>
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

/** Cases of clustered errors that do not tell nested effects apart have all that is absorbed, nested or not. */
const dfAbsorbed: Lookup<Result> = ({ fit, run }) => {
  const { dfAbsorbed: df, dfAbsorbedNested: nested = 0 } = fit.stats;
  return Object.hasOwn(run.expected, 'df_a_nested') ? df : (df as number) + (nested as number);
};

/** Of two cluster variables the counts of both, in the order of the run. */
const clustersOf: Lookup<Result> = ({ fit, run }, [at]) => {
  if (at === undefined) return fit.nclusters ?? undefined;
  const wanted = run.vcov!.cluster![Number(at)];
  return fit.vcovInfo.clusters.find(({ name }) => name === wanted)?.count;
};

const absorbedPart: Lookup<Result> = ({ fit }, [name, part]) =>
  fit.absorbed.find((effect) => effect.name === name)?.[part as 'levels' | 'redundant' | 'nested'];

const orUndefined = (value: number | null): Stat => value ?? { invalid: 'normal' };

const fields: Fields<Result> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci_lo: ofTerm('confLow'),
    ci_hi: ofTerm('confHigh'),
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
    F_p: stat('fP'),
    df_m: stat('fDf1'),
    tss: ({ fit }) => (fit.stats.mss as number) + (fit.stats.rss as number),
    tss_within: ({ fit }) => (fit.stats.rss as number) / (1 - (fit.stats.r2Within as number)),
    r2_a_within: stat('r2AdjWithin'),
    df_a: dfAbsorbed,
    df_a_nested: stat('dfAbsorbedNested'),
    absorbed: absorbedPart,
    F_f: effectsTest('statistic'),
    F_fe: effectsTest('statistic'),
    df_f1: effectsTest('df'),
    N_g: ({ fit }) => fit.ngroups ?? undefined,
    Tbar: stat('groupHarmonicMean'),
    g_min: stat('groupMin'),
    g_avg: stat('groupAvg'),
    g_max: stat('groupMax'),
    G: clustersOf,
    N_clust: ({ fit, run }) => fit.nclusters ?? (run.vcov?.type === 'dk' ? (fit.dfResid ?? 0) + 1 : undefined),
    K_counted: stat('kCounted'),
    ymean: stat('ymean'),
    tests: ({ fit }, path) => restriction(fit, path),
    T: ({ fit }) => (fit.dfResid ?? Number.NaN) + 1,
    lag: ({ fit }) => fit.vcovInfo.lag,
    singletons_dropped: ({ fit }) => fit.rowsLost.find(({ cause }) => cause === 'singleton')?.count ?? 0,
    dropped: ({ fit }, [at]) => fit.dropped[Number(at)]?.term,
    psd_fix: ({ fit }) => fit.warnings.some(({ code }) => code === 'vcov-mended'),
  },
  ignored: {
    coef_text: 'the certified digits as text; `coef` holds the same numbers',
    se_text: 'the certified digits as text; `se` holds the same numbers',
    text: 'the certified digits as text',
    alt_se_fixest_ssc: 'standard errors under settings of another program that are not offered here',
    F_note: 'words',
    ll: 'the log likelihood is not offered yet',
    ll_0: 'the log likelihood is not offered yet',
    r2_note: 'words',
  },
};

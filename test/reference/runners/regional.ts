/** Inequality and its decompositions, densities, convergence, Markov chains and coupling coordination. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateExpression } from '../../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import type { Data } from '../../../src/econ/data.ts';
import { dispersion } from '../../../src/econ/regional/convergence.ts';
import { kdensity } from '../../../src/econ/regional/kernel-density.ts';
import { variation } from '../../../src/econ/regional/variation.ts';
import { contiguity, lagged, linksOf, standardized } from '../../../src/econ/spatial/weights.ts';
import { beta } from '../../../steps/beta_convergence/beta.ts';
import { coupling } from '../../../steps/coupling/numbers/coupling.ts';
import { dagum, gini } from '../../../steps/inequality/numbers/dagum.ts';
import { theil, weightedTheil } from '../../../steps/inequality/numbers/theil.ts';
import { markov } from '../../../steps/markov/numbers/markov.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import type { Case, Run } from '../case.ts';
import { type Actual, differences, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows } from './variables.ts';

/** The data with the run's new columns. */
function derived(run: Run, data: Data, test: Case): Data {
  const columns: Record<string, Cells> = {};
  const numbers = ['gsp', 'emp', 'pcap', 'region'].filter((name) => data.has(name));
  for (const name of [test.panel![1], ...numbers]) columns[name] = [...data.numbers(name)];
  const { codes, levels } = data.codes(test.panel![0]);
  columns[test.panel![0]] = Array.from(codes, (code) => levels[code]!);
  for (const [name, text] of Object.entries(run.derive ?? {})) {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(`not an expression: ${text}`);
    const { value } = evaluateExpression(parsed.ast, data);
    columns[name] = [...(value as { values: Float64Array }).values];
  }
  return dataOf(columns, { unit: test.panel![0], time: test.panel![1] });
}

const rowsOf = (data: Data, keep: (row: number) => boolean): number[] =>
  Array.from({ length: data.nrows }, (_, row) => row).filter(keep);

const pickAll = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);

/** Values of a year by group, with the groups' names. */
function grouped(run: Run, data: Data, test: Case, year: number, of: readonly string[] = [run.y!]) {
  const { codes, levels } = data.codes(run.group!);
  const time = data.numbers(test.panel![1]);
  const rows = rowsOf(data, (row) => time[row] === year);
  const present = levels.map((_, code) => code).filter((code) => rows.some((row) => codes[row] === code));
  const names = present.map((code) => levels[code]!);
  const groups = present.map((code) => {
    const own = rows.filter((row) => codes[row] === code);
    return of.map((name) => pickAll(data.numbers(name), own));
  });
  return { names, groups };
}

const at = (value: unknown, path: readonly string[]): Actual =>
  path.reduce((here: unknown, name) => (here as Record<string, unknown>)?.[name], value) as Actual;

/** Results by year, as expected fields are. */
const byYear = (years: readonly number[], of: (year: number) => unknown): Record<string, Lookup<null>> =>
  Object.fromEntries(years.map((year) => [String(year), (_: null, path: readonly string[]) => at(of(year), path)]));

export const runDagum: Runner = (run, data, test) => {
  const all = derived(run, data, test);
  const of = (year: number) => {
    const { names, groups } = grouped(run, all, test, year);
    const found = dagum(groups.map(([values]) => values!));
    const pairs = (key: 'gjh' | 'djh') =>
      Object.fromEntries(found.pairs.map((pair) => [`${names[pair.j]}|${names[pair.h]}`, pair[key]]));
    return {
      G: found.g,
      Gw: found.gw,
      Gnb: found.gnb,
      Gt: found.gt,
      share_w: found.shareW,
      share_nb: found.shareNb,
      share_t: found.shareT,
      within_contribution: Object.fromEntries(names.map((name, j) => [name, found.within[j]])),
      Gjj: Object.fromEntries(names.map((name, j) => [name, found.gjj[j]])),
      Gjh: pairs('gjh'),
      Djh: pairs('djh'),
    };
  };
  return differences(run, null, { known: byYear(run.years!, of), ignored: {} });
};

export const runInequality: Runner = (run, data, test) => {
  const all = derived(run, data, test);
  const of = (year: number) => {
    const { names, groups } = grouped(run, all, test, year);
    const found = theil(groups.map(([values]) => values!));
    const every = Float64Array.from(groups.flatMap(([values]) => [...values!]));
    const { income, population } = run.weights as unknown as { income: string; population: string };
    const totals = grouped(run, all, test, year, [income, population]).groups;
    const weighted = weightedTheil(totals.map(([y, p]) => ({ income: y!, population: p! })));
    const { cv, cvN } = variation(every);
    return {
      T: found.t,
      L: found.l,
      T_within: found.tWithin,
      T_between: found.tBetween,
      L_within: found.lWithin,
      L_between: found.lBetween,
      group: Object.fromEntries(
        names.map((name, g) => {
          const { t, l, populationShare, incomeShare } = found.groups[g]!;
          return [name, { T: t, L: l, pop_share: populationShare, income_share: incomeShare }];
        }),
      ),
      weighted: {
        T: weighted.t,
        T_within: weighted.tWithin,
        T_between: weighted.tBetween,
        group: Object.fromEntries(names.map((name, g) => [name, weighted.groups[g]])),
      },
      gini: gini(every),
      gini_n1: (gini(every) * every.length) / (every.length - 1),
      cv,
      cv_n: cvN,
    };
  };
  return differences(run, null, { known: byYear(run.years!, of), ignored: {} });
};

export const runKdensity: Runner = (run, data, test) => {
  const all = derived(run, data, test);
  const rows = completeRows(run, all, [all.numbers(run.y!)], []);
  const bandwidth = typeof run.bandwidth === 'number' ? run.bandwidth : undefined;
  const found = kdensity(pickAll(all.numbers(run.y!), [...rows]), run.kernel as 'gaussian', {
    bandwidth,
    points: run.points,
  });
  return differences(run, found, {
    known: {
      bandwidth: (each) => each.bandwidth,
      at: (each, [i]) => each.at[Number(i)],
      density: (each, [i]) => each.density[Number(i)],
      n: (each) => each.n,
    },
    ignored: {},
  });
};

export const runSigma: Runner = (run, data, test) => {
  const all = derived(run, data, test);
  const time = all.numbers(test.panel![1]);
  const of = (year: number) => {
    const { n, sdLog, sdLogN, cv } = dispersion(
      pickAll(
        all.numbers(run.y!),
        rowsOf(all, (row) => time[row] === year),
      ),
    );
    return { n, sd_log: sdLog, sd_log_n: sdLogN, cv };
  };
  const years = [...new Set(time)];
  return differences(run, null, { known: byYear(years, of), ignored: {} });
};

export const runBeta: Runner = (run, data, test) => {
  const all = derived(run, data, test);
  const isPanel = run.form === 'panel';
  const options = {
    variable: run.y!,
    controls: (run.x ?? []) as readonly string[],
    form: isPanel ? ('panel' as const) : ('cross-section' as const),
    effects: isPanel ? (run.absorb as readonly string[]) : [],
    between: isPanel ? null : ([run.from!, run.to!] as const),
    vcov: isPanel ? `cluster(${run.vcov!.cluster![0]})` : 'iid',
    sample: null,
  };
  const fit = beta(all, options);
  const robust = isPanel ? fit : beta(all, { ...options, vcov: 'HC1' });
  const names: Readonly<Record<string, string>> = { ln_lag: `L.log(${run.y})` };
  const term = (of: typeof fit, name: string) => of.terms.find((each) => each.term === (names[name] ?? name));
  return differences(run, fit, {
    known: {
      coef: (each, [name]) => term(each, name!)?.estimate,
      se: (each, [name]) => term(each, name!)?.stdError,
      se_hc1: (_, [name]) => term(robust, name!)?.stdError,
      N: ({ nobs }) => nobs,
      N_g: ({ ngroups }) => ngroups ?? undefined,
      df_r: ({ dfResid }) => dfResid ?? undefined,
      K_counted: ({ stats }) => stats.kCounted,
      r2: ({ stats }) => stats.r2,
      r2_within: ({ stats }) => stats.r2Within,
      T: () => run.to! - run.from!,
      speed: ({ stats }) => stats.speed,
      se_speed: ({ stats }) => stats.seSpeed,
      half_life: ({ stats }) => stats.halfLife,
    },
    ignored: {},
  });
};

export const runMarkov: Runner = (run, data, test) => {
  const all = derived(run, data, test);
  const unit = all.codes(test.panel![0]);
  const time = all.numbers(test.panel![1]);
  const values = all.numbers(run.y!);
  const lag = run.spatial === undefined ? {} : { lag: neighboursMean(values, unit, time, test, run) };
  const found = markov({ values, unit: unit.codes, time, ...lag }, run.k!, run.cut!, run.lag as number);
  const list =
    (value: unknown): Lookup<typeof found> =>
    (_, path) =>
      at(value, path);
  const { spatial } = found;
  return differences(run, found, {
    known: {
      cuts: list(found.cuts),
      n: () => found.n,
      counts: list(found.matrix.counts),
      P: list(found.matrix.p),
      row_n: list(found.matrix.rowN),
      ergodic: list(found.ergodic),
      spatial_counts: list(spatial?.matrices.map(({ counts }) => counts)),
      spatial_P: list(spatial?.matrices.map(({ p }) => p)),
      homogeneity: (_, [name]) => {
        const { lr, q, df, lrP, qP, dfNominal } = spatial!.homogeneity;
        return { LR: lr, Q: q, df, p_LR: lrP, p_Q: qP, df_nominal: dfNominal }[name!];
      },
    },
    ignored: {},
  });
};

function neighboursMean(
  values: Float64Array,
  { codes, levels }: ReturnType<Data['codes']>,
  time: Float64Array,
  test: Case,
  run: Run,
) {
  const [, ...lines] = readFileSync(join(test.folder, run.files!.contiguity!), 'utf8').trim().split('\n');
  const pairs = lines.map((line) => line.split(',').map((name) => levels.indexOf(name.trim())) as [number, number]);
  const n = levels.length;
  const links = linksOf(standardized(contiguity(n, pairs), n, 'row'), n);
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (const year of new Set(time)) {
    const rows = Array.from(time.keys()).filter((row) => time[row] === year);
    const x = new Float64Array(n);
    for (const row of rows) x[codes[row]!] = values[row]!;
    const lag = lagged(links, x);
    for (const row of rows) out[row] = lag[codes[row]!]!;
  }
  return out;
}

export const runCoupling: Runner = (run, data, test) => {
  const scaled = (name: string) => {
    const values = data.numbers(name);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return { name, values: values.map((value) => (value - low) / (high - low)) };
  };
  const systems = (run.use as readonly string[]).map((name) => scaled(run.systems![name]!));
  const found = coupling(systems, run.weights as unknown as readonly number[], run.variant!);
  const unit = data.codes(test.panel![0]);
  const time = data.numbers(test.panel![1]);
  const place = (key: string): number => {
    const [name, year] = key.split('|');
    return Array.from(time.keys()).find((row) => unit.levels[unit.codes[row]!] === name && time[row] === Number(year))!;
  };
  const mean = (values: Float64Array): number => values.reduce((total, value) => total + value, 0) / values.length;
  const of: Readonly<Record<string, Float64Array>> = { C: found.c, T: found.t, D: found.d };
  return differences(run, found, {
    known: {
      rows: (_, [key, name]) => of[name!]![place(key!)],
      mean: (_, [name]) => mean(of[name!]!),
      n: () => time.length,
    },
    ignored: {},
  });
};

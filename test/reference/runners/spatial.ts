/** Spatial weights, autocorrelation, LM tests and spatial models. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../../src/base/number/rng.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { estimate } from '../../../src/econ/estimate.ts';
import { localMoran, moran, permuted } from '../../../src/econ/spatial/moran.ts';
import { balanced, positionsOf } from '../../../src/econ/spatial/panel.ts';
import {
  contiguity,
  distances,
  economic,
  eigenvalues,
  gravity,
  inverseDistance,
  linksOf,
  nearest,
  nested,
  type SpatialWeights,
  standardized,
  summary,
} from '../../../src/econ/spatial/weights.ts';
import { type SpatialFit, spatialFit } from '../../../steps/spatial/numbers/fit.ts';
import { spatialTests } from '../../../steps/spatial_tests/numbers/lm-tests.ts';
import type { Case, Run, RunWeights } from '../case.ts';
import { type Actual, differences, type Lookup } from '../compare.ts';
import { keysOf, written } from './linear.ts';
import type { Runner } from './runner.ts';
import { completeRows, rowsOf, variable } from './variables.ts';

const by =
  <R>(of: (result: R) => unknown): Lookup<R> =>
  (result, path) =>
    path.reduce((value: unknown, name) => (value as Record<string, unknown>)?.[name], of(result)) as Actual;

const made = new Map<string, SpatialWeights>();

/** The weights of a run, each made once for a case. */
function weightsOf(w: string | RunWeights, data: Data, test: Case): SpatialWeights {
  const key = `${test.folder} ${JSON.stringify(w)}`;
  const found = made.get(key) ?? build(w, data, test);
  made.set(key, found);
  return found;
}

function build(w: string | RunWeights, data: Data, test: Case): SpatialWeights {
  const spec = typeof w === 'string' ? test.weights[w]! : w;
  const { codes, levels: units } = data.codes(test.panel![0]);
  const standardize = spec.type === 'nested' ? 'none' : (spec.standardize ?? 'row');
  const matrix = standardized(raw(spec, data, test, units, codes), units.length, standardize);
  return {
    units,
    matrix,
    standardize: spec.type === 'nested' ? 'row' : standardize,
    eigen: eigenvalues(matrix, units.length),
  };
}

function raw(spec: RunWeights, data: Data, test: Case, units: readonly string[], codes: Int32Array): Float64Array {
  const n = units.length;
  const first = (name: string): Float64Array =>
    Float64Array.from(units, (_, u) => data.numbers(name)[codes.indexOf(u)]!);
  const average = (of: (row: number) => number): Float64Array =>
    Float64Array.from(units, (_, u) => {
      const rows = Array.from(codes.keys()).filter((row) => codes[row] === u);
      return rows.reduce((total, row) => total + of(row), 0) / rows.length;
    });
  const log = (name: string) => (row: number) => Math.exp(data.numbers(name)[row]!);
  const d =
    spec.type === 'contiguity' || spec.type === 'nested'
      ? new Float64Array()
      : distances(units, first('lat'), first('lon'));
  switch (spec.type) {
    case 'contiguity': {
      const [, ...lines] = readFileSync(join(test.folder, spec.file!), 'utf8').trim().split('\n');
      return contiguity(
        n,
        lines.map((line) => line.split(',').map((name) => units.indexOf(name.trim())) as [number, number]),
      );
    }
    case 'knn':
      return nearest(d, n, spec.k!);
    case 'inverseDistance':
      return inverseDistance(d, units, spec.power!, spec.cutoff ?? Number.POSITIVE_INFINITY);
    case 'economic':
      return economic(
        average((row) => log('lgsp')(row) / log('lemp')(row)),
        units,
      );
    case 'gravity':
      return gravity(average(log('lgsp')), d, units);
    default: {
      const [a, b] = spec.parts!.map((name) => weightsOf(name, data, test).matrix);
      return nested(a!, b!, spec.share!);
    }
  }
}

const ignored = {};

export const runWeights: Runner = (run, data, test) => {
  const weights = weightsOf(run.w!, data, test);
  const all = summary(weights);
  const n = weights.units.length;
  return differences(run, all, {
    known: {
      n: () => all.n,
      links: () => all.links,
      mean_links: () => all.meanLinks,
      islands: () => all.islands.length,
      island_names: (_, [at]) => all.islands[Number(at)],
      S0: () => all.s0,
      S1: () => all.s1,
      S2: () => all.s2,
      eig_min: () => all.eigMin,
      eig_max: () => all.eigMax,
      rows: (_, [unit, other]) => weights.matrix[weights.units.indexOf(unit!) * n + weights.units.indexOf(other!)],
    },
    ignored,
  });
};

/** The variable in the order of the weights. */
function values(run: Run, data: Data, test: Case, weights: SpatialWeights): Float64Array {
  const y = variable(data, run.y!);
  const rows = completeRows(run, data, [y], []);
  const unit = { name: test.panel![0], ...data.codes(test.panel![0]) };
  const at = positionsOf(unit, rows, new Map(weights.units.map((name, i) => [name, i])));
  const out = new Float64Array(weights.units.length);
  for (const [i, row] of rows.entries()) out[at[i]!] = y[row]!;
  return out;
}

export const runMoran: Runner = (run, data, test) => {
  const weights = weightsOf(run.w!, data, test);
  const links = linksOf(weights.matrix, weights.units.length);
  const x = values(run, data, test, weights);
  const result = moran(x, links, summary(weights));
  const found = differences(run, result, {
    known: {
      I: by(({ i }) => i),
      E: by(({ expected }) => expected),
      var_normal: by(({ varNormal }) => varNormal),
      var_random: by(({ varRandom }) => varRandom),
      z_normal: by(({ zNormal }) => zNormal),
      p1_normal: by(({ pOneSidedNormal }) => pOneSidedNormal),
      p2_normal: by(({ pTwoSidedNormal }) => pTwoSidedNormal),
      z_random: by(({ zRandom }) => zRandom),
      p1_random: by(({ pOneSided }) => pOneSided),
      p2_random: by(({ pTwoSided }) => pTwoSided),
      scatter_slope: by(({ i }) => i),
    },
    ignored: { perm999_p1_range: 'compared below: it depends on the draws' },
  });
  const range = run.expected.perm999_p1_range as readonly [number, number] | undefined;
  if (range === undefined) return found;
  const rng = createRng('reference');
  const p = permuted(x, links, 999, (draw) => rng.stream('permutation', draw));
  const isNear = p >= range[0] - 0.03 && p <= range[1] + 0.03;
  return isNear ? found : [...found, `permutation p: expected ${range.join('–')}, got ${p}`];
};

export const runLisa: Runner = (run, data, test) => {
  const weights = weightsOf(run.w!, data, test);
  const links = linksOf(weights.matrix, weights.units.length);
  const local = localMoran(values(run, data, test, weights), links, weights);
  const names: Readonly<Record<string, (each: (typeof local)[number]) => unknown>> = {
    I: ({ i }) => i,
    E: ({ totalExpected }) => totalExpected,
    var: ({ totalVariance }) => totalVariance,
    z: ({ totalZ }) => totalZ,
    p2: ({ totalP }) => totalP,
    E_cond: ({ expected }) => expected,
    var_cond: ({ variance }) => variance,
    z_cond: ({ z }) => z,
    p2_cond: ({ pValue }) => pValue,
    quadrant: ({ quadrant }) => quadrant,
    x: ({ x }) => x,
    lag: ({ lag }) => lag,
  };
  return differences(run, local, {
    known: {
      count: (all, [quadrant]) => all.filter((each) => each.quadrant === quadrant).length,
      units: (_, [unit, field]) => names[field!]?.(local[weights.units.indexOf(unit!)]!) as Actual,
    },
    ignored,
  });
};

function specOf(run: Run, data: Data) {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const keys = { fit: `${written(run.y!)} ~ ${run.x!.map(written).join(' + ')}`, ...sampleOf(run) };
  return compileColumn(keys, null, context).specs[0]!;
}

const sampleOf = (run: Run) => {
  const { sample } = keysOf(run);
  return sample === undefined ? {} : { sample };
};

export const runLmSpatial: Runner = (run, data, test) => {
  const weights = weightsOf(run.w!, data, test);
  const columns = [run.y!, ...run.x!].map((name) => variable(data, name));
  const rows = completeRows(run, data, columns, []);
  const unit = { name: test.panel![0], ...data.codes(test.panel![0]) };
  const panel = balanced({ unit, time: data.numbers(test.panel![1]), rows }, weights);
  const [y, ...x] = columns.map((column) => rowsOf(rowsOf(column, rows), panel.rows));
  const ones = new Float64Array(rows.length).fill(1);
  const links = linksOf(weights.matrix, weights.units.length);
  const tests = spatialTests(y!, [ones, ...x], links, summary(weights));
  const names: Readonly<Record<string, string>> = {
    LMlag: 'LM-lag',
    LMerr: 'LM-error',
    RLMlag: 'Robust LM-lag',
    RLMerr: 'Robust LM-error',
    SARMA: 'SARMA',
    moran_resid: 'Moran’s I of residuals',
  };
  const fields: Readonly<Record<string, string>> = {
    stat: 'statistic',
    df: 'df',
    p: 'pValue',
    I: 'i',
    E: 'expected',
    var: 'variance',
    z: 'statistic',
    p2: 'pValue',
  };
  const of =
    (name: string): Lookup<typeof tests> =>
    (all, [field]) =>
      (all.find((each) => each.name === names[name]) as unknown as Record<string, Actual>)[fields[field!]!];
  return differences(run, tests, {
    known: Object.fromEntries(Object.keys(names).map((name) => [name, of(name)])),
    ignored,
  });
};

function fitBy(run: Run, data: Data, test: Case, information: 'observed' | 'expected' = 'observed'): SpatialFit {
  const effects = ({ ind: 'unit', time: 'time', both: 'both' } as const)[run.effects!] ?? 'none';
  const options = {
    model: run.model as 'sar',
    effects,
    leeyu: run.leeyu ?? false,
    lagOrder: run.lagOrder ?? ('withinOfLag' as const),
    information,
  };
  return estimate(specOf(run, data), data, spatialFit(weightsOf(run.w!, data, test), options)) as SpatialFit;
}

const ofTerm =
  (key: string): Lookup<{ fit: SpatialFit; expected: SpatialFit }> =>
  ({ fit }, [name]) =>
    (fit.terms.find(({ term }) => term === name) as unknown as Record<string, Actual>)?.[key];

const effectFields: Readonly<Record<string, string>> = {
  se_direct: 'seDirect',
  se_indirect: 'seIndirect',
  se_total: 'seTotal',
};

export const runSpatial: Runner = (run, data, test) => {
  const fits = { fit: fitBy(run, data, test), expected: fitBy(run, data, test, 'expected') };
  const z = (name: string): number => {
    const { estimate: value, stdError } = fits.fit.terms.find(({ term }) => term === name)!;
    return value / (stdError as number);
  };
  const wald =
    (name: string): Lookup<typeof fits> =>
    (_, [field]) =>
      ofTests(fits.fit, name, field!);
  return differences(run, fits, {
    known: {
      coef: ofTerm('estimate'),
      se: ofTerm('stdError'),
      z: (_, [name]) => z(name!),
      p: (_, [name]) => twoSided(normal, z(name!)),
      se_expected_info: (each, path) => ofTerm('stdError')({ ...each, fit: each.expected }, path),
      ll: ({ fit }) => fit.stats.ll,
      N: ({ fit }) => fit.nobs,
      n: ({ fit }) => fit.stats.nUnits,
      T: ({ fit }) => fit.stats.nPeriods,
      effects: ({ fit }, [name, field]) =>
        (fit.effects[name!] as unknown as Record<string, Actual>)?.[effectFields[field!] ?? field!],
      wald_sdm_sar: wald('wald-sar'),
      wald_sdm_sem: wald('wald-sem'),
    },
    ignored,
  });
};

function ofTests({ tests }: SpatialFit, name: string, field: string): Actual {
  const test = tests.find((each) => each.name === name)!;
  return field === 'df' ? test.df![0] : field === 'p' ? test.pValue : test.statistic;
}

/** Tests of a Durbin model, which its fit has: the models that it is tested against are estimated with it. */
export const runLrWald: Runner = (run, data, test) => {
  const full = test.runs.find(({ name }) => name === run.runs![0])!;
  const fit = fitBy(full, data, test);
  const names = { lr_sdm_sar: 'lr-sar', lr_sdm_sem: 'lr-sem', wald_sdm_sar: 'wald-sar', wald_sdm_sem: 'wald-sem' };
  return differences(run, fit, {
    known: Object.fromEntries(
      Object.entries(names).map(([field, name]) => [
        field,
        ((all, [of]) => ofTests(all, name, of!)) as Lookup<SpatialFit>,
      ]),
    ),
    ignored,
  });
};

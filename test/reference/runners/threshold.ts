/** `threshold`: xthreg's search, tests, intervals, regressions by regime, and a bootstrap within the case's ranges. */
import { createRng } from '../../../src/base/number/rng.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { VcovSpec } from '../../../src/econ/design.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import { replicator } from '../../../steps/threshold/numbers/bootstrap.ts';
import { regimeFit, regimesOf } from '../../../steps/threshold/numbers/regimes.ts';
import { type ThresholdResult, type ThresholdRow, thresholdResult } from '../../../steps/threshold/numbers/result.ts';
import { type ThresholdSample, thresholdSample } from '../../../steps/threshold/numbers/sample.ts';
import {
  type SearchSpace,
  searchSpace,
  searchThresholds,
  splitsOf,
  stepNamed,
  type ThresholdSearch,
} from '../../../steps/threshold/numbers/search.ts';
import { type ThresholdSpec, testNames } from '../../../steps/threshold/numbers/spec.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { keysOf } from './linear.ts';
import type { Runner } from './runner.ts';

interface Estimated {
  readonly run: Run;
  readonly spec: ThresholdSpec;
  readonly sample: ThresholdSample;
  readonly space: SearchSpace;
  readonly search: ThresholdSearch;
  readonly result: ThresholdResult;
}

export const runThreshold: Runner = (run, data) => {
  const estimated = estimate(run, data);
  const { bootstrap_ranges, ...exact } = run.expected;
  const compared = { ...run, expected: exact, tolerance: { rel: 1e-8 } };
  return [...differences(compared, estimated, fields), ...bootstrapDifferences(estimated, bootstrap_ranges)];
};

function estimate(run: Run, data: Data): Estimated {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs } = compileColumn(keysOf({ ...run, absorb: run.id! }), null, context);
  const max = run.thnum!;
  const spec: ThresholdSpec = {
    model: specs[0]!,
    slope: run.rx!,
    on: run.qx!,
    max,
    grid: run.grid!,
    trim: Array.from({ length: max }, (_, i) => run.trim![i] ?? run.trim![0]!),
  };
  const sample = thresholdSample(spec, data);
  const space = searchSpace(sample, spec);
  const search = searchThresholds(space, spec);
  const options = { convention: 'xthreg', vcov: { is: 'iid' }, level: run.level ?? 0.95, use: max } as const;
  return { run, spec, sample, space, search, result: thresholdResult(sample, search, [], run.qx!, options) };
}

const row = ({ result }: Estimated, index: string): ThresholdRow => result.thresholds[Number(index)]!;

const ofSearch =
  (name: 'Th-1' | 'Th-22' | 'Th-21' | 'Th-3'): Lookup<Estimated> =>
  (estimated, [field, end]) => {
    const { search, result } = estimated;
    const step = stepNamed(search, name);
    const order = name === 'Th-22' ? '1' : name === 'Th-3' ? '2' : '0';
    const found = name === 'Th-21' ? row(estimated, order).refined! : row(estimated, order);
    const known: Readonly<Record<string, Stat | undefined>> = {
      th: found.gamma,
      rss: result.profiles.find((profile) => profile.name === name)!.rss,
      loc: step.at + 1,
      xthreg_ci: found.ciXthreg[Number(end)],
      hansen_ci: end === '0' ? found.ciLow : found.ciHigh,
    };
    return known[field!];
  };

function cutsOf({ search }: Estimated, count: number): number[] {
  return splitsOf(search, count)
    .map((g) => search.grid[g]!)
    .sort((a, b) => a - b);
}

function fitOf({ sample, run }: Estimated, cuts: readonly number[], vcov: VcovSpec): Fit {
  return regimeFit(sample, cuts, vcov, run.level ?? 0.95);
}

/** `rx#0` of a case is our `rx#1`. */
const ourTerm = (name: string): string => name.replace(/#(\d+)$/, (_, number) => `#${Number(number) + 1}`);

const regression: Lookup<Estimated> = (estimated, [index, field, name]) => {
  const cuts = cutsOf(estimated, Number(index) + 1);
  const iid = fitOf(estimated, cuts, { is: 'iid' });
  const clustered = fitOf(estimated, cuts, { is: 'cluster', by: [estimated.run.id!] });
  const term = (fit: Fit) => fit.terms.find((entry) => entry.term === ourTerm(name!));
  switch (field) {
    case 'thresholds':
      return cuts[Number(name)];
    case 'regime_n':
      return regimesOf(estimated.sample, cuts)[Number(name)]?.rows;
    case 'N':
      return iid.nobs;
    case 'rss':
      return iid.stats.rss;
    case 'r2_within':
      return iid.stats.r2Within;
    case 'coef':
      return term(iid)?.estimate;
    case 'se_conventional':
      return term(iid)?.stdError;
    case 'df_conventional':
      return iid.dfResid ?? undefined;
    case 'se_cluster':
      return term(clustered)?.stdError;
    case 'df_cluster':
      return clustered.dfResid ?? undefined;
    default:
      return undefined;
  }
};

const fields: Fields<Estimated> = {
  known: {
    grid_size: ({ result }) => result.gridSize,
    'Th-1': ofSearch('Th-1'),
    'Th-21': ofSearch('Th-21'),
    'Th-22': ofSearch('Th-22'),
    'Th-3': ofSearch('Th-3'),
    RSS: ({ search }, [index]) => search.rss[Number(index)],
    F_xthreg: (estimated, [index]) => row(estimated, index!).fXthreg,
    F_hansen: (estimated, [index]) => row(estimated, index!).fHansen,
    MSE_xthreg: (estimated, [index]) => row(estimated, index!).mse,
    thresholds: (estimated, [count, index]) => cutsOf(estimated, Number(count) + 1)[Number(index)],
    regressions: regression,
  },
  ignored: { note: 'words' },
};

interface Ranges {
  readonly p: readonly [number, number];
  readonly [critical: `crit${number}`]: readonly [number, number];
}

const replications = 300;

/** The case's margins: p within ±0.05 of the range over its seeds, critical values within ±25 % at 300 replications. */
function bootstrapDifferences({ sample, spec, space, search, result }: Estimated, expected: unknown): string[] {
  const ranges = (expected ?? []) as readonly Ranges[];
  const rng = createRng('1');
  const ratios = ranges.map((_, j) => {
    const test = testNames[j]!;
    const replicate = replicator(space, search, spec, test, true);
    return replicate(Array.from({ length: replications }, (_, i) => rng.stream(`threshold/${test}`, i)));
  });
  const options = { convention: 'xthreg', vcov: { is: 'iid' }, level: 0.95, use: spec.max } as const;
  const { thresholds } = thresholdResult(sample, search, ratios, result.on, options);
  return ranges.flatMap((range, j) => {
    const { pValue, critical } = thresholds[j]!;
    const checks = [
      { what: 'p', got: pValue, low: range.p[0] - 0.05, high: range.p[1] + 0.05 },
      ...(['1', '5', '10'] as const).map((level) => {
        const [low, high] = range[`crit${Number(level)}`]!;
        return { what: `crit${level}`, got: critical[level], low: low * 0.75, high: high * 1.25 };
      }),
    ];
    return checks
      .filter(({ got, low, high }) => !(typeof got === 'number' && got >= low && got <= high))
      .map(({ what, got, low, high }) => `${testNames[j]} ${what}: expected ${low} to ${high}, got ${got}`);
  });
}

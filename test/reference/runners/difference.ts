/** `groupdiff` and `permgroup`: the interacted regression, stacked scores, and all permutations of the groups. */
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import { groupPermutations, type PermutationTest, permutationTest } from '../../../src/econ/difference/permutation.ts';
import type { DifferenceSpec } from '../../../src/econ/difference/spec.ts';
import { type Comparison, compareGroups, type TermDifference } from '../../../src/econ/difference/tests.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { estimate } from '../../support/estimate.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { keysOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

interface Result {
  readonly found: Comparison;
  readonly fits: Readonly<Record<string, Fit>>;
}

function modelOf(run: Run, data: Data): ModelSpec {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs, problems } = compileColumn(keysOf(run), null, context);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  return specs[0]!;
}

export const runGroupDifference: Runner = (run, data) => {
  const model = modelOf(run, data);
  const between = run.levels!.map(String) as [string, string];
  const spec: DifferenceSpec = { model, group: run.group!, between, of: written(run.key!) };
  const fits = Object.fromEntries(
    between.map((level) => [level, estimate({ ...model, split: { column: run.group!, level } }, data)]),
  );
  return differences(run, { found: compareGroups(spec, data), fits }, fields);
};

const termOf = (terms: readonly TermDifference[], name: string) => terms.find(({ term }) => term === name);
const names = { difference: 'difference', se: 'stdError', t: 'statistic', p: 'pValue' } as const;
const nameOf = (field: string) => names[field as 'se'];

const ofFit: Lookup<Result> = ({ fits }, [level, field, name]) => {
  const fit = fits[level!]!;
  if (field === 'N') return fit.nobs;
  if (field === 'G') return fit.nclusters ?? { invalid: 'no clusters' };
  if (field === 'df_r') return fit.dfResid ?? { invalid: 'normal' };
  const row = fit.terms.find(({ term }) => term === name);
  return row?.[({ coef: 'estimate', se: 'stdError', t: 'statistic', p: 'pValue' } as const)[field as 'se']];
};

const ofChow: Lookup<Result> = ({ found: { chow, difference } }, [field, name, inner]) => {
  const { joint } = chow;
  const known: Readonly<Record<string, ReturnType<Lookup<Result>>>> = {
    df_r: chow.df ?? { invalid: 'normal' },
    K_counted: chow.kCounted,
    N: chow.nobs,
  };
  if (field === 'joint')
    return { F: joint.f, df1: joint.df1, df2: joint.df2 ?? undefined, p: joint.pValue }[name as 'F'];
  if (field === 'key') return name === 'difference' ? difference : chow[nameOf(name!) as 'stdError'];
  if (field === 'all') return termOf(chow.terms, name!)?.[nameOf(inner!)];
  return known[field!];
};

const ofSuest: Lookup<Result> = ({ found: { suest } }, [name, field]) => {
  const term = termOf(suest.terms, name!)!;
  if (field !== 'chi2') return term[nameOf(field!)];
  return typeof term.statistic === 'number' ? term.statistic * term.statistic : term.statistic;
};

const fields: Fields<Result> = {
  known: {
    groups: ofFit,
    difference: ({ found }, [name]) => termOf(found.suest.terms, name!)?.difference,
    chow: ofChow,
    suest: ofSuest,
    suest_joint: ({ found: { suest } }, [field]) =>
      ({ chi2: suest.joint.chi2, df: suest.joint.df, p: suest.joint.pValue })[field as 'chi2'],
    suest_G: ({ found }) => found.suest.groups,
    key: ({ found }) => found.of,
  },
  ignored: { note: 'words' },
};

export const runGroupPermutation: Runner = (run, data) => {
  const between = run.levels!.map(String) as [string, string];
  const of = written(run.key ?? run.x![0]!);
  const spec = { model: modelOf(run, data), group: run.group!, between, of };
  const permute = run.unit === undefined ? 'rows' : 'units';
  const found = groupPermutations({ ...spec, permute, unit: run.unit ?? null }, data);
  const none = (): never => {
    throw new Error('all permutations are to be listed');
  };
  const statistics = found.of(0, found.assignments, found.assignments, none);
  return differences(run, permutationTest(found, statistics, found.assignments), permutationFields);
};

const permutationFields: Fields<PermutationTest> = {
  known: {
    observed: ({ observed }) => observed,
    permutations: ({ assignments }) => assignments,
    count_ge: ({ countGe }) => countGe,
    count_abs_ge: ({ countAbsGe }) => countAbsGe,
    p_one_sided: ({ countGe, draws }) => countGe / draws,
    p_bdiff: ({ pBdiff }) => pBdiff,
    p_two_sided: ({ pValue }) => pValue,
    mean: ({ mean }) => mean,
    sd: ({ sd }) => sd,
    min: ({ min }) => min,
    max: ({ max }) => max,
    q05: ({ quantiles }) => quantiles.p5,
    q50: ({ quantiles }) => quantiles.p50,
    q95: ({ quantiles }) => quantiles.p95,
  },
  ignored: { note: 'words' },
};

/** `rd_locrand`, `rd_window`: randomisation in windows by the specs that `kind: rd` makes. */
import type { Data } from '../../../src/econ/data.ts';
import { type RandomisationResult, randomisationFit } from '../../../steps/rd/numbers/randomisation/fit.ts';
import type { RandomisationSpec } from '../../../steps/rd/numbers/randomisation/spec.ts';
import { balanceWindows, chosenWindow } from '../../../steps/rd/numbers/randomisation/window.ts';
import { ofRunning, rdSample } from '../../../steps/rd/numbers/sample.ts';
import type { Run } from '../case.ts';
import { differences, type Lookup } from '../compare.ts';
import { written } from './linear.ts';
import type { Runner } from './runner.ts';

type WindowRun = Run & NonNullable<Run['rd']>;

const common = (run: WindowRun) => ({
  running: written(run.running),
  cutoff: run.cutoff ?? 0,
  sample: null,
  exclude: null,
});

const side = (index: string | undefined): string => (index === '0' ? 'Below' : 'Above');

export const runRdLocrand: Runner = (run, data: Data) => {
  const given = run as WindowRun;
  const isRanks = given.statistic === 'ranksum';
  const spec: RandomisationSpec = {
    method: 'randomisation',
    ...common(given),
    outcome: written(run.y!),
    window: given.window!,
    search: null,
    covariates: [],
    p: given.p ?? 0,
    statistic: isRanks ? 'ranksum' : 'difference',
    draws: typeof given.draws === 'number' ? given.draws : 1000,
    seed: '1',
  };
  const of =
    (name: string): Lookup<RandomisationResult> =>
    ({ fit }, [index]) =>
      fit.stats[`${name}${side(index)}`];
  const stat =
    (name: string): Lookup<RandomisationResult> =>
    ({ fit }) =>
      fit.stats[name];
  return differences(run, randomisationFit(spec, rdSample({ ...ofRunning(spec), outcome: spec.outcome }, data)), {
    known: {
      N: of('n'),
      N_window: of('nWithin'),
      mean: of('mean'),
      sd: of('sd'),
      statistic: isRanks ? stat('rankSumZ') : ({ fit }) => fit.terms[0]!.estimate,
      p_large_sample: isRanks ? stat('rankSumP') : ({ fit }) => fit.terms[0]!.pValue,
      p_exact: stat('randomisationP'),
      assignments: stat('assignments'),
    },
    ignored: {},
  });
};

export const runRdWindow: Runner = (run, data) => {
  const given = run as WindowRun;
  const covariates = given.covs!.map(written);
  const sample = rdSample(ofRunning(common(given), covariates), data);
  const search = { first: given.wmin!, step: given.wstep!, count: given.nwindows!, level: given.level! };
  const windows = balanceWindows(sample.sides, sample.covariates, search, given.cutoff ?? 0);
  const chosen = chosenWindow(windows, search.level);
  const fields: Readonly<Record<string, 'pValue' | 'binomialP' | 'below' | 'above'>> = {
    p: 'pValue',
    binomial_p: 'binomialP',
    n_left: 'below',
    n_right: 'above',
  };
  return differences(run, windows, {
    known: {
      rows: (_, [index, name]) => {
        const window = windows[Number(index)]!;
        if (name === 'variable') return covariates.indexOf(window.variable) + 1;
        return window[fields[name!] ?? (name as 'left')];
      },
      window: (_, [index]) => (index === '0' ? chosen.left : chosen.right),
    },
    ignored: {},
  });
};

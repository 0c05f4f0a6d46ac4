/** `rd_density`, `rd_mccrary`: tests of the density at a cut-off by the specs that `kind: rd` makes. */
import type { Data } from '../../../src/econ/data.ts';
import { type DensityResult, densityFit, mccraryFit } from '../../../steps/rd/numbers/density/fit.ts';
import type { DensitySpec, McCrarySpec } from '../../../steps/rd/numbers/density/spec.ts';
import { ofRunning, rdSample } from '../../../steps/rd/numbers/sample.ts';
import type { Pair } from '../../../steps/rd/numbers/spec.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { written } from './linear.ts';
import type { Runner } from './runner.ts';

type DensityRun = Run & NonNullable<Run['rd']>;

const pairOf = (value: unknown): Pair | null =>
  value === undefined ? null : typeof value === 'number' ? [value, value] : (value as Pair);

const common = (run: DensityRun) => ({
  running: written(run.running),
  cutoff: run.cutoff ?? 0,
  sample: null,
  exclude: null,
  h: pairOf(run.h),
});

const terms = { left: 'density_below', right: 'density_above', difference: 'difference' } as const;
const side = (index: string | undefined): string => (index === '0' ? 'Below' : 'Above');
const ofTerm =
  (field: 'estimate' | 'stdError' | 'statistic' | 'pValue', term?: string): Lookup<DensityResult> =>
  ({ fit }, [name]) =>
    fit.terms.find((each) => each.term === (term ?? terms[name as 'left']))?.[field];
const ofStat =
  (name: string): Lookup<DensityResult> =>
  ({ fit }, [index]) =>
    fit.stats[`${name}${side(index)}`];
const windowField = { window: 'width', left: 'below', right: 'above', p: 'pValue' } as const;

const fields: Fields<DensityResult> = {
  known: {
    N: ofStat('n'),
    N_eff: ofStat('nWithin'),
    h: ofStat('h'),
    density: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic', 'difference'),
    p: ofTerm('pValue', 'difference'),
    binomial: ({ windows }, [field, index]) => windows[Number(index)]?.[windowField[field as 'window']],
  },
  ignored: {},
};

export const runRdDensity: Runner = (run, data: Data) => {
  const given = run as DensityRun;
  const spec: DensitySpec = {
    method: 'density',
    ...common(given),
    p: given.p ?? 2,
    kernel: (run.kernel ?? 'triangular') as DensitySpec['kernel'],
    errors: (given.vce ?? 'jackknife') as DensitySpec['errors'],
    bandwidth: (given.bwselect ?? 'comb') as DensitySpec['bandwidth'],
    restricted: given.fitselect === 'restricted',
  };
  return differences(run, densityFit(spec, rdSample(ofRunning(spec), data)), fields);
};

export const runRdMccrary: Runner = (run, data) => {
  const given = run as DensityRun;
  const spec: McCrarySpec = { method: 'mccrary', ...common(given), bin: given.bin ?? null };
  const of = (field: 'estimate' | 'stdError' | 'statistic' | 'pValue') => ofTerm(field, 'log_difference');
  return differences(run, mccraryFit(spec, rdSample(ofRunning(spec), data)), {
    known: {
      theta: of('estimate'),
      se: of('stdError'),
      z: of('statistic'),
      p: of('pValue'),
      binsize: ({ fit }) => fit.stats.bin,
      bandwidth: ({ fit }) => fit.stats.h,
    },
    ignored: {},
  });
};

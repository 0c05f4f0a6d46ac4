/** Faults of experiments around confidential values: arms, strata, clusters, subgroups, outcomes. */
import { type Fault, withColumns } from './canary-faults.ts';

const trial = (more: string): string => `  trial: {kind: experiment, from: data, outcomes: [x]${more}}`;
const treated = (t: (i: number) => number): string => withColumns({ t });

export const EXPERIMENT_FAULTS: Readonly<Record<string, Fault>> = {
  'an experiment of one arm': {
    steps: trial(', treatment: side, control: ZQSECmine'),
    data: withColumns({ side: () => 'ZQSECmine' }),
    code: 'one-arm',
    says: 'all rows are in one arm: `…` of `side`',
  },
  'an arm without values': {
    steps: trial(', treatment: side, control: ZQSECside0'),
    data: withColumns({ x: (i) => ((i >> 2) % 2 === 0 ? i : '') }),
    code: 'one-arm',
    says: 'no row of the arm `…`',
  },
  'an experiment whose control is not named': {
    steps: trial(', treatment: side'),
    code: 'no-control',
    says: 'rows are in `…`, `…`',
  },
  'a stratum of one arm': {
    steps: trial(', treatment: t, strata: side, estimator: difference'),
    data: treated((i) => ((i >> 2) % 2 === 0 ? 0 : i % 2)),
    code: 'one-arm-in-stratum',
    says: 'a stratum holds one arm only: `side` …',
  },
  'strata that are left out': {
    steps: trial(', treatment: t, strata: side, estimator: difference, strata_min: 2'),
    data: treated((i) => ((i >> 2) % 2 === 0 ? 0 : i % 2)),
    code: 'strata-left-out',
    says: 'with too few rows of an arm are left out: …',
    names: true,
  },
  'a stratum of one row': {
    steps: trial(', treatment: t, strata: side'),
    data: withColumns({ t: (i) => i % 2, side: (i) => (i === 3 ? 'ZQSECalone' : `ZQSECside${(i >> 2) % 2}`) }),
    code: 'leverage-one',
    says: 'a stratum has one row alone: `side` …',
  },
  'an outcome beyond its support': {
    steps: trial(', treatment: t, bounds: [horowitz_manski], support: [0, 9]').replace('[x]', '[income]'),
    data: withColumns({ t: (i) => i % 2, income: (i) => (i === 4 ? '' : 81_371 + i) }),
    code: 'outside-support',
    says: '`income` has …, which lies outside',
  },
  'a cluster of two arms': {
    steps: trial(', treatment: t, cluster: side, clustered: true'),
    data: treated((i) => i % 2),
    code: 'mixed-cluster',
    says: 'the cluster `…` of `side` has rows of two arms',
  },
  'a subgroup of one arm': {
    steps: trial(', treatment: t, subgroups: [side]'),
    data: treated((i) => ((i >> 2) % 2 === 0 ? 0 : i % 2)),
    code: 'one-arm-in-subgroup',
    says: 'the subgroup … of `side`',
  },
};

/** Faults of bootstraps and predictions around confidential values: clusters, units, periods, levels. */
import { type Fault, withColumns } from './canary-faults.ts';

const PANEL = ', panel: {unit: who, time: year}';
const drawn = (fit: string, more: string, model = ''): string =>
  `  main: {kind: models, from: data, fit: ${fit}${model}}\n  boot: {kind: bootstrap, base: main, draws: 4${more}}`;
const predicted = (fit: string, asked: string, model = ''): string =>
  `  main: {kind: models, from: data, fit: ${fit}${model}}\n  told: {kind: predict, base: main, columns: {v: ${asked}}}`;
const y = (i: number): number => (i * 7) % 5;

export const RESAMPLING_FAULTS: Readonly<Record<string, Fault>> = {
  'a bootstrap of one cluster': {
    steps: drawn('x ~ z', ', cluster: all'),
    data: withColumns({ all: () => 'ZQSECall' }),
    also: ['all'],
    code: 'one-cluster',
    says: 'a bootstrap needs at least two clusters, `all` has one in the rows used',
  },
  'signs of one cluster': {
    steps: drawn('x ~ z', ', method: wild, cluster: all'),
    data: withColumns({ all: () => 'ZQSECall' }),
    also: ['all'],
    code: 'one-cluster',
    says: 'a bootstrap needs at least two clusters, `all` has one in the rows used',
  },
  'a drawn row without a cluster': {
    steps: drawn('x ~ z', ', cluster: side'),
    data: withColumns({ side: (i) => (i === 5 ? '' : `ZQSECside${i % 3}`) }),
    code: 'missing-value',
    says: 'a row used has no value of `side`',
  },
  'a bootstrap that cuts units whose past is read': {
    ingest: PANEL,
    steps: drawn('y ~ L.y', ', cluster: side'),
    data: withColumns({ y, side: (i) => `ZQSECside${i % 2}` }),
    code: 'units-cut',
    says: 'the model reads other periods of `who`, and what is drawn cuts through its rows',
  },
  'samples that do not identify a coefficient': {
    steps: drawn('x ~ z + rare', ', cluster: who').replace('draws: 4', 'draws: 40'),
    data: withColumns({ rare: (i) => Number(i < 4) }),
    code: 'failed-draws',
    says: 'of 40 samples do not identify every coefficient, and were left out',
  },
  'blocks over a gap': {
    ingest: PANEL,
    steps: drawn('x ~ z', ', method: circular-blocks, length: 2'),
    data: withColumns({ year: (i) => 2010 + (i % 4) + Number(i === 7), x: (i) => (i * 3) % 11 }),
    code: 'gaps',
    says: 'units have 1 gap in `year` among the rows used',
  },
  'blocks that are longer than a unit': {
    ingest: PANEL,
    steps: drawn('x ~ z', ', method: moving-blocks, length: 5'),
    code: 'short-unit',
    says: 'blocks of 5 periods do not fit into 6 units, the shortest of 4',
  },
  'blocks without a length': {
    ingest: PANEL,
    steps: drawn('x ~ z', ', method: moving-blocks'),
    code: 'missing-length',
    says: 'expected `length`, the periods of a block, got none',
  },
  'blocks without a panel': {
    steps: drawn('x ~ z', ', method: moving-blocks, length: 2'),
    code: 'needs-panel',
    says: 'blocks are of consecutive periods, and the data have no panel',
  },
  'a bootstrap whose clusters nobody names': {
    steps: drawn('x ~ z | side', ''),
    code: 'missing-cluster',
    says: 'expected `cluster`, what is drawn, got none',
  },
  'residuals of clustered errors': {
    steps: drawn('x ~ z', ', method: residual', ', vcov: cluster(who)'),
    code: 'unsupported',
    says: 'residuals of other rows are errors like its own under `vcov: iid` alone',
  },
  'residuals with weights': {
    steps: drawn('x ~ z', ', method: residual', ', weights: year'),
    code: 'unsupported',
    says: 'with weights errors of rows differ in their variance',
  },
  'signs of a logit': {
    steps: drawn('d ~ z', ', method: wild', ', estimator: logit'),
    code: 'unsupported',
    says: 'draws of residuals are defined for least squares',
  },
  'residuals beside a lag of the outcome': {
    ingest: PANEL,
    steps: drawn('y ~ L.y', ', method: residual'),
    data: withColumns({ y }),
    code: 'unsupported',
    says: 'draws of residuals keep the regressors, and `L.y` is made of the outcome',
  },
  'signs that accelerate an interval': {
    steps: drawn('x ~ z', ', method: wild, interval: bca'),
    code: 'unsupported',
    says: '`method: wild` leaves out no clusters, by which an interval is accelerated',
  },
  'a jackknife with draws': {
    steps: drawn('x ~ z', ', method: jackknife'),
    code: 'unsupported',
    says: '`method: jackknife` reads no `draws`',
  },
  'a number of a result that is not defined': {
    steps:
      '  told: {kind: describe, from: data, variables: [flat]}\n  boot: {kind: bootstrap, base: told, draws: 4, statistics: [flat.skewness]}',
    data: withColumns({ flat: () => 3 }),
    code: 'undefined-statistic',
    says: '`flat.skewness` is not defined',
  },
  'a result in samples of one cluster': {
    steps:
      '  told: {kind: describe, from: data, variables: [x]}\n  boot: {kind: bootstrap, base: told, draws: 4, cluster: all, statistics: [x.mean]}',
    data: withColumns({ all: () => 'ZQSECall' }),
    also: ['all'],
    code: 'one-cluster',
    says: 'a bootstrap needs at least two clusters, `all` has one in the rows used',
  },
  'effects of sets that share no level': {
    steps: predicted('x ~ z | who + side', 'effect(who)'),
    code: 'unconnected-effects',
    says: 'the rows fall into 2 sets that share no level of `who` and `side`',
  },
  'three effects that are taken apart': {
    steps: predicted('x ~ z | who + side + year', 'effect(who)'),
    code: 'unsupported',
    says: 'three and more effects are not taken apart by level',
  },
  'leverage beside two effects': {
    steps: predicted('x ~ z | who + year', 'leverage'),
    code: 'unsupported',
    says: 'the leverage of a row is not computed with several absorbed effects or slopes: `who`, `year`',
  },
  'an effect that is not absorbed': {
    steps: predicted('x ~ z | who', 'effect(side)'),
    code: 'no-effects',
    says: 'the model absorbs no `side`',
  },
  'a prediction of no such name': {
    steps: predicted('x ~ z', 'ZQSECmine'),
    code: 'unknown-prediction',
    says: 'no prediction is called',
  },
  'a prediction that takes a column’s name': {
    steps: predicted('x ~ z', 'fitted').replace('{v:', '{income:'),
    code: 'column-exists',
    says: '`income` is already a column of `data`',
  },
  'predictions for rows without a column': {
    steps: `  other: {kind: collapse, from: data, by: [side], columns: {x: mean(x)}}\n${predicted('x ~ z', 'fitted').replace('base: main', 'base: main, data: other')}`,
    code: 'no-column',
    says: '`other` has no column `z`, which these predictions read',
  },
};

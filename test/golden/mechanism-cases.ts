/** Tables of mechanisms and differences: what stands below regressions and belongs to all of them. */
import { type Case, fitOf, node, term } from './fixtures.ts';

const constant = term('_cons', -0.09812, 0.1215, 0.43);
const mediated = (indirect: number, more: object) =>
  node(
    'mediation',
    {
      treatment: 'NQP',
      mediator: 'Patent',
      steps: {
        total: fitOf([term('NQP', 1.592, 0.4557, 0.001), constant]),
        mediator: fitOf([term('NQP', 9.608, 6.2027, 0.132), constant], { outcome: 'Patent' }),
        outcome: fitOf([term('NQP', 1.485, 0.2899, 0.0001), term('Patent', -0.0115, 0.002, 0.0001), constant]),
      },
      a: 9.608,
      b: -0.0115,
      indirect,
      direct: 1.485,
      total: 1.592,
      shareMediated: indirect / 1.592,
      ratioIndirectDirect: indirect / 1.485,
      suppression: indirect < 0,
      sobel: { stdError: 0.0738, statistic: indirect / 0.0738, pValue: 0.148 },
      aroian: { stdError: 0.0748, statistic: indirect / 0.0748, pValue: 0.15 },
      goodman: {
        stdError: { invalid: 'the variance is negative' },
        statistic: { invalid: 'the variance is negative' },
        pValue: { invalid: 'the variance is negative' },
      },
      bootstrap: null,
      ...more,
    },
    { type: 'mediation', params: ['NQP', 'Patent', 'Gap'] },
  );

const bootstrap = {
  reps: 1000,
  failed: 0,
  level: 0.95,
  mean: 0.11,
  stdError: 0.1029,
  z0: 0.2793,
  percentile: [-0.3295, 0.0742],
  bc: [-0.2661, 0.2038],
  normal: [-0.312, 0.0914],
  clusters: { name: 'province', count: 31 },
};

const selection = {
  treatment: 'NQP',
  delta: 1.8342,
  beta: 0.9214,
  betaAlternatives: [],
  forBeta: 0,
  forDelta: 1,
  rmax: 0.9026,
  r2: 'r2Within',
  betaUncontrolled: 4.50213,
  betaControlled: 1.59224,
  r2Uncontrolled: 0.4601,
  r2Controlled: 0.6943,
  sigmaXx: 0.0012,
  sigmaYy: 0.021,
  tauX: 0.0008,
} as const;
const stable = (strict: object) => {
  const selectedFit = (of: object, stats: object) =>
    fitOf([term('NQP', 1.59224, 0.45573, 0.001), constant], {
      stats: { r2Within: 0.6943, ...stats },
      oster: { ...selection, ...of },
    });
  return [
    node('stable.usual', selectedFit({}, { osterDelta: 1.8342, osterBeta: 0.9214 }), { oster: true }),
    node('stable.strict', selectedFit(strict, { osterDelta: 1.2041, osterBeta: -0.4127 }), { oster: true }),
  ];
};

export const mechanismCases: readonly Case[] = [
  {
    name: 'oster',
    entry: { caption: 'Selection on unobservables', stats: ['n', 'r2Within', 'osterDelta', 'osterBeta'] },
    groups: [{ title: null, sources: stable({ rmax: 1, forBeta: 0.5, forDelta: 2 }) }],
  },
  {
    name: 'oster-chinese',
    entry: { caption: '不可观测因素', preset: 'cn', stats: ['n', 'r2Within', 'osterDelta'] },
    groups: [{ title: null, sources: stable({ r2: 'r2', rmax: 1 }) }],
  },
  {
    name: 'mediation',
    entry: { caption: 'Through patents', drop: ['_cons'] },
    groups: [{ title: null, sources: [mediated(0.107, { bootstrap })] }],
  },
  {
    name: 'mediation-chinese',
    entry: {
      caption: '中介效应',
      preset: 'cn',
      stats: ['n', 'r2Within', 'indirect', 'shareMediated', 'goodman', 'bc', 'bootstrapReps'],
    },
    groups: [{ title: null, sources: [mediated(-0.11, { bootstrap })] }],
  },
];

/** The kind `multiverse`: one coefficient over every combination of choices, a node for each specification. */
import type { Specification } from '../src/econ/multiverse/specification.ts';
import { defineStep } from '../src/engine/step.ts';
import { MultiverseParams, type SummaryParams } from './lib/multiverse/keys.ts';
import { multiverseNodes } from './lib/multiverse/plan.ts';

export default defineStep({
  name: 'multiverse',
  summary:
    'One coefficient over all combinations of choices: controls, samples, outcomes, transforms, effects, standard errors',
  artifact: 'multiverse',
  params: MultiverseParams,
  expand: (step, plan) => multiverseNodes(step, plan),
  run: async (context) => {
    const { summaryOf } = await import('../src/econ/multiverse/summary.ts');
    const { of, outcome, dimensions } = context.params as unknown as SummaryParams;
    const found = context.inputs.map(
      (name) => context.artifact(name).json('specification') as unknown as Specification,
    );
    const list = <K extends keyof Specification>(key: K) => found.map((each) => each[key]);
    return {
      of,
      outcome,
      dimensions,
      ...summaryOf(found, dimensions),
      test: null,
      specifications: {
        estimate: list('estimate'),
        stdError: list('stdError'),
        pValue: list('pValue'),
        confLow: list('confLow'),
        confHigh: list('confHigh'),
        dfResid: list('dfResid'),
        nobs: list('nobs'),
        outcome: list('outcome'),
        term: list('term'),
      },
    };
  },
});

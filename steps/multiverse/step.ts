/** The kind `multiverse`: one coefficient over every combination of choices, a node for each specification. */
import { grouped } from '../../src/base/text/term-names.ts';
import type { Warning } from '../../src/econ/fit.ts';
import type { JointDraws } from '../../src/econ/multiverse/joint-test.ts';
import type { Specification } from '../../src/econ/multiverse/specification.ts';
import { fewReplications } from '../../src/econ/vcov/inference.ts';
import { defineStep } from '../../src/engine/step.ts';
import { warnAll } from '../lib/frame-source.ts';
import { MultiverseParams, type SummaryParams } from './keys.ts';
import { multiverseNodes } from './plan.ts';

/** Gathers the warnings of specifications, each once with their number. */
function warningsOf(found: readonly Specification[]): Warning[] {
  const all = grouped(
    found.flatMap(({ warnings = [] }) => [...new Map(warnings.map((each) => [each.code, each])).values()]),
    ({ code }) => code,
  );
  return all.map((alike) => {
    const [{ code, message }] = alike;
    return {
      code,
      message: `${alike.length} of ${found.length} specifications warn, the first: ${message}`,
      param: 'of',
    };
  });
}

export default defineStep({
  name: 'multiverse',
  summary:
    'One coefficient over all combinations of choices: controls, samples, outcomes, transforms, effects, standard errors',
  artifact: 'multiverse',
  params: MultiverseParams,
  expand: (step, plan) => multiverseNodes(step, plan),
  run: async (context) => {
    const { summaryOf } = await import('../../src/econ/multiverse/summary.ts');
    const { jointTest } = await import('../../src/econ/multiverse/joint-test.ts');
    const { of, outcome, dimensions, instruments, weights, test } = context.params as unknown as SummaryParams;
    const specifications = context.inputs.filter((name) => !test?.chunks.includes(name));
    const found = specifications.map(
      (name) => context.artifact(name).json('specification') as unknown as Specification,
    );
    warnAll(context, warningsOf(found));
    const list = <K extends keyof Specification>(key: K) => found.map((each) => each[key]);
    const chunks = test?.chunks.map((name) => context.artifact(name).json('joint') as unknown as JointDraws);
    const tested = chunks === undefined ? null : jointTest(chunks, test!.resample);
    if (tested !== null) warnAll(context, fewReplications(tested.draws, '`draws: 500` is usual'));
    if (tested !== null && tested.skipped > 0) {
      const message = `${tested.skipped} of ${tested.skipped + tested.draws} samples do not identify every specification, and were left out`;
      context.warn({ code: 'failed-draws', message, param: 'test', severity: 'warning' });
    }
    return {
      of,
      outcome,
      dimensions,
      instruments: instruments ?? null,
      weights: weights ?? null,
      ...summaryOf(found, dimensions),
      test: tested,
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

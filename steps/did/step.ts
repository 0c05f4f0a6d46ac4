/** The kind `did`: effects of a treatment that units get at different times. */

import type { Fit } from '../../src/econ/fit.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { type DidParams, didSchema } from './keys.ts';
import { methodsOf } from './numbers/methods.ts';
import type { DidSpec } from './numbers/spec.ts';
import { didNodes } from './plan.ts';

type NodeParams = DidSpec & { readonly rows: NonNullable<DidParams['rows']> };

export default defineStep({
  name: 'did',
  summary:
    'Difference in differences with treatment at different times: Callaway–Sant’Anna, Sun–Abraham, imputation, two-stage, extended two-way, stacked, de Chaisemartin–D’Haultfœuille, changes in changes, doses, rings, Goodman-Bacon, two-way fixed effects',
  params: didSchema,
  artifact: 'fit',
  expand: (step, plan) => didNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const { rows, ...spec } = context.params as NodeParams;
  const estimate = await methodsOf[spec.method].load();
  const { didSample } = await import('./numbers/sample.ts');
  const { fit, ...records } = estimate(spec, didSample(spec, readFrame(context.artifact('data'))), context.rng);
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  if (spec.method === 'bacon') return { ...records, nobs: fit.nobs, rowsLost: fit.rowsLost };
  const eventStudy = records.eventStudy ?? {
    invalid: `effects by \`${spec.method}\` have no covariance over periods before and after treatment`,
  };
  return { ...records, eventStudy, ...fit, terms: fit.terms.filter(({ term }) => rows.includes(partOf(term))) } as Fit &
    RunResult;
}

/** The parts of terms such as `event::-2`; the averages are `overall`. */
const parts: readonly (readonly [begins: string, part: NodeParams['rows'][number]])[] = [
  ['event::', 'event'],
  ['group::', 'group'],
  ['calendar::', 'calendar'],
  ['quantile::', 'quantiles'],
  ['att::', 'doses'],
  ['acrt::', 'doses'],
  ['ring::', 'rings'],
];
const partOf = (term: string): NodeParams['rows'][number] =>
  parts.find(([begins]) => term.startsWith(begins))?.[1] ?? 'overall';

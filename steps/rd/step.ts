/** The kind `rd`: the jump of an outcome, or of a density, at a cut-off of a running variable. */
import type { Data } from '../../src/econ/data.ts';
import type { Fit } from '../../src/econ/fit.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { rdSchema } from './keys.ts';
import type { RdNodeSpec } from './numbers/node-spec.ts';
import type { RowName } from './numbers/spec.ts';
import { rdNodes } from './plan.ts';

export default defineStep({
  name: 'rd',
  summary:
    'Discontinuities: the jump of an outcome at a cut-off or several, sharp, fuzzy or a kink, with chosen bandwidths and robust bias-corrected errors; checks of it, tests of the density, and randomisation in a window',
  params: rdSchema,
  artifact: 'fit',
  expand: (step, plan) => rdNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const spec = context.params as RdNodeSpec;
  const { fit, ...records } = await resultOf(spec, readFrame(context.artifact('data')));
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  return { ...records, ...fit } as Fit & RunResult;
}

async function resultOf(spec: RdNodeSpec, data: Data): Promise<{ readonly fit: Fit }> {
  const { ofRunning, rdSample } = await import('./numbers/sample.ts');
  switch (spec.method) {
    case 'polynomials': {
      const { rdFit } = await import('./numbers/fit.ts');
      const { fit, ...records } = rdFit(spec, rdSample(spec, data));
      const terms = fit.terms.filter(({ term }) => spec.rows.includes(term as RowName));
      return { ...records, fit: { ...fit, terms } };
    }
    case 'cutoffs':
      return (await import('./numbers/cutoffs/fit.ts')).cutoffsFit(spec, data);
    case 'checks':
      return (await import('./numbers/checks/fit.ts')).checksFit(spec, data);
    case 'density':
      return (await import('./numbers/density/fit.ts')).densityFit(spec, rdSample(ofRunning(spec), data));
    case 'mccrary':
      return (await import('./numbers/density/fit.ts')).mccraryFit(spec, rdSample(ofRunning(spec), data));
    case 'randomisation': {
      const { randomisationFit } = await import('./numbers/randomisation/fit.ts');
      const sample = rdSample({ ...ofRunning(spec), outcome: spec.outcome }, data);
      const covariates = spec.search === null ? undefined : rdSample(ofRunning(spec, spec.covariates), data);
      return randomisationFit(spec, sample, covariates);
    }
  }
}

/** The kind `simar_wilson`: what explains efficiency, by a truncated regression whose errors are of a bootstrap. */
import type { Fit } from '../../src/econ/fit.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { simarWilsonSchema } from './keys.ts';
import type { SimarWilsonSpec } from './numbers/spec.ts';
import { simarWilsonNodes } from './plan.ts';

export default defineStep({
  name: 'simar_wilson',
  summary:
    'What explains efficiency: the truncated regression of radial scores on their environment with a bootstrap, single or double (Simar and Wilson 2007)',
  params: simarWilsonSchema,
  artifact: 'fit',
  expand: (step, plan) => simarWilsonNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>) {
  const { secondStage } = await import('./numbers/second-stage.ts');
  const spec = context.params as SimarWilsonSpec;
  const data = readFrame(context.artifact('data'));
  const fit = secondStage(spec, data, context.rng, (share, text) => context.report(share, text));
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  return fit as Fit & Readonly<Record<string, unknown>>;
}

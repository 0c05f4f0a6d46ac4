/** The kind `experiment`: effects of arms that rows were assigned to. */
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { preparedOnce } from '../lib/chunks.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { experimentSchema } from './keys.ts';
import type { Draws } from './numbers/drawn.ts';
import type { Inferred } from './numbers/inferred.ts';
import { drawnOf, type InferenceSpec } from './numbers/redrawn/spec.ts';
import type { ExperimentSpec } from './numbers/spec.ts';
import { experimentNodes } from './plan.ts';

export default defineStep({
  name: 'experiment',
  summary:
    'Experiments: effects of arms on several outcomes by the design, with strata, clusters and unequal chances, and errors that fit it',
  params: experimentSchema,
  artifact: 'experiment',
  expand: (step, plan) => experimentNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

/** The specification, and what is gathered of draws from it where any are asked for. */
type NodeParams = ExperimentSpec & { readonly inference?: InferenceSpec; readonly chunks?: readonly string[] };

/** Parts that only draws fill. */
const undrawn: Omit<Inferred, 'effects'> = { randomisation: [], families: [], power: [] };

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const { inference, chunks = [], ...spec } = context.params as NodeParams;
  const [{ experimentResult }, { experimentSample }] = await Promise.all([
    import('./numbers/experiment.ts'),
    import('./numbers/sample.ts'),
  ]);
  const experiment = experimentSample(spec, readFrame(context.artifact('data')));
  const found = experimentResult(spec, experiment);
  warnAll(context, found.warnings);
  noteLost(context, found.rowsLost);
  if (inference === undefined) return { ...found, ...undrawn } as unknown as RunResult;
  const [{ drawingOf }, { inferred }] = await Promise.all([
    import('./numbers/drawn.ts'),
    import('./numbers/inferred.ts'),
  ]);
  const draws = chunks.map((name) => drawsOf(context, name));
  const drawn = drawnOf(inference);
  const plan = preparedOnce(context, 'drawing', { spec, drawn }, () => drawingOf(spec, drawn, experiment));
  const more = inferred(inference, experiment, found.effects, plan, draws);
  warnOfSkipped(context, more);
  return { ...found, ...more } as unknown as RunResult;
}

const drawsOf = (context: RunContext<unknown>, name: string): Draws => {
  const artifact = context.artifact(name);
  const part = (key: keyof Draws) => artifact.json(key) as never;
  return {
    tests: part('tests'),
    permuted: part('permuted'),
    bootstrapped: part('bootstrapped'),
    power: part('power'),
  };
};

function warnOfSkipped(context: RunContext<unknown>, { randomisation }: Inferred): void {
  const worst = randomisation.reduce(
    (most, each) => (each.skipped > (most?.skipped ?? 0) ? each : most),
    randomisation[0],
  );
  if (worst === undefined || worst.skipped === 0) return;
  const message = `${worst.skipped} of ${worst.skipped + worst.draws} assignments do not identify the effect on \`${worst.outcome}\`, and were left out`;
  context.warn({ code: 'failed-draws', message, param: 'draws', severity: 'warning' });
}

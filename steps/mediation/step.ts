/** The kind `mediation`: the effect of a treatment through a mediator, in two or three regressions. */
import { fewReplications } from '../../src/econ/vcov/inference.ts';
import { defineStep } from '../../src/engine/step.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { MediationParams, type MediationResultParams } from './keys.ts';
import { mediationNodes } from './plan.ts';

export default defineStep({
  name: 'mediation',
  summary: 'Mediation in two or three steps: indirect effect, Sobel, Aroian and Goodman tests, bootstrap of clusters',
  artifact: 'mediation',
  params: MediationParams,
  expand: (step, plan) => mediationNodes(step, plan),
  run: async (context) => {
    const [{ mediate }, { indirectBootstrap }] = await Promise.all([
      import('./numbers/mediation.ts'),
      import('./numbers/bootstrap.ts'),
    ]);
    const { chunks, level, ...spec } = context.params as unknown as MediationResultParams;
    const { data, workspace } = estimationData(context);
    const { bootstrap: _, ...found } = mediate(spec, data, null, workspace);
    const { steps, indirect } = found;
    const last = steps.outcome ?? steps.mediator;
    warnAll(context, last.warnings);
    noteLost(context, last.rowsLost);
    if (chunks.length === 0) return { ...found, bootstrap: null };
    const draws = chunks.flatMap((name) => context.artifact(name).json('draws') as (number | null)[]);
    const count = context.artifact(chunks[0]!).json('clusters') as number;
    const bootstrap = indirectBootstrap(indirect as number, draws, level, { name: spec.clusters ?? null, count });
    warnAll(context, fewReplications(draws.length, '`bootstrap: 1000` is usual'));
    if (bootstrap.failed > 0) {
      const message = `${bootstrap.failed} of ${draws.length} bootstrap samples do not identify the indirect effect, and were left out`;
      context.warn({ code: 'failed-draws', message, param: 'chunks', severity: 'warning' });
    }
    return { ...found, bootstrap };
  },
});

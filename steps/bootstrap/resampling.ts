/** The samples of a node: the model prepared on its data, with the numerics of its estimators. */
import { estimatorOf } from '../../src/econ/registry.ts';
import type { RunContext } from '../../src/engine/step.ts';
import { preparedOnce } from '../lib/chunks.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import type { Samples } from './numbers/inference.ts';
import { type DrawnModel, isPredictions } from './numbers/spec.ts';

/** Prepares them once for all nodes of a step in this thread. */
export async function resampling(context: RunContext<unknown>, drawn: DrawnModel): Promise<Samples> {
  const { samplesOf } = await import('./numbers/samples.ts');
  const [fitModel, ...stages] = await Promise.all([
    estimatorOf(drawn.model).load(),
    ...drawn.stages.map(async (stage) => {
      if (!isPredictions(stage)) return null;
      const estimator = estimatorOf(stage.model);
      return { fitModel: await estimator.load(), predict: await estimator.predictions!.load() };
    }),
  ]);
  return preparedOnce(context, 'bootstrap', drawn, () => {
    const { data } = estimationData(context);
    return samplesOf(drawn, data, { fitModel, stages });
  });
}

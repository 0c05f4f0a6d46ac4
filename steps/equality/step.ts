/** The kind `equality`: tests of whether coefficients of two columns are equal. */
import { estimatorOf } from '../../src/econ/registry.ts';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { warnAll } from '../lib/frame-source.ts';
import { equalitySchema } from './keys.ts';
import type { Numerics } from './numbers/equality.ts';
import type { EqualitySpec } from './numbers/spec.ts';
import { equalityNodes } from './plan.ts';

export default defineStep({
  name: 'equality',
  summary:
    'Whether coefficients of two columns are equal: by stacked scores (suest) across outcomes, samples and estimators, by Hausman’s test',
  params: equalitySchema,
  artifact: 'equality',
  expand: (step, plan) => equalityNodes(step, plan),
  run: async (context) => {
    const { compareModels } = await import('./numbers/equality.ts');
    const spec = context.params as unknown as EqualitySpec;
    const numerics = spec.models.map(async (model): Promise<Numerics> => {
      const { load, predictions } = estimatorOf(model);
      const fitModel = await load();
      return spec.by.includes('suest') ? { fitModel, predict: await predictions!.load() } : { fitModel };
    });
    const loaded = (await Promise.all(numerics)) as [Numerics, Numerics];
    const { warnings, ...found } = compareModels(spec, readFrame(context.artifact('data')), loaded);
    warnAll(context, warnings);
    return { ...found, columns: spec.columns };
  },
});

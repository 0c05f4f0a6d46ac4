/** Tests of equality of two columns, with the numerics of their estimators at hand. */
import type { Data } from '../../src/econ/data.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { compareModels, type Equality } from '../../steps/equality/numbers/equality.ts';
import type { EqualitySpec } from '../../steps/equality/numbers/spec.ts';

export async function compared(
  first: ModelSpec,
  second: ModelSpec,
  data: Data,
  more: Partial<EqualitySpec> = {},
): Promise<Equality> {
  const asked: EqualitySpec = {
    ...{ models: [first, second], columns: ['m.a', 'm.b'], of: null, by: ['suest'], cluster: null },
    ...more,
  };
  const numerics = asked.models.map(async (model) => {
    const { load, predictions } = estimatorOf(model);
    const fitModel = await load();
    return asked.by.includes('suest') ? { fitModel, predict: await predictions!.load() } : { fitModel };
  });
  return compareModels(asked, data, [await numerics[0]!, await numerics[1]!]);
}

/** Predictions by the estimator that a spec names, with the numerics of all of them at hand. */
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import type { Data } from '../../src/econ/data.ts';
import { readAsked } from '../../src/econ/predict/written.ts';
import { type Predicted, predict } from '../../src/econ/predict.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';

/** The spec of a column over data whose columns are not known to the plan. */
export function specOf(keys: SpecKeys, panel: { unit: string; time: string } | null = null): ModelSpec {
  const { specs, problems } = compileColumn(keys, null, {
    sets: {},
    samples: {},
    frame: 'd',
    columns: undefined,
    panel,
  });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join());
  return specs[0]!;
}

/** Predictions by their texts: `residual`, `effect(firm)`. */
export async function predicted(
  spec: ModelSpec,
  data: Data,
  texts: readonly string[],
  elsewhere: Data | null = null,
): Promise<Predicted & { readonly of: Readonly<Record<string, Float64Array>> }> {
  const estimator = estimatorOf(spec);
  const asked = texts.map((text) => {
    const read = readAsked(text, spec, estimator, elsewhere !== null);
    if ('message' in read) throw new Error(read.message);
    return read;
  });
  const numerics = { fitModel: await estimator.load(), predict: await estimator.predictions!.load() };
  const found = predict(spec, data, numerics, asked, elsewhere);
  return { ...found, of: Object.fromEntries(texts.map((text, k) => [text, found.values[k]!])) };
}

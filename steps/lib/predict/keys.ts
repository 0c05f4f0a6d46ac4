/** The keys of a step of `kind: predict`, and what its node holds. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import { type Asked, predictionNames } from '../../../src/econ/predictions.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';

const names = predictionNames.map((name) => (name === 'effect' ? 'effect(firm)' : name));

export const predictSchema = strict({
  base: Type.String({ description: 'the column of models that predicts: `step.column`' }),
  columns: Type.Record(Type.String(), Type.String({ examples: names }), {
    minProperties: 1,
    description: `new name: what it holds, of ${names.join(', ')}`,
  }),
  data: optional.text(
    'a step whose rows are predicted, all of them; the rows that the model was estimated from when left out',
  ),
});
export type PredictParams = Static<typeof predictSchema>;

export interface PredictSpec {
  readonly model: ModelSpec;
  readonly columns: readonly { readonly name: string; readonly asked: Asked }[];
  /** Is true where the rows are those of a frame that the step names. */
  readonly isElsewhere: boolean;
}

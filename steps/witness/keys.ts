/** The keys of a `witness` step. */
import { type Static, Type } from 'typebox';
import { strict } from '../../src/base/schema.ts';
import { engineNames } from '../lib/witness/programs.ts';

export const witnessParams = strict({
  from: Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
    description: 'steps or columns whose results are confirmed',
  }),
  with: Type.Optional(
    Type.Array(Type.Enum([...engineNames]), {
      minItems: 1,
      uniqueItems: true,
      description: `the engines, of ${engineNames.join(', ')}; R by default`,
    }),
  ),
  timeout: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 2_000_000,
      description: 'seconds, after which an engine is stopped in a step',
    }),
  ),
});
export type WitnessParams = Static<typeof witnessParams>;

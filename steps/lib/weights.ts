/** The key `weights` of kinds whose rows may be weighted. */
import { Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';

export const Weights = optional.either(
  [
    Type.Literal(false),
    Type.String(),
    strict({ analytic: Type.String() }),
    strict({ frequency: Type.String() }),
    strict({ probability: Type.String() }),
  ],
  'a variable that rows are weighted by: analytic weights, or {frequency: w}, {probability: w}; false for none',
);

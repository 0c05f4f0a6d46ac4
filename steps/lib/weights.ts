/** The key `weights` of kinds whose rows may be weighted. */
import { Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';

/** Maps that say which kind of weights a variable has. */
export const weightForms = [
  strict({
    analytic: Type.String({
      description: 'the variable of analytic weights: each row is the mean of that many rows',
    }),
  }),
  strict({
    frequency: Type.String({ description: 'the variable of frequencies: each row stands for that many equal rows' }),
  }),
  strict({
    probability: Type.String({ description: 'the variable of sampling weights: one over the chance to be drawn' }),
  }),
] as const;

export const Weights = optional.either(
  [Type.Literal(false), Type.String(), ...weightForms],
  'a variable that rows are weighted by: analytic weights, or {frequency: w}, {probability: w}; false for none',
);

/** The keys of a step of `kind: equality`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { equalityTests } from './numbers/spec.ts';

export const equalitySchema = strict({
  columns: Type.Array(Type.String(), {
    minItems: 2,
    maxItems: 2,
    description: 'two columns of models of one data set: the first less the second',
  }),
  of: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
      description: 'the terms that are compared, jointly and each by itself; all slopes that both have',
    }),
  ),
  by: Type.Optional(
    Type.Union([Type.Enum([...equalityTests]), Type.Array(Type.Enum([...equalityTests]), { minItems: 1 })], {
      description:
        'suest (stacked scores, robust or by clusters), hausman (conventional covariances, the first column consistent and the second efficient); suest',
    }),
  ),
  cluster: optional.either(
    [Type.String(), Type.Array(Type.String(), { minItems: 1 })],
    'suest: the variable to sum scores over, or several (`[firm, year]`); by default the clusters of the columns, or the coarser',
  ),
});
export type EqualityParams = Static<typeof equalitySchema>;

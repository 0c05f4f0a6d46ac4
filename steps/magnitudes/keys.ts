/** The keys of a step of `kind: magnitudes`. */
import { type Static, Type } from 'typebox';
import { loops, optional, strict } from '../../src/base/schema.ts';

const effect = strict({
  of: Type.String({ minLength: 1, description: 'the variable that changes: a column, lag or function of the model' }),
  per: optional.either(
    [Type.Literal('sd'), Type.Number()],
    'the change: a standard deviation (`sd`, the default), or so many units',
  ),
  share_of: optional.oneOf(
    ['mean', 'sd'],
    'what the change of the outcome is a share of; in units of the outcome by default',
  ),
  elasticity: optional.flag('the elasticity at the means, in place of `per` and `share_of`'),
});

export const magnitudesSchema = strict({
  base: Type.String({ description: 'a column of models, by least squares or with instruments' }),
  effects: Type.Record(Type.String(), effect, {
    minProperties: 1,
    description: 'magnitudes by their names, by which numbers and claims call them',
    ...loops,
  }),
});
export type MagnitudesParams = Static<typeof magnitudesSchema>;

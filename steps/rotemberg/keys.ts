/** The keys of a step of `kind: rotemberg`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';

const columns = (description: string) => Type.Array(Type.String(), { minItems: 1, description });

export const rotembergSchema = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  outcome: Type.String({ description: 'a column, or a function of columns such as `log(y)`' }),
  endogenous: Type.String({ description: 'the regressor that the shift-share variable is an instrument of' }),
  shift_share: optional.text('a step of kind `shift_share`, of which shares, shocks, sectors and periods are taken'),
  shares: Type.Optional(columns('in its place, columns of shares, one for each sector')),
  shocks: Type.Optional(columns('columns of the shocks that they are multiplied with, in the order of `shares`')),
  period: optional.text('the column of the period, in each of which a sector has a shock of its own'),
  controls: optional.texts('columns, `$sets`, functions, indicators'),
  absorb: optional.texts('effects that are absorbed, such as `[period]`'),
  weights: optional.text('a variable by which rows count'),
  vcov: optional.text('errors of the first stages and sets of sectors: `robust` (default), `iid` or `cluster(a)`'),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  by_period: optional.flag('whether rows are sectors in periods; by default they are sectors over all periods'),
  top: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'rows of tables: the largest weights; 5 by default' }),
  ),
});
export type RotembergParams = Static<typeof rotembergSchema>;

/** The keys of a step of `kind: tfp`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { errorKinds, processes, tfpMethods } from './numbers/spec.ts';

const inputs = (description: string) => Type.Array(Type.String(), { minItems: 1, description });

export const tfpSchema = strict({
  from: Type.String({ description: 'a step that makes a frame with a panel of firms' }),
  output: Type.String({
    description: 'log output or value added: a column or a function of columns, as `log(value_added)`',
  }),
  free: inputs('logs of inputs that a firm chooses at once, such as labour'),
  state: inputs('logs of inputs that were chosen before, such as capital'),
  proxy: optional.text('op: log investment; lp, acf, wooldridge: log of materials or energy'),
  method: Type.Enum([...tfpMethods], {
    description:
      'ols, fe (within firms), op (Olley–Pakes), lp (Levinsohn–Petrin), acf (Ackerberg–Caves–Frazer), wooldridge',
  }),
  order: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 6,
      description: 'methods with a proxy: order of the polynomial in inputs; needed',
    }),
  ),
  transition: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 6,
      description: 'op, lp, acf: order of the polynomial of productivity in its own lag; 3',
    }),
  ),
  process: optional.oneOf(
    [...processes],
    'op, lp: the motion of productivity is estimated from fitted productivity (`fitted`, default of lp), or jointly with elasticities (`joint`, default of op)',
  ),
  errors: optional.oneOf(
    [...errorKinds],
    'bootstrap of firms (default of op, lp, acf), cluster by firm (default of ols, fe, wooldridge), iid (ols, fe), none',
  ),
  draws: Type.Optional(
    Type.Integer({ minimum: 20, maximum: 10_000, description: 'samples of firms of the bootstrap; 200' }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the bootstrap; 1' })),
  name: Type.Optional(
    Type.String({ minLength: 1, description: 'the column of log total factor productivity; tfp by default' }),
  ),
  sample: optional.text('a condition that rows fulfil'),
  exclude: optional.text('a condition of rows that are left out'),
  header: optional.text('of its column in tables'),
});

export type TfpParams = Static<typeof tfpSchema>;

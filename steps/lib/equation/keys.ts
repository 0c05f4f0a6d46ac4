/** The options of equations, as pipelines and marks in texts have them. */
import { type Static, Type } from 'typebox';
import { optional } from '../../../src/base/schema.ts';

export const equationOptions = {
  names: optional.oneOf(['names', 'labels'], 'what variables are called: their names, by default, or their labels'),
  controls: optional.oneOf(
    ['list', 'sum'],
    'list: each regressor has its own coefficient, the default; sum: those that `keep` leaves out are one sum of controls',
  ),
  keep: optional.texts(
    'terms that stand by themselves beside a sum of controls; the first one with its powers and products by default',
  ),
  symbols: Type.Optional(
    Type.Record(Type.String(), Type.String({ minLength: 1 }), {
      description: 'variable → its symbol, as LaTeX has it: `{NQP: x, Gap: y}`',
    }),
  ),
  lang: optional.oneOf(['en', 'zh'], 'language of labels and words; en by default'),
};

type Schema = { readonly [K in keyof typeof equationOptions]: Static<(typeof equationOptions)[K]> };
export type EquationOptions = Partial<Schema>;

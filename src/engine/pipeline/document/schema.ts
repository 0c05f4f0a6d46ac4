/** The schema of pipeline.yaml without its steps, and of what any step may say. */
import Type from 'typebox';
import { loops, optional, strict } from '../../../base/schema.ts';
import { Executors, PlaceKeys } from '../executor-schema.ts';
import { PackageKeys } from './package-schema.ts';

/** Language codes in the form of BCP 47: `zh`, `deu`, `zh-Hant`. */
const LANGUAGE = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$';

const Variable = Type.Object(
  {
    label: optional.text('its name in tables and figures'),
    unit: optional.text('the unit of its values, beside the label on the axes of figures'),
    source: Type.Optional(Type.String({ description: 'where its values are from, for codebooks' })),
    levels: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Number()]), {
        description: 'a list of values, in the order tables show them',
      }),
    ),
    confidential: Type.Optional(
      Type.Boolean({
        description: 'no value of it is printed; what is derived from it inherits the mark unless said `false`',
      }),
    ),
  },
  {
    patternProperties: {
      [LANGUAGE]: Type.String({ description: 'a translation of the label, as in `zh: 新质生产力`' }),
    },
    additionalProperties: false,
  },
);

/** Lists the keys that any step may have beside those of its kind. */
export const StepKeys = strict({
  cache: optional.flag('`false` keeps the results of the step out of the shared cache'),
  ...PlaceKeys,
});

/** Schema of the document without its steps, which are checked against their own kind's schema. */
export const Document = strict({
  papermake: Type.Literal(1, { description: 'version of the language' }),
  title: optional.text('title of the paper'),
  variables: optional.map(Variable, 'label, unit, level order and translations of variables'),
  sets: optional.map(Type.Array(Type.String()), 'named lists of variables, used as `$name`'),
  samples: optional.map(Type.String(), 'named row filters'),
  defaults: optional.map(Type.Record(Type.String(), Type.Unknown()), 'defaults by step kind'),
  steps: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
    description: 'the steps, each with its `kind`',
    minProperties: 1,
  }),
  claims: optional.map(
    Type.Union([
      Type.String(),
      strict({
        claim: Type.String({ description: 'a condition on results' }),
        text: optional.text('the sentence as the paper has it'),
      }),
    ]),
    'sentences of the paper as conditions on results: a false one ends a run with exit code 3',
    loops,
  ),
  numbers: optional.map(
    Type.Union([
      Type.String(),
      strict({
        of: Type.String({ description: 'the path of a result, as in claims: `baseline.main.NQP`' }),
        digits: Type.Optional(
          Type.Integer({ minimum: 0, maximum: 15, description: 'decimals; 3 by default, none for whole numbers' }),
        ),
        thousands: optional.flag('separators: `12,345`'),
        percent: optional.flag('times 100; the text has the sign'),
      }),
    ]),
    'names for results that the text of the paper prints; written to out/numbers.tex, .typ and .json',
    loops,
  ),
  withhold: optional.texts(
    'variables of which no step may read a value before `papermake register` has locked the plan, nor of what is made from them',
  ),
  deviations: Type.Optional(
    Type.Array(
      strict({
        of: Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
          description:
            'what departs from the registered plan, as `papermake deviations` names it: a node, a step, a glob',
        }),
        because: Type.String({ minLength: 1, description: 'the reason, in a sentence' }),
      }),
      { description: 'reasons for what departs from the registered plan' },
    ),
  ),
  package: PackageKeys,
  executors: Executors,
  cache: Type.Optional(
    Type.Object(
      {
        path: optional.text('a folder, relative to this file'),
        url: Type.Optional(
          Type.String({ pattern: '^https?://', description: "a server of Bazel's remote cache protocol: `https://…`" }),
        ),
        mode: optional.oneOf(['read', 'write'], '`read` takes results, `write` gives them too (`read`)'),
        sign: optional.text('name of the environment variable with the secret by which results are signed'),
        token: optional.text('name of the environment variable with the token that the server of `url` asks for'),
        shared: optional.oneOf(['group'], 'files of `path` get the rights that its group has to the folder'),
      },
      {
        additionalProperties: false,
        description:
          'a cache that coauthors share, a `path` or a `url`: what one has computed, the others take from it',
      },
    ),
  ),
});

/** The options of tables as a pipeline writes them: of one table's entry, of a report step, of `defaults.report`. */
import Type, { type Static } from 'typebox';
import { loops, optional, ownBraces, strict } from '../../base/schema.ts';
import { type ComputedRow, computedKeys } from '../computed/row.ts';
import { formatOptionSchemas, formatsDescription } from '../formats/choose.ts';
import { footnotesSchema } from './footnote-schemas.ts';
import { notesSchema } from './note-options.ts';

const starLevel = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });
const confidence = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 100 });
const strings = Type.Array(Type.String(), { minItems: 1 });
const oneOrMore = (description: string) => Type.Union([Type.String(), strings], { description });
const digits = (words: { readonly description?: string } = {}) => Type.Integer({ minimum: 0, maximum: 15, ...words });
const digitCount = digits();
const labels = (description: string) => Type.Record(Type.String(), Type.String(), { description });

const outcomeOption = optional.either(
  [Type.Boolean(), Type.Enum(['row', 'column', 'panel'])],
  'the dependent variable: above the columns (`column`), in a line below their heads (`row`), in the titles of panels (`panel`); by default above where all panels agree; false leaves it out',
);
const headersOption = optional.either(
  [strings, labels('node → header')],
  'a header for each column, or a map from node to header',
);
const spannersOption = optional.either(
  [Type.Literal(false), strings],
  'a text for each column of models, equal neighbours under one; false for none',
);

/** Options that a table, a report step and `defaults.report` share. */
export const sharedOptions = {
  formats: optional.texts(formatsDescription('tables')),
  notes: Type.Optional(notesSchema),
  auto_notes: optional.flag('false is `none` beside sentences in `notes`'),
  stars: optional.either(
    [
      Type.Boolean(),
      Type.Array(starLevel, { minItems: 1, maxItems: 4 }),
      Type.Record(Type.String({ pattern: '^[*+†‡§¶a-z]{1,4}$' }), starLevel, { minProperties: 1, maxProperties: 4 }),
    ],
    'levels, by default [.1, .05, .01]; a map from a mark to its level; false for none',
  ),
  preset: optional.text('options by one word: `aer`, `qje`, `restud`, `cn`, or one of `presets`'),
  se_as: optional.oneOf(['se', 't', 'p', 'ci'], 'what stands below an estimate; `cell` says more'),
  brackets: optional.oneOf(
    ['parentheses', 'square', 'none'],
    'around what stands below; parentheses by default, square ones for intervals',
  ),
  cell: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'template of one estimate: {b} {se} {t} {p} {ci} {lo} {hi} {bias} {stars}; of descriptives, {mean} {sd} and the like; a newline starts a row',
      ...ownBraces,
    }),
  ),
  digits: optional.either(
    [digitCount, Type.Record(Type.String(), Type.Union([digitCount, Type.Record(Type.String(), digitCount)]))],
    'decimals, or a map to decimals from `b`, `se`, a statistic, a variable, a column `(2)` or `default`; a variable and a column may have such a map',
  ),
  significant: optional.flag('digits are significant digits'),
  zeros: optional.either([Type.Literal('keep'), Type.Literal('trim')], 'trailing zeros'),
  thousands: optional.flag(
    'commas in every number; counts and numbers from a million on have them unless this is false',
  ),
  ...formatOptionSchemas,
  as: Type.Optional(
    strict(
      {
        exponentiate: optional.flag(
          'exp(b) in place of b: odds ratios, incidence-rate ratios; errors by the delta method, p values of the coefficients',
        ),
        standardized: optional.flag('coefficients times sd(x) / sd(outcome), over the estimation rows'),
        level: optional.either(
          [confidence, Type.Array(confidence, { minItems: 1, maxItems: 4 })],
          'level of confidence intervals in percent, 95 by default; several, each printed, the first in `{ci}`’s own line',
        ),
      },
      { description: 'the form in which estimates are shown' },
    ),
  ),
  drop: Type.Optional(
    oneOrMore('terms to leave out, by raw name; those of the step and the defaults where a table has them'),
  ),
  numbers: optional.flag('column numbers (1), (2), …'),
  stub: optional.text('head of the first column: `Variable`'),
  outcome: outcomeOption,
  statistics_rule: optional.flag('false leaves out the rule above the statistics'),
  spanner_rules: optional.flag('false leaves out the rules below headings that span columns'),
  hide: Type.Optional(
    oneOrMore('rows that a table of models has by itself and should not: `nclusters`, `fe`, `fe:year`, a statistic'),
  ),
  lang: optional.either([Type.Literal('en'), Type.Literal('zh')], 'language of labels and notes'),
  template: Type.Optional(oneOrMore('your own layout: `journal.tex.hbs` in templates/')),
};

/** Options of a report step and of `defaults.report`. */
export const stepOptions = {
  ...sharedOptions,
  presets: optional.map(strict(sharedOptions), 'options by a name of your own, for `preset`'),
};

const { value: _, ...computedOptions } = computedKeys;
const computedStatistic = strict({
  label: Type.String({ description: 'the label of its row' }),
  value: Type.String({ description: 'an expression of statistics and coefficients' }),
  ...computedOptions,
});

const statistic = Type.Union([
  Type.String(),
  computedStatistic,
  Type.Record(
    Type.String(),
    strict({
      digits: Type.Optional(digits({ description: 'its decimals' })),
      label: optional.text('the label of its row'),
    }),
    {
      minProperties: 1,
      description: 'a name → its decimals and label',
    },
  ),
]);
export type Statistic = Static<typeof statistic>;

const writtenRow = strict({
  label: Type.String({ description: 'what stands before its cells' }),
  cells: Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
      minItems: 1,
      description: 'one a column; true and false are Yes and No, `~` is empty',
    }),
  ),
  ...computedKeys,
  after: optional.text('the row above: a term, a statistic, `fe:year`; the last one by default'),
  before: optional.text('the row below, in place of `after`'),
});
/** A row of the author's own: its cells, or what they are computed of. */
export type WrittenRow = Static<typeof writtenRow>;

export const isComputed = <R extends { readonly value?: unknown }>(row: R): row is R & ComputedRow =>
  row.value !== undefined;

const statsOption = (description: string) => Type.Optional(Type.Array(statistic, { description, ...loops }));

/** Options that only make sense for one table. */
const tableOptions = {
  caption: optional.text('the title of the table'),
  label: optional.text('LaTeX label and HTML id; `tab:` and the table’s name by default'),
  from: Type.Optional(oneOrMore('a step, a column, a glob, or a list of them')),
  panels: Type.Optional(
    Type.Array(
      strict({
        title: Type.String({ description: 'the heading of the panel' }),
        from: oneOrMore('what this panel shows'),
        stats: statsOption('statistics of this panel, in place of those of the table; `[]` for none'),
        rows: Type.Optional(Type.Array(writtenRow, { description: 'rows of this panel alone', ...loops })),
        headers: headersOption,
        spanners: spannersOption,
        outcome: outcomeOption,
      }),
      {
        minItems: 1,
        description:
          'panels one below the other, each with columns and heads of its own where it wants them, instead of `from`',
        ...loops,
      },
    ),
  ),
  show: optional.text(
    'models: `flow`, the rows that each rule leaves out; thresholds: tests (default) or regimes, the regression',
  ),
  columns: Type.Optional(
    Type.Array(Type.String(), {
      minItems: 1,
      description: 'of a step that makes data: the columns to show, of which the first labels the rows; all by default',
    }),
  ),
  layout: optional.oneOf(
    ['columns', 'rows', 'outcomes'],
    'what a regression is: a column (by default), a row, or a cell in the row of its dependent variable below its header',
  ),
  headers: headersOption,
  stats: statsOption(
    'statistics to show, in order; below models also `fe`, `indicate`, `nclusters`, `clusteredBy`, and computed ones, `{label, value}`, or `[]` for none',
  ),
  rows: Type.Optional(Type.Array(writtenRow, { description: 'rows of your own', ...loops })),
  footnotes: Type.Optional(footnotesSchema),
  spanners: spannersOption,
  indicate: optional.either(
    [strings, Type.Record(Type.String(), oneOrMore('terms'))],
    'sets shown as `Controls: Yes`, or a map from a row’s label to terms',
  ),
  order: Type.Optional(oneOrMore('terms to show first, by raw name')),
  keep: Type.Optional(oneOrMore('terms to show, by raw name')),
  rename: Type.Optional(labels('raw name → label')),
};

export const tableEntry = strict({ ...tableOptions, ...sharedOptions });
export type TableEntry = Static<typeof tableEntry>;
export type SharedOptions = Pick<TableEntry, keyof typeof sharedOptions>;
export type StepOptions = SharedOptions & { readonly presets?: Readonly<Record<string, SharedOptions>> };

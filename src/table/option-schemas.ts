/** The options of tables as a pipeline writes them: of one table's entry, of a report step, of `defaults.report`. */
import Type, { type Static } from 'typebox';
import { formatOptionSchemas, formatsDescription } from './formats/choose.ts';
import { notesSchema } from './note-options.ts';

const starLevel = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });
const strings = Type.Array(Type.String(), { minItems: 1 });
const oneOrMore = (description: string) => Type.Union([Type.String(), strings], { description });
const digitCount = Type.Integer({ minimum: 0, maximum: 15 });
const labels = (description: string) => Type.Record(Type.String(), Type.String(), { description });

/** Options that a table, a report step and `defaults.report` share. */
export const sharedOptions = {
  formats: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: formatsDescription('tables') })),
  notes: Type.Optional(notesSchema),
  auto_notes: Type.Optional(Type.Boolean({ description: 'false is `none` beside sentences in `notes`' })),
  stars: Type.Optional(
    Type.Union(
      [
        Type.Boolean(),
        Type.Array(starLevel, { minItems: 1, maxItems: 4 }),
        Type.Record(Type.String({ pattern: '^[*+†‡§¶a-z]{1,4}$' }), starLevel, { minProperties: 1, maxProperties: 4 }),
      ],
      {
        description: 'levels, by default [.1, .05, .01]; a map from a mark to its level; false for none',
      },
    ),
  ),
  preset: Type.Optional(
    Type.String({ description: 'options by one word: `aer`, `qje`, `restud`, `cn`, or one of `presets`' }),
  ),
  se_as: Type.Optional(
    Type.Enum(['se', 't', 'p', 'ci'], { description: 'what stands below an estimate; `cell` says more' }),
  ),
  brackets: Type.Optional(
    Type.Enum(['parentheses', 'square', 'none'], {
      description: 'around what stands below; parentheses by default, square ones for intervals',
    }),
  ),
  cell: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'template of one estimate: {b} {se} {t} {p} {ci} {lo} {hi} {stars}; a newline starts a row',
    }),
  ),
  digits: Type.Optional(
    Type.Union([digitCount, Type.Record(Type.String(), digitCount)], {
      description: 'decimals, or a map from `b`, `se`, a statistic or a variable (or `default`) to decimals',
    }),
  ),
  significant: Type.Optional(Type.Boolean({ description: 'digits are significant digits' })),
  zeros: Type.Optional(Type.Union([Type.Literal('keep'), Type.Literal('trim')], { description: 'trailing zeros' })),
  thousands: Type.Optional(
    Type.Boolean({ description: 'commas in every number; counts have them unless this is false' }),
  ),
  ...formatOptionSchemas,
  numbers: Type.Optional(Type.Boolean({ description: 'column numbers (1), (2), …' })),
  stub: Type.Optional(Type.String({ description: 'head of the first column: `Variable`' })),
  outcome: Type.Optional(Type.Boolean({ description: 'false leaves out the dependent variable above the columns' })),
  hide: Type.Optional(
    oneOrMore('rows that a table of models has by itself and should not: `nclusters`, `fe`, `fe:year`, a statistic'),
  ),
  lang: Type.Optional(
    Type.Union([Type.Literal('en'), Type.Literal('zh')], { description: 'language of labels and notes' }),
  ),
  template: Type.Optional(oneOrMore('your own layout: `journal.tex.hbs` in templates/')),
};

/** Options of a report step and of `defaults.report`. */
export const stepOptions = {
  ...sharedOptions,
  presets: Type.Optional(
    Type.Record(Type.String(), Type.Object(sharedOptions, { additionalProperties: false }), {
      description: 'options by a name of your own, for `preset`',
    }),
  ),
};

const statistic = Type.Union([
  Type.String(),
  Type.Record(
    Type.String(),
    Type.Object(
      { digits: Type.Optional(digitCount), label: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
    { minProperties: 1, description: 'a name → its decimals and label' },
  ),
]);

export type Statistic = Static<typeof statistic>;

const writtenRow = Type.Object(
  {
    label: Type.String(),
    cells: Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
      minItems: 1,
      description: 'one a column; true and false are Yes and No, `~` is empty',
    }),
    after: Type.Optional(
      Type.String({ description: 'the row above: a term, a statistic, `fe:year`; the last one by default' }),
    ),
  },
  { additionalProperties: false },
);
/** A row of the author's own. */
export type WrittenRow = Static<typeof writtenRow>;

/** Options that only make sense for one table. */
const tableOptions = {
  caption: Type.Optional(Type.String()),
  label: Type.Optional(Type.String({ description: 'LaTeX label and HTML id; `tab:` and the table’s name by default' })),
  from: Type.Optional(oneOrMore('a step, a column, a glob, or a list of them')),
  panels: Type.Optional(
    Type.Array(
      Type.Object({ title: Type.String(), from: oneOrMore('what this panel shows') }, { additionalProperties: false }),
      {
        minItems: 1,
        description: 'panels with the same columns, instead of `from`',
      },
    ),
  ),
  show: Type.Optional(Type.String({ description: 'thresholds: tests (default) or regimes, the regression' })),
  headers: Type.Optional(
    Type.Union([strings, labels('node → header')], {
      description: 'a header for each column, or a map from node to header',
    }),
  ),
  stats: Type.Optional(
    Type.Array(statistic, {
      minItems: 1,
      description: 'statistics to show, in order; below models also `fe`, `indicate`, `nclusters`, `clusteredBy`',
    }),
  ),
  rows: Type.Optional(Type.Array(writtenRow, { description: 'rows of your own' })),
  spanners: Type.Optional(
    Type.Union([Type.Literal(false), Type.Array(Type.String(), { minItems: 1 })], {
      description: 'a text for each column of models, equal neighbours under one; false for none',
    }),
  ),
  indicate: Type.Optional(
    Type.Union([strings, Type.Record(Type.String(), oneOrMore('terms'))], {
      description: 'sets shown as `Controls: Yes`, or a map from a row’s label to terms',
    }),
  ),
  order: Type.Optional(oneOrMore('terms to show first, by raw name')),
  keep: Type.Optional(oneOrMore('terms to show, by raw name')),
  drop: Type.Optional(oneOrMore('terms to leave out, by raw name')),
  rename: Type.Optional(labels('raw name → label')),
};

export const tableEntry = Type.Object({ ...tableOptions, ...sharedOptions }, { additionalProperties: false });
export type TableEntry = Static<typeof tableEntry>;
export type SharedOptions = Pick<TableEntry, keyof typeof sharedOptions>;
export type StepOptions = SharedOptions & { readonly presets?: Readonly<Record<string, SharedOptions>> };

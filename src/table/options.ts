/** What a table's entry, its report step and `defaults.report` may say; the nearest wins. */
import Type, { type Static } from 'typebox';
import { own } from '../base/own.ts';
import { formatOptionSchemas, formatsDescription, settledOptions } from './formats/choose.ts';
import type { FormatOptions } from './formats/format.ts';
import { usualFormats } from './formats/registry.ts';
import { notesSchema, type SettledNotes, settleNotes } from './note-options.ts';
import { defaultStarLevels } from './stars.ts';
import type { Language, NumberFormat } from './table.ts';

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
        Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), { minItems: 1, maxItems: 4 }),
      ],
      {
        description: 'levels, by default [.1, .05, .01]; false for none',
      },
    ),
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

/** A set of terms that one `Yes`/`No` row stands for. */
export interface Indicated {
  readonly key: string;
  readonly label: string;
  readonly terms: readonly string[];
}

/** Everything settled, plain JSON: this enters the table node's key. */
export interface Presentation extends SettledNotes {
  readonly language: Language;
  readonly formats: readonly string[];
  readonly templates: Readonly<Record<string, string>>;
  readonly starLevels: readonly number[];
  /** null: the builder's own habit */
  readonly cell: string | null;
  readonly digits: Readonly<Record<string, number>>;
  readonly significant: boolean;
  readonly zeros: 'keep' | 'trim';
  /** null: counts only */
  readonly thousands: boolean | null;
  /** By format; of those in `formats`. */
  readonly formatOptions: Readonly<Record<string, FormatOptions>>;
  /** null: the builder's own habit */
  readonly numbers: boolean | null;
  /** null: the builder's own habit */
  readonly stub: string | null;
  /** The dependent variable stands above the columns. */
  readonly outcome: boolean;
  /** A text for each column; null: those of the steps */
  readonly spanners: readonly string[] | null;
  readonly hide: readonly string[];
  readonly rows: readonly WrittenRow[];
  readonly stats: readonly string[] | null;
  /** Which view of its sources, where a builder has several; null: the usual one */
  readonly show: string | null;
  readonly indicate: readonly Indicated[];
  readonly order: readonly string[];
  readonly keep: readonly string[];
  readonly drop: readonly string[];
}

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** The names of an entry of `stats`. */
const statNamesOf = (entry: Static<typeof statistic>): readonly string[] =>
  typeof entry === 'string' ? [entry] : Object.keys(entry);

export const statsOf = ({ stats = [] }: TableEntry): readonly string[] => stats.flatMap(statNamesOf);

/** What `stats` says of the statistics that it names: `{ymean: {digits: 3, label: Mean of Y}}`. */
export function saidOfStats<K extends 'digits' | 'label'>({ stats = [] }: TableEntry, what: K) {
  const maps = stats.flatMap((entry) => (typeof entry === 'string' ? [] : Object.entries(entry)));
  const said = maps.flatMap(([name, { [what]: value }]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(said) as Record<string, NonNullable<(typeof said)[number][1]>>;
}

/** What needs no names of the project to be known. */
export type Settled = Omit<Presentation, 'indicate' | 'templates'>;

/** Table over step over defaults; notes accumulate in that order. */
export function settle(table: TableEntry, step: SharedOptions, defaults: SharedOptions): Settled {
  const said = { ...defaults, ...step, ...table };
  const { stars = true, digits = {} } = said;
  const formats = said.formats ?? usualFormats.tables.map(({ name }) => name);
  return {
    language: said.lang ?? 'en',
    formats,
    formatOptions: settledOptions(formats, said),
    ...settleNotes([table, step, defaults]),
    starLevels: (stars === true ? [...defaultStarLevels] : stars === false ? [] : [...stars]).sort((a, b) => b - a),
    cell: said.cell ?? null,
    digits: { ...(typeof digits === 'number' ? { default: digits } : digits), ...saidOfStats(table, 'digits') },
    significant: said.significant ?? false,
    zeros: said.zeros ?? 'keep',
    thousands: said.thousands ?? null,
    numbers: said.numbers ?? null,
    stub: said.stub ?? null,
    outcome: said.outcome ?? true,
    spanners: table.spanners === false ? [] : (table.spanners ?? null),
    hide: listOf(said.hide),
    rows: table.rows ?? [],
    stats: table.stats === undefined ? null : statsOf(table),
    show: table.show ?? null,
    order: listOf(table.order),
    keep: listOf(table.keep),
    drop: listOf(table.drop),
  };
}

/** Format of a number known by these names, the most telling first (`NQP`, `se`). */
export function numberFormat(options: Presentation, names: readonly string[], count = false): NumberFormat {
  const named = names.map((name) => own(options.digits, name)).find((digits) => digits !== undefined);
  const digits = named ?? (count ? 0 : (options.digits.default ?? 3));
  const significant = options.significant && !count && digits > 0;
  return {
    digits,
    style: significant ? 'significant' : 'fixed',
    thousands: options.thousands ?? count,
    zeros: count ? 'keep' : options.zeros,
  };
}

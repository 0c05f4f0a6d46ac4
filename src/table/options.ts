/** The options that a table's entry, its report step and `defaults.report` may give, of which the nearest wins. */
import Type, { type Static } from 'typebox';
import { own } from '../base/own.ts';
import { optional, strict } from '../base/schema.ts';
import { formatOptionSchemas, formatsDescription, settledOptions } from './formats/choose.ts';
import type { FormatOptions } from './formats/format.ts';
import { usualFormats } from './formats/registry.ts';
import { defaultStarLevels } from './stars.ts';
import type { Language, NumberFormat } from './table.ts';

const strings = Type.Array(Type.String(), { minItems: 1 });
const oneOrMore = (description: string) => Type.Union([Type.String(), strings], { description });
const digitCount = Type.Integer({ minimum: 0, maximum: 15 });
const labels = (description: string) => Type.Record(Type.String(), Type.String(), { description });

/** Options that a table, a report step and `defaults.report` share. */
export const sharedOptions = {
  formats: optional.texts(formatsDescription('tables')),
  notes: Type.Optional(
    oneOrMore('sentences below the table; those of the step and the defaults follow the table’s own'),
  ),
  auto_notes: optional.flag('false leaves out the notes made from the results'),
  stars: optional.either(
    [
      Type.Boolean(),
      Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), { minItems: 1, maxItems: 4 }),
    ],
    'levels, by default [.1, .05, .01]; false for none',
  ),
  cell: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'template of one estimate: {b} {se} {t} {p} {ci} {lo} {hi} {stars}; a newline starts a row',
    }),
  ),
  digits: optional.either(
    [digitCount, Type.Record(Type.String(), digitCount)],
    'decimals, or a map from `b`, `se`, a statistic or a variable (or `default`) to decimals',
  ),
  significant: optional.flag('digits are significant digits'),
  zeros: optional.either([Type.Literal('keep'), Type.Literal('trim')], 'trailing zeros'),
  thousands: optional.flag('commas in every number; counts have them unless this is false'),
  ...formatOptionSchemas,
  numbers: optional.flag('column numbers (1), (2), …'),
  lang: optional.either([Type.Literal('en'), Type.Literal('zh')], 'language of labels and notes'),
  template: Type.Optional(oneOrMore('your own layout: `journal.tex.hbs` in templates/')),
};

/** Options that only make sense for one table. */
const tableOptions = {
  caption: Type.Optional(Type.String()),
  label: optional.text('LaTeX label and HTML id; `tab:` and the table’s name by default'),
  from: Type.Optional(oneOrMore('a step, a column, a glob, or a list of them')),
  panels: Type.Optional(
    Type.Array(strict({ title: Type.String(), from: oneOrMore('what this panel shows') }), {
      minItems: 1,
      description: 'panels with the same columns, instead of `from`',
    }),
  ),
  show: optional.text('thresholds: tests (default) or regimes, the regression'),
  headers: optional.either(
    [strings, labels('node → header')],
    'a header for each column, or a map from node to header',
  ),
  stats: optional.texts('statistics to show, in order'),
  indicate: optional.either(
    [strings, Type.Record(Type.String(), oneOrMore('terms'))],
    'sets shown as `Controls: Yes`, or a map from a row’s label to terms',
  ),
  order: Type.Optional(oneOrMore('terms to show first, by raw name')),
  keep: Type.Optional(oneOrMore('terms to show, by raw name')),
  drop: Type.Optional(oneOrMore('terms to leave out, by raw name')),
  rename: Type.Optional(labels('raw name → label')),
};

export const tableEntry = strict({ ...tableOptions, ...sharedOptions });
export type TableEntry = Static<typeof tableEntry>;
export type SharedOptions = Pick<TableEntry, keyof typeof sharedOptions>;

/** A set of terms that one `Yes`/`No` row stands for. */
export interface Indicated {
  readonly key: string;
  readonly label: string;
  readonly terms: readonly string[];
}

/** All options, settled, as plain JSON that enters the table node's key. */
export interface Presentation {
  readonly language: Language;
  readonly formats: readonly string[];
  readonly templates: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly autoNotes: boolean;
  readonly starLevels: readonly number[];
  /** The cell template; null leaves it to the builder. */
  readonly cell: string | null;
  readonly digits: Readonly<Record<string, number>>;
  readonly significant: boolean;
  readonly zeros: 'keep' | 'trim';
  /** Whether thousands are separated; null separates those of counts only. */
  readonly thousands: boolean | null;
  /** Options of each format in `formats`. */
  readonly formatOptions: Readonly<Record<string, FormatOptions>>;
  /** Whether columns are numbered; null leaves it to the builder. */
  readonly numbers: boolean | null;
  readonly stats: readonly string[] | null;
  /** The view of its sources, where a builder has several; null is the usual one. */
  readonly show: string | null;
  readonly indicate: readonly Indicated[];
  readonly order: readonly string[];
  readonly keep: readonly string[];
  readonly drop: readonly string[];
}

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** The options that can be settled without the project's names. */
export type Settled = Omit<Presentation, 'indicate' | 'templates'>;

/** Settles options: the table's come before the step's, and those before the defaults; notes accumulate in that order. */
export function settle(table: TableEntry, step: SharedOptions, defaults: SharedOptions): Settled {
  const said = { ...defaults, ...step, ...table };
  const { stars = true, digits = {} } = said;
  const formats = said.formats ?? usualFormats.tables.map(({ name }) => name);
  return {
    language: said.lang ?? 'en',
    formats,
    formatOptions: settledOptions(formats, said),
    notes: [table, step, defaults].flatMap((level) => listOf(level.notes)),
    autoNotes: said.auto_notes ?? true,
    starLevels: (stars === true ? [...defaultStarLevels] : stars === false ? [] : [...stars]).sort((a, b) => b - a),
    cell: said.cell ?? null,
    digits: typeof digits === 'number' ? { default: digits } : digits,
    significant: said.significant ?? false,
    zeros: said.zeros ?? 'keep',
    thousands: said.thousands ?? null,
    numbers: said.numbers ?? null,
    stats: table.stats ?? null,
    show: table.show ?? null,
    order: listOf(table.order),
    keep: listOf(table.keep),
    drop: listOf(table.drop),
  };
}

/** Format of a number that has these names, the most telling first (`NQP`, `se`). */
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

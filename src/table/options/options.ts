/** The options that a table's entry, its report step and `defaults.report` may give, of which the nearest wins. */
import { type ComputedRow, type ShownAs, statKey } from '../computed/row.ts';
import { settledOptions } from '../formats/choose.ts';
import type { FormatOptions } from '../formats/format.ts';
import { usualFormats } from '../formats/registry.ts';
import { formatNumber, sensible } from '../number.ts';
import { type Stars, settledStars } from '../stars.ts';
import type { Language, NumberFormat } from '../table.ts';
import { type Digits, digitsOf, usualDigits } from './digits.ts';
import type { Footnote } from './footnote-schemas.ts';
import { type SettledNotes, settleNotes } from './note-options.ts';
import {
  isComputed,
  type SharedOptions,
  type Statistic,
  type StepOptions,
  type TableEntry,
  type WrittenRow,
} from './option-schemas.ts';
import { withPresets } from './presets.ts';

/** A set of terms that one `Yes`/`No` row stands for. */
export interface Indicated {
  readonly key: string;
  readonly label: string;
  readonly terms: readonly string[];
}

/** All options, settled, as plain JSON that enters the table node's key. */
export interface Presentation extends SettledNotes, Stars {
  readonly language: Language;
  readonly formats: readonly string[];
  readonly templates: Readonly<Record<string, string>>;
  /** null: the builder's own habit */
  readonly cell: string | null;
  readonly digits: Digits;
  readonly significant: boolean;
  readonly zeros: 'keep' | 'trim';
  /** Is true where thousands are separated; null separates those of counts only. */
  readonly thousands: boolean | null;
  /** Options of each format in `formats`. */
  readonly formatOptions: Readonly<Record<string, FormatOptions>>;
  /** null: the builder's own habit */
  readonly numbers: boolean | null;
  /** null: the builder's own habit */
  readonly stub: string | null;
  /** Holds the head that the step, the defaults or a preset say: it is of tables whose rows are variables. */
  readonly usualStub: string | null;
  /** Says where the dependent variable stands: above columns as far as panels agree (true), in any case, in a line below their heads, in titles of panels, or nowhere. */
  readonly outcome: boolean | 'column' | 'row' | 'panel';
  /** A text for each column; null: those of the steps */
  readonly spanners: readonly string[] | null;
  /** Says what a regression is in a table of models: a column, a row, or a cell in the row of its dependent variable. */
  readonly layout: 'columns' | 'rows' | 'outcomes';
  /** Is true where a rule stands above the statistics. */
  readonly statisticsRule: boolean;
  /** Is true where a rule stands below each spanner. */
  readonly spannerRules: boolean;
  readonly hide: readonly string[];
  readonly rows: readonly WrittenRow[];
  /** Absent where there are none. */
  readonly footnotes?: readonly Footnote[];
  readonly stats: readonly string[] | null;
  /** Computed statistics that `stats` names, in order; absent where there are none. */
  readonly computed?: readonly ComputedRow[];
  /** Says how estimates are shown; absent where they are shown as they were estimated, with intervals of 95%. */
  readonly as?: ShownAs;
  /** The view of its sources, where a builder has several; null is the usual one. */
  readonly show: string | null;
  readonly indicate: readonly Indicated[];
  readonly order: readonly string[];
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  /** Lists what the step or the defaults leave out of every table that has it; absent where there is none. */
  readonly dropWhere?: readonly string[];
}

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** The names of an entry of `stats`. */
const statNamesOf = (entry: Statistic): readonly string[] =>
  typeof entry === 'string' ? [entry] : isComputedStat(entry) ? [statKey(entry.label)] : Object.keys(entry);

/** Tells whether an entry of `stats` is computed; `{value: {digits: 1}}` would be a statistic called `value`. */
export const isComputedStat = (entry: Exclude<Statistic, string>): entry is Exclude<Statistic, string> & ComputedRow =>
  isComputed(entry) && typeof entry.value === 'string';

export type StatsOption = Pick<TableEntry, 'stats'>;

export const statsOf = ({ stats = [] }: StatsOption): readonly string[] => stats.flatMap(statNamesOf);

/** Computed statistics among those that are asked for. */
export const computedOf = ({ stats = [] }: StatsOption): readonly ComputedRow[] =>
  stats.flatMap((entry) => (typeof entry !== 'string' && isComputedStat(entry) ? [entry] : []));

/** The options `stats` and what is computed for them, as they stand in a request. */
export function settledStats(said: StatsOption): Pick<Presentation, 'stats' | 'computed'> {
  const computed = computedOf(said);
  return { stats: said.stats === undefined ? null : statsOf(said), ...(computed.length > 0 && { computed }) };
}

type StatisticKeys = { readonly digits?: number; readonly label?: string };

/** Returns the options that `stats` gives for the statistics it names: `{ymean: {digits: 3, label: Mean of Y}}`. */
export function saidOfStats<K extends 'digits' | 'label'>({ stats = [] }: TableEntry, what: K) {
  const maps = stats.flatMap((entry) =>
    typeof entry === 'string' || isComputedStat(entry) ? [] : Object.entries(entry as Record<string, StatisticKeys>),
  );
  const said = maps.flatMap(([name, { [what]: value }]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(said) as Record<string, NonNullable<(typeof said)[number][1]>>;
}

/** The options that can be settled without the project's names. */
export type SettledOptions = Omit<Presentation, 'indicate' | 'templates'>;

/** Template of an estimate, by the nearest level that says anything of it. */
function cellOf(levels: readonly SharedOptions[]): string | null {
  const nearest = levels.find(({ cell, se_as, brackets }) => [cell, se_as, brackets].some((one) => one !== undefined));
  if (nearest === undefined) return null;
  if (nearest.cell !== undefined) return nearest.cell;
  const field = levels.find(({ se_as }) => se_as !== undefined)?.se_as ?? 'se';
  const usual = field === 'ci' ? 'square' : 'parentheses';
  const around = levels.find(({ brackets }) => brackets !== undefined)?.brackets ?? usual;
  const [open, close] = { parentheses: ['(', ')'], square: ['[', ']'], none: ['', ''] }[around];
  return `{b}{stars}\n${open}{${field}}${close}`;
}

/** Returns every option that is set, each from the nearest level. */
export const optionsOf = (table: TableEntry, step: StepOptions, defaults: StepOptions): TableEntry =>
  Object.assign({}, ...withPresets(table, step, defaults).toReversed());

/** Settles options: the table's come before the step's, and those before the defaults; notes accumulate in that order. */
export function settle(table: TableEntry, step: StepOptions, defaults: StepOptions): SettledOptions {
  const levels = withPresets(table, step, defaults);
  const said = optionsOf(table, step, defaults);
  const { stars = true, digits = {} } = said;
  const formats = said.formats ?? usualFormats.tables.map(({ name }) => name);
  return {
    language: said.lang ?? 'en',
    formats,
    formatOptions: settledOptions(formats, said),
    ...settleNotes(levels),
    ...settledStars(stars),
    cell: cellOf(levels),
    digits: { ...(typeof digits === 'number' ? { default: digits } : digits), ...saidOfStats(table, 'digits') },
    significant: said.significant ?? false,
    zeros: said.zeros ?? 'keep',
    thousands: said.thousands ?? null,
    numbers: said.numbers ?? null,
    stub: table.stub ?? null,
    usualStub: said.stub ?? null,
    outcome: said.outcome ?? true,
    spanners: settledSpanners(table.spanners) ?? null,
    layout: table.layout ?? 'columns',
    statisticsRule: said.statistics_rule ?? true,
    spannerRules: said.spanner_rules ?? true,
    hide: listOf(said.hide),
    rows: table.rows ?? [],
    ...(table.footnotes && { footnotes: table.footnotes }),
    ...settledStats(table),
    ...shownAs(said),
    show: table.show ?? null,
    order: listOf(table.order),
    keep: listOf(table.keep),
    drop: listOf(table.drop),
    ...(table.drop === undefined && said.drop !== undefined && { dropWhere: listOf(said.drop) }),
  };
}

/** Texts over columns as an entry or a panel says them; undefined where it does not. */
export const settledSpanners = (said: TableEntry['spanners']): readonly string[] | undefined =>
  said === false ? [] : said;

/** Gives how estimates are shown, where the options say anything of it. */
function shownAs({ as = {} }: SharedOptions): Pick<Presentation, 'as'> {
  const { exponentiate = false, standardized = false, level = [] } = as;
  const levels = typeof level === 'number' ? [level] : level;
  const isUsual = levels.length === 0 || (levels.length === 1 && levels[0] === 95);
  const settled: ShownAs = {
    ...(exponentiate && { exponentiate }),
    ...(standardized && { standardized }),
    ...(!isUsual && { level: levels }),
  };
  return Object.keys(settled).length === 0 ? {} : { as: settled };
}

/** Format of a number that has these names, the most telling first (`NQP`, `se`). */
export function numberFormat(options: Presentation, names: readonly string[], count = false): NumberFormat {
  const named = digitsOf(options.digits, names);
  const digits = named ?? (count ? 0 : (usualDigits(options.digits) ?? 3));
  const significant = options.significant && !count && digits > 0;
  const format: NumberFormat = {
    digits,
    style: significant ? 'significant' : 'fixed',
    thousands: options.thousands ?? (count || 'large'),
    zeros: count ? 'keep' : options.zeros,
  };
  const isAsked = named !== undefined || usualDigits(options.digits) !== undefined;
  return isAsked || count ? format : sensible(format);
}

/** A count in a sentence, with thousands as the counts of the table have them. */
export const countText = (count: number, options: Presentation): string =>
  formatNumber(count, numberFormat(options, [], true));

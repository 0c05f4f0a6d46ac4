/** Translates raw names (`NQP^2`, `L.NQP`, `i(region)::East`) to the words that a table prints. */
import type { TimeType } from '../../base/calendar.ts';
import { ownValue } from '../../base/own-value.ts';
import { factorsIn, furtherTerm, levelOfName } from '../../base/text/term-names.ts';
import { readable } from '../number.ts';
import { raised } from '../superscripts.ts';
import type { Language } from '../table.ts';
import { type Calls, expressionText } from './expressions.ts';
import { inEquation } from './further-equations.ts';
import type { Sentence } from './messages-zh-designs.ts';
import { type TableWords, words } from './phrases.ts';
import { statLabels } from './stat-labels.ts';

export interface LabelBook {
  readonly language: Language;
  /** Variable → its label in the table's language. */
  readonly variables: Readonly<Record<string, string>>;
  readonly units: Readonly<Record<string, string>>;
  /** Variable → number, as a text → what it stands for; absent where no file says it. */
  readonly valueLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Variable → the type of its times, which statistics in their units are printed as; absent where there are none. */
  readonly times?: Readonly<Record<string, TimeType>>;
  /** Raw term or statistic → label, as the table's `rename` says, which wins over everything. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Chinese forms of sentences that only the table's own results use. */
  readonly sentences?: readonly Sentence[];
  /** Indicators of event terms that also hold the periods before or after (`binned-ends.ts`). */
  readonly ends?: Readonly<Record<string, BinnedEnd>>;
}

/** The end of a window that holds the periods beyond it. */
export type BinnedEnd = 'low' | 'high';

/** Label of a term or a variable; composed for powers, lags, functions, interactions, factor levels and regimes. */
export function termLabel(term: string, book: LabelBook): string {
  const known = ownValue(book.renamed, term) ?? ownValue(book.variables, term);
  if (known !== undefined) return known;
  const name = bare(term);
  if (name !== term) return ownValue(book.renamed, name) ?? ownValue(book.variables, name) ?? name;
  const phrases = words[book.language];
  if (term === '_cons') return phrases.constant;
  const parameter = ownValue(phrases.parameters, term);
  if (parameter !== undefined) return parameter;
  const further = furtherTerm(term);
  if (further !== undefined) return inEquation[book.language][further.equation](termLabel(further.name, book));
  const factors = factorsIn(term);
  if (factors.length > 1) return factors.map((part) => termLabel(part, book)).join(' × ');
  for (const [form, labelOf] of compositions) {
    const [, ...pieces] = form.exec(term) ?? [];
    const label = pieces.length > 0 ? labelOf(pieces as Pieces, book, phrases) : undefined;
    if (label !== undefined) return label;
  }
  const [, beside] = /^\/(.+)$/.exec(term) ?? [];
  return beside === undefined ? term : (ownValue(statLabels, beside)?.[book.language] ?? termLabel(beside, book));
}

/** Gives the words that expressions use for variables and their values. */
export const callsOf = (book: LabelBook): Calls => ({
  phrases: words[book.language],
  name: (name) => termLabel(name, book),
  value: (variable, number) => ownValue(ownValue(book.valueLabels ?? {}, variable), number),
});

/** A name without the backticks in which a term has it where it is no plain word. */
const bare = (name: string): string => /^`([^`]+)`$/.exec(name)?.[1] ?? name;

/** Label of a variable as a heading, `Province FE`: the name of an undeclared one is set as headings of the language are. */
export function headingLabel(name: string, book: LabelBook): string {
  const { heading } = words[book.language];
  return name
    .split('^')
    .map(bare)
    .map((part) => ownValue(book.variables, part) ?? heading(part))
    .join(' × ');
}

/** Gives what a level of a column stands for, or the level itself. */
export const valueLabel = (
  column: string,
  level: string,
  { valueLabels = {} }: Pick<LabelBook, 'valueLabels'>,
): string => ownValue(ownValue(valueLabels, column), level) ?? level;

/** A level that is a number, with a minus sign; a text as it is. */
const figures = (level: string): string => (Number.isNaN(Number(level)) ? level : readable(level));

/** A level of a column as a heading. Texts, labels and years speak for themselves; `0` is told with its column, `Treated = 0`. */
export function levelLabel(column: string, level: string, book: LabelBook): string {
  const label = levelBelowHead(column, level, book);
  const speaks = label !== level || Number.isNaN(Number(level)) || /^\d{4}$/.test(level);
  return speaks ? label : `${headingLabel(column, book)} = ${figures(level)}`;
}

/** A level of a column below the column's own heading. */
export function levelBelowHead(column: string, level: string, book: LabelBook): string {
  const label = valueLabel(column, level, book);
  return ownValue(book.renamed, level) ?? ownValue(book.renamed, label) ?? label;
}

/** An absorbed effect in a row of its own: `Province FE`, or `Slopes of Year by Province` for `province[year]`. */
export function effectLabel(name: string, book: LabelBook): string {
  return slopesLabel(name, book) ?? words[book.language].fixedEffects(headingLabel(name, book));
}

/** Slopes by group in words; undefined of plain effects. */
export function slopesLabel(name: string, book: LabelBook): string | undefined {
  const [, by, of] = /^(.[^[]*)\[(.+)\]$/s.exec(name) ?? [];
  return by && of && words[book.language].slopes(headingLabel(of, book), headingLabel(by, book));
}

/** Within a sentence: a label that only writes the name with a capital does without it, `province` for `Province`. */
export function noteLabel(name: string, book: LabelBook): string {
  const label = ownValue(book.variables, name);
  if (label === undefined && (name.includes('^') || book.language === 'zh')) return headingLabel(name, book);
  return label === undefined || label.slice(0, 1).toLowerCase() + label.slice(1) === name ? name : label;
}

type Pieces = [string, string, string];
type Composition = readonly [
  form: RegExp,
  label: (pieces: Pieces, book: LabelBook, phrases: TableWords) => string | undefined,
];

/** The compositions of terms, the outermost first. */
const compositions: readonly Composition[] = [
  [/^event::(-?\d+)$/u, ([period], _, phrases) => phrases.sinceTreatment(Number(period))],
  [/^(group|calendar)::(.+)$/u, ([kind, period], _, phrases) => phrases.effectOf[kind as 'group' | 'calendar'](period)],
  [/^(att|acrt)::(p?)(.+)$/u, ([of, p, dose], _, words) => words.atDose(of as 'att' | 'acrt', dose, p === 'p')],
  [/^ring::([^-]+)-(.+)$/u, ([from, to], _, phrases) => phrases.inRing(from, to)],
  [/^quantile::(.+)$/u, ([share], _, phrases) => phrases.atQuantile(share)],
  [
    /^(simple|acrt|group|calendar|dynamic)$/u,
    ([kind], _, phrases) => phrases.averages[kind as keyof TableWords['averages']],
  ],
  [/^(conventional|bias_corrected|robust)$/u, ([kind], _, phrases) => phrases.jumps[kind as keyof TableWords['jumps']]],
  [/^(event\(.+\)::(-?\d+))$/u, periodLabel],
  [/^dydx\((.+)\)$/u, ([variable], book, phrases) => phrases.marginal(termLabel(variable, book))],
  [
    /^(.+) \| ([^|=]+=[^|]*)$/su,
    ([term, at], book, words) => words.placed(termLabel(term, book), placesLabel(at, book)),
  ],
  [/^i\((.+?)\)::(.+)$/su, levelOf],
  [/^([^():]+)::(.+)$/su, levelOf],
  [/^\/cut(\d+)$/u, ([at], _, phrases) => phrases.cut(at)],
  [/^predict\((.*)\)$/su, ([places], book, phrases) => phrases.predicted(placesLabel(places, book))],
  // A factor with all its levels.
  [/^i\((.+)\)$/u, ([factor], book) => headingLabel(factor, book)],
  [/^(.+)#(\d+)$/u, ([slope, regime], book, phrases) => phrases.regime(termLabel(slope, book), regime)],
  [/^(.+)\^(-?\d+)$/u, ([base, exponent], book) => termLabel(base, book) + raised(exponent)],
  [/^([LFD])(\d*)\.(.+)$/u, shifted],
  [/^mean_(.+)$/u, meanOf],
  [/^W\.(.+)$/u, ([inner], book) => `W × ${termLabel(inner, book)}`],
  [/^(direct|indirect|total)\((.+)\)$/u, spatialEffect],
  [/^(cluster|wild|dk|nw|conley)\((.+)\)$/u, covarianceLabel],
  [/^(\w+\(.+\))$/su, ([call], book) => expressionText(call, callsOf(book))],
  [/^(\w+)\((.+)\)$/u, ([name, inner], book) => `${name}(${termLabel(inner, book)})`],
];

function levelOf([factor, level]: Pieces, book: LabelBook): string {
  return `${headingLabel(factor, book)} = ${figures(valueLabel(bare(factor), levelOfName(level), book))}`;
}

/** `z=1, g=East`, where variables are put, by their labels and those of their values. */
const placesLabel = (places: string, book: LabelBook): string =>
  places
    .split(/, (?=[^=,]+=)/u)
    .filter((each) => each !== '')
    .map((each) => {
      const at = each.indexOf('=');
      const [variable, value] = [each.slice(0, at), each.slice(at + 1)];
      return `${termLabel(variable, book)} = ${figures(valueLabel(bare(variable), value, book))}`;
    })
    .join(', ');

function periodLabel([term, period]: Pieces, book: LabelBook, phrases: TableWords): string {
  const end = ownValue(book.ends ?? {}, term);
  return end === undefined ? phrases.sinceTreatment(Number(period)) : phrases.binnedEnd[end](Number(period));
}

function shifted([operator, digits, inner]: Pieces, book: LabelBook, phrases: TableWords): string {
  const label = termLabel(inner, book);
  const periods = digits === '' ? 1 : Number(digits);
  if (operator === 'L') return phrases.lag(label, periods);
  if (operator === 'F') return phrases.lead(label, periods);
  return phrases.difference(label, periods);
}

/** The unit means of a known variable, which random effects may add. */
function meanOf([name]: Pieces, book: LabelBook, phrases: TableWords): string | undefined {
  const label = ownValue(book.variables, name);
  return label === undefined ? undefined : phrases.meanOf(label);
}

/** A covariance as it is written, in words. */
function covarianceLabel([kind, inner]: Pieces, book: LabelBook, { errorKinds, comma, and }: TableWords): string {
  const parts = inner.split(/[,+]/).map((part) => part.trim());
  if (kind === 'dk') return errorKinds.DK(parts[0]!);
  if (kind === 'nw') return errorKinds.NW(parts[0]!);
  if (kind === 'conley') return errorKinds.Conley(parts[2] ?? '', '');
  const names = (kind === 'wild' ? parts.slice(0, 1) : parts).map((name) => noteLabel(bare(name), book));
  const by = [names.slice(0, -1).join(comma), names.at(-1)!].filter((text) => text !== '').join(and);
  return kind === 'wild' ? errorKinds.wild(by) : errorKinds.cluster(by);
}

function spatialEffect([kind, inner]: Pieces, book: LabelBook, { effectsOf }: TableWords): string {
  return effectsOf[kind as keyof TableWords['effectsOf']](termLabel(inner, book));
}

/** Writes the notes about brackets around estimates, the kind of standard errors, and the distribution of p values. */

import { ownValue } from '../../base/own-value.ts';
import { bareFields, type CellField, wrappedFields } from '../template/cell.ts';
import { noteLabel } from '../words/labels.ts';
import { isOtherBootstrap } from '../words/resampled.ts';
import { statLabels } from '../words/stat-labels.ts';
import { asLabelled } from '../words/worded.ts';
import type { FitColumn } from './fits.ts';
import { groupColumns, type NoteContext, withColumns } from './note-context.ts';

/** `Standard errors clustered by province in parentheses`; of several kinds, each with its columns. */
export function errorsNotes(noted: NoteContext): string[] {
  return [...shownNotes(noted), ...inferenceNotes(noted)];
}

function shownNotes(noted: NoteContext): string[] {
  const { columns, lines, context } = noted;
  const { words } = context;
  const places: readonly (readonly [fields: readonly CellField[], say: (what: string) => string])[] = [
    [wrappedFields(lines, '('), words.inParentheses],
    [wrappedFields(lines, '['), words.inBrackets],
    [bareFields(lines, 'beside'), words.beside],
    [bareFields(lines, 'below'), words.below],
  ];
  // A column whose errors are all undefined has no kind of them to tell.
  const known = columns.filter(({ fit }) => fit.terms.some(({ stdError }) => typeof stdError === 'number'));
  const telling = known.length > 0 ? known : columns.filter(({ fit }) => fit.vcovInfo.type !== 'none');
  const kinds = groupColumns(telling, (column) => errorsKind(column, noted, words.errorNouns));
  const only = kinds.length === 1 ? kinds[0]!.key : undefined;
  const saysErrors = lines.some((tokens) => tokens.some((t) => t.is === 'field' && t.field === 'se'));
  const shown = places.flatMap(([fields, say]) => {
    const names = fields.map((field) => (field === 'se' && only !== undefined ? only : fieldName(field, noted)));
    return names.length === 0 ? [] : [say([...new Set(names)].join(words.comma))];
  });
  const said = shown.join(words.semicolon);
  if (telling.length === 0) return said === '' ? [] : [said];
  if (only === undefined) {
    const found = telling.map((column) => ({ column, text: errorsKind(column, noted, words.errorKinds) }));
    const list = withColumns(found, columns, words).join(words.semicolon);
    if (saysErrors && shown.length === 1) return [said + words.comma + list];
    return [...(said === '' ? [] : [said]), words.errors(list)];
  }
  if (said === '') return [only];
  return [saysErrors ? said : words.resting(said, only)];
}

function fieldName(field: CellField, { columns, context }: NoteContext): string {
  const { statistics, intervals } = context.words;
  if (field === 'lo' || field === 'hi' || field === 'stars' || field === 'ci')
    return intervals((context.options.as?.level ?? [95]).map((level) => `${level}%`));
  if (field === 't' && columns.every((c) => c.fit.inference === 'z')) return statistics.z;
  return statistics[field];
}

/** Ways of drawing anew by which errors are found. */
const resampling: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  Placebo: { en: 'placebos', zh: '安慰剂法' },
  Bootstrap: { en: 'the bootstrap', zh: '自助法' },
  ParametricBootstrap: { en: 'the parametric bootstrap', zh: '参数自助法' },
  Parametric: { en: 'draws of residuals', zh: '残差抽样' },
};

/** `clustered by province`. */
export function errorsKind(
  { fit }: FitColumn,
  { context }: NoteContext,
  kinds: NoteContext['context']['words']['errorKinds'],
): string {
  const { type, clusters, lag, cutoff, neighbours, draws } = fit.vcovInfo;
  const names = clusters.map(({ name }) => noteLabel(name, context.book));
  if (type === 'Bootstrap' && draws !== undefined) return kinds.Bootstrap(String(draws), names[0] ?? '');
  if (isOtherBootstrap(type)) return kinds.bootstrapOf(type, String(draws), names[0] ?? '');
  if (type === 'Jackknife') return kinds.Jackknife(names[0] ?? '');
  if (names.length > 0) {
    const { comma, and } = context.words;
    return kinds.cluster([names.slice(0, -1).join(comma), names.at(-1)!].filter((text) => text !== '').join(and));
  }
  if (type.startsWith('HC')) return kinds.HC(type);
  if (type === 'NW') return kinds.NW(String(lag ?? ''));
  if (type === 'Conley') return kinds.Conley(String(cutoff ?? ''), String(lag ?? ''));
  if (type === 'NN') return kinds.neighbours(String(neighbours ?? ''));
  if (type === 'Plugin') return kinds[type];
  const resampled = ownValue(resampling, type);
  if (resampled !== undefined) return kinds.other(resampled[context.book.language]);
  if (type === 'other') return kinds.other(fit.vcovInfo.text);
  return type === 'DK' ? kinds.DK(String(lag ?? '')) : kinds.iid;
}

/** Returns notes on inference where columns of one table differ in it, or p values come from a bootstrap. */
function inferenceNotes({ columns, context }: NoteContext): string[] {
  const { words } = context;
  const kindOf = ({ fit }: FitColumn): keyof typeof words.inference =>
    fit.vcovInfo.text.startsWith('wild(') ? 'wild' : fit.inference === 'z' ? 'z' : 't';
  const tested = columns.filter(({ fit }) => fit.terms.some(({ pValue }) => typeof pValue === 'number'));
  const kinds = new Set(tested.map(kindOf));
  if (kinds.size < 2 && !kinds.has('wild')) return [];
  const found = tested.map((column) => ({ column, text: words.inference[kindOf(column)] }));
  return [words.pValues(withColumns(found, columns, words).join(words.semicolon))];
}

/** Finite-sample factors and distributions, as the estimators tell them, and what else changes with the clusters. */
export const smallNotes = (noted: NoteContext): string[] => [
  ...factorNotes(noted),
  ...informationNotes(noted),
  ...nestedNotes(noted),
];

/** Says where errors rest on the observed information, and programs that take the expected one print others. */
function informationNotes({ columns, context: { words } }: NoteContext): string[] {
  const found = columns.filter(({ fit }) => fit.vcovInfo.information === 'observed');
  return withColumns(
    found.map((column) => ({ column, text: words.observedInformation })),
    columns,
    words,
  );
}

/** Names the statistics printed that count nested effects whole, where that makes a difference. */
function nestedNotes({ columns, keys, context }: NoteContext): string[] {
  const { words, book } = context;
  const shown = countingNested.filter((key) => keys.has(key)).map((key) => statLabels[key]![book.language]);
  const found = columns.filter(({ fit }) => fit.stats.dfAbsorbedUnclustered !== undefined);
  if (shown.length === 0 || found.length === 0) return [];
  const text = words.countsNested(shown);
  return withColumns(
    found.map((column) => ({ column, text })),
    columns,
    words,
  );
}

const countingNested = ['rmse', 'sigmaE', 'r2Adj', 'r2AdjWithin'] as const;

function factorNotes({ columns, context }: NoteContext): string[] {
  const { words } = context;
  const found = columns.flatMap((column) => {
    const { small } = column.fit.vcovInfo;
    return small === '' ? [] : [{ column, text: asLabelled(small, context.book).replaceAll(', ', words.comma) }];
  });
  if (found.length === 0) return [];
  const isOne = found.length === columns.length && new Set(found.map(({ text }) => text)).size === 1;
  const list = isOne ? [found[0]!.text] : withColumns(found, columns, words);
  return [words.small(list.join(words.semicolon))];
}

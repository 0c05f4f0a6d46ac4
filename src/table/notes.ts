/** Writes the notes that results call for: what is in parentheses, stars, what was dropped, lost or undefined. */
import { familyOf, firstOf, grouped } from '../base/term-names.ts';
import type { RowsLost, Stat } from '../econ/fit.ts';
import type { BuildContext } from './builders/builder.ts';
import { type FitColumn, statOf } from './builders/fits.ts';
import { clusterNames } from './builders/footer.ts';
import { labelOf, meaningOf, usualStatistics } from './builders/statistics.ts';
import { bareFields, type CellField, type CellLine, showsStars, wrappedFields } from './cell-template.ts';
import { type LabelBook, termLabel } from './labels.ts';
import { statLabels } from './phrases.ts';

type Part = (columns: readonly FitColumn[], lines: readonly CellLine[], context: BuildContext) => string | undefined;

export function regressionNotes(
  columns: readonly FitColumn[],
  lines: readonly CellLine[],
  context: BuildContext,
): string[] {
  const parts: readonly Part[] = [
    estimatorNote,
    errorsNote,
    (_, cell) => starsNote(showsStars(cell), context),
    droppedNote,
    lostNote,
    undefinedNote,
  ];
  const sentences = parts.map((part) => part(columns, lines, context)).filter((note) => note !== undefined);
  return [...sentences, ...warningNotes(columns, context)].map((note) => sentence(note, context));
}

/** A text as a sentence, which begins with a capital and ends with a stop. */
export function sentence(text: string, { words }: BuildContext): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.。!?]$/u.test(capital) ? capital : capital + words.stop;
}

/** Names the estimators of the columns that are no linear models. */
function estimatorNote(
  columns: readonly FitColumn[],
  _: readonly CellLine[],
  context: BuildContext,
): string | undefined {
  const { words, book } = context;
  const found = columns.flatMap((column) => {
    const note = column.view.words?.note[book.language];
    return note === undefined ? [] : [{ column, note }];
  });
  if (found.length === 0) return undefined;
  const list = groupColumns(found, ({ note }) => note).map(({ key, members }) => {
    const where = members.map(({ column }) => column);
    return columns.length === 1 ? key : words.inColumns(key, columnList(where, columns, context));
  });
  return list.join(words.semicolon);
}

function errorsNote(columns: readonly FitColumn[], lines: readonly CellLine[], context: BuildContext): string {
  const { words } = context;
  const places: readonly (readonly [fields: readonly CellField[], say: (what: string) => string])[] = [
    [wrappedFields(lines, '('), words.inParentheses],
    [wrappedFields(lines, '['), words.inBrackets],
    [bareFields(lines, 'beside'), words.beside],
    [bareFields(lines, 'below'), words.below],
  ];
  const shown = places.flatMap(([fields, say]) => {
    const names = [...new Set(fields.map((field) => fieldName(field, columns, context)))];
    return names.length === 0 ? [] : [say(names.join(words.comma))];
  });
  const kinds = groupColumns(columns, (column) => errorsKind(column, context));
  const list = kinds.map(({ key, members }) =>
    kinds.length === 1 ? key : words.inColumns(key, columnList(members, columns, context)),
  );
  const described = list.join(kinds.length === 1 ? '' : words.semicolon);
  const saysErrors = lines.some((tokens) => tokens.some((t) => t.is === 'field' && t.field === 'se'));
  const errors = shown.length > 0 && saysErrors ? described : words.errors(described);
  return [...shown, errors].join(words.semicolon);
}

function fieldName(field: CellField, columns: readonly FitColumn[], { words }: BuildContext): string {
  if (field === 'lo' || field === 'hi' || field === 'stars') return words.statistics.ci;
  if (field === 't' && columns.every((c) => c.fit.inference === 'z')) return words.statistics.z;
  return words.statistics[field];
}

/** The sort of a column's standard errors: `clustered by Province (small-sample style)`. */
function errorsKind(column: FitColumn, context: BuildContext): string {
  const { vcovInfo } = column.fit;
  const { words } = context;
  const kind =
    vcovInfo.clusters.length > 0
      ? words.errorKinds.cluster(clusterNames(column, context))
      : vcovInfo.type.startsWith('HC')
        ? words.errorKinds.HC(vcovInfo.type)
        : vcovInfo.type === 'DK'
          ? words.errorKinds.DK(String(vcovInfo.lag ?? ''))
          : words.errorKinds.iid;
  return vcovInfo.small === '' ? kind : words.bracketed(kind, vcovInfo.small);
}

/** Explains the stars, `* p < 0.10, ** p < 0.05, *** p < 0.01`; undefined where none are printed. */
export function starsNote(shown: boolean, { options, words }: BuildContext): string | undefined {
  if (!shown || options.starLevels.length === 0) return undefined;
  const decimals = Math.max(...options.starLevels.map((level) => String(level).split('.')[1]?.length ?? 0));
  return options.starLevels.map((level, i) => `${'*'.repeat(i + 1)} p < ${level.toFixed(decimals)}`).join(words.comma);
}

/** Tells which terms were dropped: levels of a factor are counted, and where many terms were dropped alike the first few are named. */
function droppedNote(columns: readonly FitColumn[], _: readonly CellLine[], context: BuildContext): string | undefined {
  const { words, book } = context;
  const found = columns.flatMap((column) =>
    grouped(column.fit.dropped, ({ term, why }) => JSON.stringify([familyOf(term), why])).map((alike) => {
      const [{ term, why }, ...others] = alike;
      const one = others.length === 0;
      const what = one ? termLabel(term, book) : words.termsOf(termLabel(familyOf(term), book), alike.length);
      return { column, what, why };
    }),
  );
  if (found.length === 0) return undefined;
  const placed = grouped(found, ({ what, why }) => JSON.stringify([what, why])).map((members) => {
    const [{ what, why }] = members;
    const where = members.map(({ column }) => column);
    return { what, why, where: columnList(where, columns, context) };
  });
  const list = grouped(placed, ({ why, where }) => JSON.stringify([why, where])).map((members) => {
    const [{ why, where }] = members;
    const { first, more } = firstOf(members.map(({ what }) => what));
    const named = first.join(words.comma);
    const what = more === 0 ? named : words.andMore(named, more);
    return words.inColumns(words.bracketed(what, words.droppedWhy[why]), where);
  });
  return words.dropped(list.join(words.semicolon));
}

function lostNote(columns: readonly FitColumn[], _: readonly CellLine[], context: BuildContext): string | undefined {
  const { words } = context;
  const found = columns.flatMap((column) =>
    column.fit.rowsLost
      .filter((lost) => lost.count > 0 && !isSplit(lost, column.view))
      .map((lost) => ({ column, lost })),
  );
  if (found.length === 0) return undefined;
  const textOf = ({ lost }: (typeof found)[number]): string => {
    const cause = words.causes[lost.cause];
    return words.bracketed(
      words.rows(lost.count),
      lost.detail === '' ? cause : cause + words.colon + detailOf(lost, context),
    );
  };
  const list = inColumns(found, textOf, columns, context);
  return words.rowsLost(list.join(words.semicolon));
}

/** Why rows were lost, in detail: a variable by its label, a condition as written. */
function detailOf({ cause, detail }: RowsLost, { book }: BuildContext): string {
  return cause === 'missing' || cause === 'lag' ? termLabel(detail, book) : detail;
}

/** Whether rows belong to the other levels of a split, and so are in other columns, not lost. */
function isSplit({ cause, detail }: RowsLost, { split }: FitColumn['view']): boolean {
  return split !== null && cause === 'sample' && detail.startsWith(split.column) && detail.includes(split.level);
}

function undefinedNote(
  columns: readonly FitColumn[],
  _: readonly CellLine[],
  context: BuildContext,
): string | undefined {
  const { words } = context;
  const found = columns.flatMap((column) => invalidIn(column, context).map((one) => ({ column, ...one })));
  if (found.length === 0) return undefined;
  const list = inColumns(found, ({ what, why }) => what + words.colon + why, columns, context);
  return words.undefinedStat(list.join(words.semicolon));
}

/** Every undefined number that the column prints, unless a warning gives the same reason. */
function invalidIn(column: FitColumn, { options, book, words }: BuildContext): { what: string; why: string }[] {
  const stats = (options.stats ?? usualStatistics(column)).flatMap((name): [string, Stat][] => {
    const value = statOf(column.fit, name);
    return value === undefined ? [] : [[labelOf(meaningOf(column, name), [column])[book.language], value]];
  });
  const errors: [string, Stat][] = column.fit.terms.map((t) => [words.errorOf(termLabel(t.term, book)), t.stdError]);
  const told = column.fit.warnings.map((warning) => warning.message);
  return [...stats, ...errors].flatMap(([what, value]) =>
    typeof value === 'object' && !told.includes(value.invalid) ? [{ what, why: asLabelled(value.invalid, book) }] : [],
  );
}

function warningNotes(columns: readonly FitColumn[], context: BuildContext): string[] {
  const found = columns.flatMap((column) =>
    column.fit.warnings.map(({ message }) => ({ column, text: asProse(message) })),
  );
  return inColumns(found, ({ text }) => text, columns, context);
}

/** A message without the backticks that mark names, which a printed note has no use for. */
export const asProse = (message: string): string => message.replaceAll('`', '');

/** A message for a printed note, with labels in the place of the variables and statistics that it names. */
export const asLabelled = (message: string, book: LabelBook): string =>
  asProse(
    message.replace(/`([^`]+)`/g, (_, name: string) => {
      const label = termLabel(name, book);
      return label === name ? (statLabels[name]?.[book.language] ?? name) : label;
    }),
  );

/** What is said of columns, each text once, with the columns that it holds of. */
const inColumns = <T extends { readonly column: FitColumn }>(
  found: readonly T[],
  textOf: (one: T) => string,
  columns: readonly FitColumn[],
  context: BuildContext,
): string[] =>
  groupColumns(found, textOf).map(({ key, members }) => {
    const where = members.map(({ column }) => column);
    return context.words.inColumns(key, columnList(where, columns, context));
  });

interface Grouped<T> {
  readonly key: string;
  readonly members: readonly T[];
}

/** Groups items with equal texts, in order of first appearance. */
const groupColumns = <T>(items: readonly T[], keyOf: (item: T) => string): Grouped<T>[] =>
  grouped(items, keyOf).map((members) => ({ key: keyOf(members[0]), members }));

/** Names columns: `column (2)`, `columns (1)–(3), (5)`, `all columns`. */
function columnList(members: readonly FitColumn[], all: readonly FitColumn[], { words }: BuildContext): string {
  const indices = [...new Set(members.map((m) => all.indexOf(m)))];
  if (indices.length === all.length && all.length > 1) return words.all;
  const runs: [from: number, to: number][] = [];
  for (const i of indices) {
    const last = runs.at(-1);
    if (last && last[1] === i - 1) last[1] = i;
    else runs.push([i, i]);
  }
  const nameAt = (i: number): string => all[i]!.name;
  const list = runs.flatMap(([from, to]) =>
    to - from < 2 ? range(from, to).map(nameAt) : [`${nameAt(from)}–${nameAt(to)}`],
  );
  return indices.length === 1 ? words.columnList(list.join(', ')) : words.columnsList(list.join(', '));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

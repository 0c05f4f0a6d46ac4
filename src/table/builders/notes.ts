/** Writes the notes that results call for: what is in parentheses, stars, what was dropped, lost or undefined. */
import { ownValue } from '../../base/own-value.ts';
import { familyOf, firstOf, grouped } from '../../base/text/term-names.ts';
import type { RowsLost, Stat } from '../../econ/fit.ts';
import { briefNumber, readable } from '../number.ts';
import { type NotePart, noteParts } from '../options/note-options.ts';
import { countText } from '../options/options.ts';
import { type CellLine, showsStars } from '../template/cell.ts';
import { donePhrases } from '../words/done-phrases.ts';
import { headingLabel, noteLabel, slopesLabel, termLabel } from '../words/labels.ts';
import { testLabels } from '../words/stat-labels.ts';
import { asLabelled, conditionText } from '../words/worded.ts';
import type { BuildContext } from './builder.ts';
import { errorsKind, errorsNotes, smallNotes } from './errors-note.ts';
import { type FitColumn, statOf } from './fits.ts';
import { columnList, type NoteContext, withColumns } from './note-context.ts';
import { undefinedSets } from './set-rows.ts';
import { labelOf, meaningOf, usualStatistics } from './statistics.ts';

const parts: Readonly<Record<Exclude<NotePart, 'registered'>, (noted: NoteContext) => readonly string[]>> = {
  done: (noted) => [...doneNotes(noted), ...droppedNotes(noted)],
  method: (noted) => [...methodNotes(noted), ...eventNotes(noted), ...osterNotes(noted)],
  se: errorsNotes,
  small: smallNotes,
  stars: ({ lines, context }) => starsNotes(lines, context),
  clusters: clusterNotes,
  fe: effectNotes,
  dropped: droppedNotes,
  sample: lostNotes,
  undefined: undefinedNotes,
  warnings: warningNotes,
};

export function regressionNotes(noted: NoteContext): string[] {
  const { context } = noted;
  // Tables of every kind say what is registered.
  const isDone = tells(context, 'done');
  const told = noteParts.filter((name) => tells(context, name) && !(isDone && inDone.includes(name)));
  return told
    .flatMap((name) => (name === 'registered' ? [] : parts[name](noted)))
    .map((note) => sentence(note, context));
}

/** The parts that `done` says as well. */
const inDone: readonly NotePart[] = ['clusters', 'fe', 'dropped', 'sample'];

/** Tells whether the table has this part of the notes. */
export const tells = ({ options }: BuildContext, part: NotePart): boolean => options.noteParts.includes(part);

/** Begins with a capital, but for `t`, `z` and `p`, and ends with a stop. */
export function sentence(text: string, context: BuildContext): string {
  return ended(
    /^(?:[tzp] |\p{Script=Greek})/u.test(text) ? text : text.slice(0, 1).toUpperCase() + text.slice(1),
    context,
  );
}

/** Ends with a stop, and begins as it stands: with a name. */
export const ended = (text: string, { words }: BuildContext): string =>
  /[.。!?]$/u.test(text) ? text : text + words.stop;

/** Says how columns were estimated, in sentences: estimator, effects, errors and clusters, and the rows that they use. */
function doneNotes(noted: NoteContext): string[] {
  const { columns, context } = noted;
  const { words } = context;
  const told = (textOf: (column: FitColumn) => string | undefined): string[] => {
    const found = columns.flatMap((column) => {
      const text = textOf(column);
      return text === undefined ? [] : [{ column, text }];
    });
    return found.length === 0 ? [] : [withColumns(found, columns, words).join(words.semicolon)];
  };
  return [...told((column) => methodOf(column, noted)), ...told((column) => rowsOf(column, context))];
}

/** `Fixed-effects (within) regression with fixed effects of province, standard errors clustered by province (31 clusters)`. */
function methodOf(column: FitColumn, noted: NoteContext): string | undefined {
  const { fit, view } = column;
  const { words, book, options } = noted.context;
  const method = view.titles?.[fit.estimator]?.[book.language] ?? view.words?.note[book.language];
  if (method === undefined) return undefined;
  const phrases = donePhrases[book.language];
  const effects = fit.absorbed.map(({ name }) => slopesLabel(name, book) ?? noteLabel(name, book));
  const kind = errorsKind(column, noted, words.errorNouns);
  const counts = fit.vcovInfo.clusters.map(({ count }) => countText(count, options)).join(words.comma);
  const errors = counts === '' ? kind : words.bracketed(kind, phrases.clusters(counts));
  return phrases.estimated(asLabelled(method, book), inSentence(effects, words), errors);
}

/** `province and year` */
const inSentence = (texts: readonly string[], { comma, and }: NoteContext['context']['words']): string =>
  [texts.slice(0, -1).join(comma), texts.at(-1) ?? ''].filter((text) => text !== '').join(and);

/** `341 of 372 rows used, left out: 31 (lag: NQP)`. Frequencies stand for more rows than there are, of which no total is told. */
function rowsOf(column: FitColumn, context: BuildContext): string | undefined {
  const { fit, view } = column;
  if (view.weights?.is === 'frequency') return undefined;
  const phrases = donePhrases[context.book.language];
  const lost = lostIn(column);
  const all = lost.reduce((sum, { count }) => sum + count, fit.nobs);
  const used = phrases.used(countText(fit.nobs, context.options), countText(all, context.options));
  const list = lost.map((each) => lostText(each, context)).join(context.words.comma);
  return list === '' ? used : phrases.leftOut(used, list);
}

/** The rows that a column does without, but those of other levels of a split, which stand in other columns. */
const lostIn = ({ fit, view }: FitColumn): RowsLost[] =>
  fit.rowsLost.filter((lost) => lost.count > 0 && !isSplit(lost, view));

/** `31 (lag: NQP)`. */
function lostText(lost: RowsLost, context: BuildContext): string {
  const { words, options } = context;
  const cause = words.causes[lost.cause];
  const why = lost.detail === '' ? cause : cause + words.colon + detailOf(lost, context);
  return words.bracketed(words.rows(countText(lost.count, options)), why);
}

/** Why rows were lost, in detail: a variable by its label, a condition in words. */
function detailOf({ cause, detail }: RowsLost, { book }: BuildContext): string {
  return cause === 'missing' || cause === 'lag' || cause === 'zero weight'
    ? termLabel(detail, book)
    : conditionText(detail, book);
}

function isSplit({ cause, detail }: RowsLost, { split }: FitColumn['view']): boolean {
  return split !== null && cause === 'sample' && detail.startsWith(split.column) && detail.includes(split.level);
}

/** Returns the notes about methods other than plain least squares: estimators and weights. */
const methodNotes = (noted: NoteContext): string[] => [
  ...estimatorNotes(noted),
  ...weightNotes(noted),
  ...shownNotes(noted.context),
];

/** Says what is printed in the place of coefficients. */
const shownNotes = ({ options: { as }, words }: BuildContext): string[] => [
  ...(as?.exponentiate === true ? [words.exponentiated] : []),
  ...(as?.standardized === true ? [words.standardized] : []),
];

function weightNotes({ columns, context }: NoteContext): string[] {
  const { words, book } = context;
  const found = columns.flatMap((column) => {
    const { weights } = column.view;
    return weights ? [{ column, text: words.weighted(termLabel(weights.of, book), weights.is) }] : [];
  });
  return found.length === 0 ? [] : [withColumns(found, columns, words).join(words.semicolon)];
}

/** Names the estimators of the columns that are no linear models. */
function estimatorNotes({ columns, context }: NoteContext): string[] {
  const { words, book } = context;
  const found = columns.flatMap((column) => {
    const text = column.view.words?.note[book.language];
    return text === undefined ? [] : [{ column, text: asLabelled(text, book) }];
  });
  return found.length === 0 ? [] : [withColumns(found, columns, words).join(words.semicolon)];
}

/** Explains the stars, `* p < 0.10, ** p < 0.05, *** p < 0.01`, where any are printed. */
export function starsNotes(lines: readonly CellLine[], { options, words }: BuildContext): string[] {
  const { starLevels, starSymbols: marks, starsNote } = options;
  if (!showsStars(lines) || starLevels.length === 0) return [];
  if (starsNote === 'levels') {
    const percent = starLevels.map((level) => `${Number((100 * level).toPrecision(12))}%`);
    return [words.significance(marks.toReversed(), percent.toReversed())];
  }
  const decimals = Math.max(...starLevels.map((level) => String(level).split('.')[1]?.length ?? 0));
  return [starLevels.map((level, i) => `${marks[i]!} p < ${level.toFixed(decimals)}`).join(words.comma)];
}

/** Returns notes on the numbers of clusters that no row has. */
function clusterNotes({ columns, keys, context }: NoteContext): string[] {
  const { words, book } = context;
  if ([...keys].some((key) => key.startsWith('nclusters'))) return [];
  const found = columns.flatMap((column) => {
    const counts = column.fit.vcovInfo.clusters.map(({ name, count }) =>
      words.bracketed(countText(count, context.options), headingLabel(name, book)),
    );
    return counts.length === 0 ? [] : [{ column, text: counts.join(words.comma) }];
  });
  return found.length === 0
    ? []
    : [words.counted(words.clusters, withColumns(found, columns, words).join(words.semicolon))];
}

/** Returns notes on absorbed effects that no row has. */
function effectNotes({ columns, keys, context }: NoteContext): string[] {
  const { words, book } = context;
  const found = columns.flatMap((column) =>
    column.fit.absorbed.flatMap(({ name }) =>
      keys.has(`fe:${name}`) ? [] : [{ column, text: slopesLabel(name, book) ?? headingLabel(name, book) }],
    ),
  );
  return found.length === 0 ? [] : [words.effects(withColumns(found, columns, words).join(words.semicolon))];
}

/** Names the reference of event studies and the periods that hold others. */
function eventNotes({ columns, context }: NoteContext): string[] {
  const { words } = context;
  // A test of that name in a fit of a project's own kind says nothing of periods.
  const listed = (periods: unknown): string =>
    ((periods ?? []) as readonly number[]).map((period) => String(period).replace('-', '−')).join(words.comma);
  const found = columns.flatMap((column) =>
    (column.fit.tests ?? []).flatMap(({ name, reference, binned }) => {
      if (name !== 'pre-trend' || listed(reference) === '') return [];
      return [{ column, text: words.eventNote(listed(reference), listed(binned)) }];
    }),
  );
  return withColumns(found, columns, words);
}

/** Says what Oster's δ and β* are of, where a row has one. */
function osterNotes({ columns, keys, context }: NoteContext): string[] {
  const { words, book } = context;
  const [delta, beta] = [keys.has('osterDelta'), keys.has('osterBeta')];
  const found = columns.flatMap((column) => {
    const { oster } = column.fit;
    if (oster === undefined || !(delta || beta)) return [];
    const { forBeta, forDelta, rmax, r2 } = oster;
    const number = (value: number): string => readable(briefNumber(value, 3));
    const what = [
      ...(delta ? [words.osterDelta(termLabel(oster.treatment, book), number(forBeta))] : []),
      ...(beta ? [words.osterBeta(termLabel(oster.treatment, book), number(forDelta))] : []),
    ].join(words.semicolon);
    return [{ column, text: words.osterUpTo(what, r2, number(rmax)) }];
  });
  return withColumns(found, columns, words);
}

/** Tells which terms were dropped: levels of a factor are counted, and where many terms were dropped alike the first few are named. */
function droppedNotes({ columns, context }: NoteContext): string[] {
  const { words, book } = context;
  const found = columns.flatMap((column) =>
    grouped(column.fit.dropped, ({ term, why }) => JSON.stringify([familyOf(term), why])).map((alike) => {
      const [{ term, why }, ...others] = alike;
      const one = others.length === 0;
      const what = one
        ? termLabel(term, book)
        : words.termsOf(termLabel(familyOf(term), book), countText(alike.length, context.options));
      return { column, what, why };
    }),
  );
  if (found.length === 0) return [];
  const alike = grouped(found, ({ what, why }) => JSON.stringify([what, why])).map((members) => {
    const [{ what, why }] = members;
    const where = members.map(({ column }) => column);
    return { what, why, where: columnList(where, columns, words) };
  });
  const list = grouped(alike, ({ why, where }) => JSON.stringify([why, where])).map((members) => {
    const [{ why, where }] = members;
    const { first, more } = firstOf(members.map(({ what }) => what));
    const named = first.join(words.comma);
    const what = more === 0 ? named : words.andMore(named, countText(more, context.options));
    const text = words.bracketed(what, words.droppedWhy[why]);
    return columns.length === 1 ? text : words.inColumns(text, where);
  });
  return [words.dropped(list.join(words.semicolon))];
}

function lostNotes({ columns, context }: NoteContext): string[] {
  const { words } = context;
  const found = columns.flatMap((column) => lostIn(column).map((lost) => ({ column, text: lostText(lost, context) })));
  return found.length === 0 ? [] : [words.rowsLost(withColumns(found, columns, words).join(words.semicolon))];
}

/** Why printed numbers are not defined, unless a warning below gives the same reason; numbers that lack one in the same columns share a sentence. */
function undefinedNotes(noted: NoteContext): string[] {
  const { columns, context, undefinedRows } = noted;
  const { words } = context;
  const each = columns.flatMap((column) => invalidIn(column, noted).map((invalid) => ({ ...invalid, column })));
  const named = grouped(each, ({ what, why }) => JSON.stringify([what, why]));
  const alike = grouped(named, (own) => JSON.stringify([own[0].why, own.map(({ column }) => columns.indexOf(column))]));
  const found = [
    ...alike.flatMap((own) => {
      const text = own.map(([{ what }]) => what).join(words.comma) + words.colon + own[0][0].why;
      return own[0].map(({ column }) => ({ column, text }));
    }),
    ...undefinedRows,
  ];
  return found.length === 0 ? [] : [words.undefinedStat(withColumns(found, columns, words).join(words.semicolon))];
}

function invalidIn(column: FitColumn, { keys, context }: NoteContext): { what: string; why: string }[] {
  const { options, book, words } = context;
  const stats = (options.stats ?? usualStatistics(column)).flatMap((name): [string, Stat][] => {
    const value = statOf(column.fit, name);
    const key = meaningOf(column, name);
    const isTold = keys.has(ownValue(testLabels, name)?.statistic ?? '');
    return value === undefined || isTold || !keys.has(key) ? [] : [[labelOf(key, [column])[book.language], value]];
  });
  const sets = undefinedSets(column, keys, context);
  const shown = column.fit.terms.filter(({ term }) => keys.has(term));
  const errors = shown.map((t): [string, Stat] => [words.errorOf(termLabel(t.term, book)), t.stdError]);
  const told = tells(context, 'warnings') ? column.fit.warnings.map((warning) => warning.message) : [];
  return [...stats, ...sets, ...errors].flatMap(([what, value]) =>
    typeof value === 'object' && !told.includes(value.invalid) ? [{ what, why: asLabelled(value.invalid, book) }] : [],
  );
}

function warningNotes({ columns, context }: NoteContext): string[] {
  const found = columns.flatMap((column) =>
    column.fit.warnings.map(({ message }) => ({ column, text: asLabelled(message, context.book) })),
  );
  return withColumns(found, columns, context.words);
}

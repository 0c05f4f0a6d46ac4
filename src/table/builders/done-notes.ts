/** Says how columns were estimated, in sentences: estimator, effects, errors and clusters, and the rows that they use. */
import type { RowsLost } from '../../econ/fit.ts';
import { countText } from '../options/options.ts';
import { donePhrases } from '../words/done-phrases.ts';
import { noteLabel, slopesLabel, termLabel } from '../words/labels.ts';
import { asLabelled, conditionText } from '../words/worded.ts';
import type { BuildContext } from './builder.ts';
import { errorsKind } from './errors-note.ts';
import type { FitColumn } from './fits.ts';
import { type NoteContext, withColumns } from './note-context.ts';

export function doneNotes(noted: NoteContext): string[] {
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
export const lostIn = ({ fit, view }: FitColumn): RowsLost[] =>
  fit.rowsLost.filter((lost) => lost.count > 0 && !isSplit(lost, view));

/** `31 (lag: NQP)`. */
export function lostText(lost: RowsLost, context: BuildContext): string {
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

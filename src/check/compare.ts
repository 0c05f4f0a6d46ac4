/** Compares published figures with results, at each published figure's own digits. */
import type { Stat } from '../econ/fit.ts';
import { starsOf } from '../table/stars.ts';
import { fixedNumber } from './numbers.ts';
import { type PrintedCell, type PrintedNumber, unsigned } from './printed.ts';
import { type CellVerdict, verdicts } from './verdicts.ts';

/** A result, unrounded. */
export interface Reproduced {
  readonly value: Stat;
  /** Absent where the result is no estimate. */
  readonly stdError?: Stat;
  readonly pValue?: Stat;
}

export interface Figure {
  readonly what: 'value' | 'stdError' | 'stars';
  readonly published: string;
  readonly reproduced: string;
  readonly verdict: CellVerdict;
  /** Reproduced minus published; null for stars. */
  readonly difference: number | null;
}

export interface ComparedFigure extends Omit<Figure, 'what'> {
  /** The difference in reproduced standard errors. */
  readonly inStdErrors: number | null;
  readonly note: string;
  readonly figures: readonly Figure[];
}

/** Judges one figure. `-0.000` is 0, and one unit off is `last digit`, since a table's own rounding may do that much, but not to an `exact` count. */
function judge(published: PrintedNumber, reproduced: Stat, what: Figure['what'], exact = false): Figure {
  if (typeof reproduced !== 'number')
    return { what, published: published.text, reproduced: '.', verdict: 'unmatched', difference: null };
  const { units, digits } = published;
  const ours = roundedUnits(reproduced, digits);
  const apart = ours > units ? ours - units : units - ours;
  const opposite = ours !== 0n && units !== 0n && ours > 0n !== units > 0n;
  const verdict = apart === 0n ? 'same' : opposite ? 'sign' : apart === 1n && !exact ? 'last digit' : 'differs';
  const difference = reproduced - published.value;
  return { what, published: published.text, reproduced: atDigits(reproduced, digits), verdict, difference };
}

/** A value rounded exactly, as in every table. */
function atDigits(value: number, digits: number): string {
  return digits >= 0 ? fixedNumber(value, digits) : String(roundedUnits(value, digits) * 10n ** BigInt(-digits));
}

function roundedUnits(value: number, digits: number): bigint {
  if (digits >= 0) return BigInt(fixedNumber(value, digits).replace('.', ''));
  return BigInt(fixedNumber(value / Number(`1e${-digits}`), 0));
}

/** Compares a cell with a result. `levels` are the p values below which stars are given. */
export function compareCell(published: PrintedCell, reproduced: Reproduced, levels: readonly number[]): ComparedFigure {
  const figures: Figure[] = [];
  if (published.value) figures.push(judge(published.value, reproduced.value, 'value', isCount(published, reproduced)));
  const error = published.stdError && unsigned(published.stdError);
  const ours = reproduced.stdError ?? { invalid: 'it has no standard error' };
  if (error) figures.push(judge(error, ours, 'stdError'));
  if ((error || published.stars !== '') && reproduced.pValue !== undefined)
    figures.push(judgeStars(published.stars, starsOf(reproduced.pValue, levels)));
  const first = figures[0]!;
  return {
    published: published.text,
    reproduced: reproducedText(figures),
    verdict: worst(figures.map((figure) => figure.verdict)),
    difference: first.what === 'value' ? first.difference : null,
    inStdErrors: first.what === 'value' ? inErrors(first.difference, reproduced.stdError) : null,
    note: [...notesOf(published, reproduced), ...errorNote(figures)].join('; '),
    figures,
  };
}

/** Tells whether a result is a whole number with nothing to round: observations, clusters, replications. */
const isCount = ({ value: printed }: PrintedCell, { value, stdError }: Reproduced): boolean =>
  stdError === undefined && printed?.digits === 0 && Number.isInteger(value);

const judgeStars = (published: string, reproduced: string): Figure => ({
  what: 'stars',
  published,
  reproduced,
  verdict: published === reproduced ? 'same' : 'stars',
  difference: null,
});

function reproducedText(figures: readonly Figure[]): string {
  const text = (what: Figure['what']): string => figures.find((figure) => figure.what === what)?.reproduced ?? '';
  const error = text('stdError');
  return `${text('value')}${text('stars')}${error === '' ? '' : ` (${error})`}`.trim();
}

const worst = (found: readonly CellVerdict[]): CellVerdict =>
  found.reduce((a, b) => (verdicts.indexOf(b) > verdicts.indexOf(a) ? b : a), 'same');

function inErrors(difference: number | null, stdError: Stat | undefined): number | null {
  if (difference === null || typeof stdError !== 'number' || stdError === 0) return null;
  const errors = difference / stdError;
  return Number.isFinite(errors) ? errors : null;
}

function notesOf(published: PrintedCell, { value, stdError }: Reproduced): string[] {
  const { stdError: printed } = published;
  return [
    ...(printed && printed.value < 0 ? ['the printed standard error is negative: its absolute value is compared'] : []),
    ...[value, stdError].flatMap((stat) => (typeof stat === 'object' ? [`not defined: ${stat.invalid}`] : [])),
  ];
}

/** A note on the standard error where the verdict comes from it, since the difference that is shown is the value's. */
function errorNote(figures: readonly Figure[]): string[] {
  const [value, error] = [
    figures.find(({ what }) => what === 'value'),
    figures.find(({ what }) => what === 'stdError'),
  ];
  if (value === undefined || error === undefined) return [];
  const isWorse = verdicts.indexOf(error.verdict) > verdicts.indexOf(value.verdict);
  return isWorse && error.verdict !== 'unmatched' ? [`it is the standard error: ${error.verdict}`] : [];
}

/** A figure that is printed but has no counterpart. */
export const unmatchedCell = (published: string, note: string): ComparedFigure => ({
  published,
  reproduced: '',
  verdict: 'unmatched',
  difference: null,
  inStdErrors: null,
  note,
  figures: [],
});

/** A result that the published table does not print, at three decimals. */
export function notPrinted({ value, stdError, pValue }: Reproduced, levels: readonly number[]): ComparedFigure {
  const text = (stat: Stat): string =>
    typeof stat === 'number' ? fixedNumber(stat, Number.isInteger(stat) ? 0 : 3) : '.';
  const error = stdError === undefined ? '' : ` (${text(stdError)})`;
  const stars = pValue === undefined ? '' : starsOf(pValue, levels);
  return { ...unmatchedCell('', ''), reproduced: `${text(value)}${stars}${error}`, verdict: 'not printed' };
}

/** One cell of a comparison, as it is stored and shown. */
export interface ComparedCell extends ComparedFigure {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** The result's path; empty where there is none. */
  readonly of: string;
  /** Why it is not the same, as the pipeline explains it; null where it does not. */
  readonly explanation: string | null;
}

export type VerdictCounts = Readonly<Record<CellVerdict | 'cells' | 'explained', number>>;

export function countCells(cells: readonly Pick<ComparedCell, 'verdict' | 'explanation'>[]): VerdictCounts {
  const of = (verdict: CellVerdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  return {
    ...(Object.fromEntries(verdicts.map((verdict) => [verdict, of(verdict)])) as Record<CellVerdict, number>),
    cells: cells.length,
    explained: cells.filter((cell) => cell.verdict !== 'same' && cell.explanation !== null).length,
  };
}

/** Counts the single figures (values, standard errors, stars) that were compared, and those that are as printed. */
export function countFigures(cells: readonly ComparedCell[]): { readonly compared: number; readonly same: number } {
  const figures = cells.flatMap((cell) => cell.figures).filter((figure) => figure.verdict !== 'unmatched');
  return { compared: figures.length, same: figures.filter((figure) => figure.verdict === 'same').length };
}

/** THE functions of a row that are more than arithmetic: parts of times, texts, intervals. `functions.ts` says how each is written. */
import { isTimeType, monthOfTime, type TimeType } from '../../calendar.ts';
import { textFunctions } from '../texts/functions.ts';
import { mapTexts } from '../texts/over-rows.ts';
import { textSignatures } from '../texts/signatures.ts';
import type { Values } from '../values.ts';
import { across, acrossNames } from './across.ts';
import { type TimeUnit, timeDifference } from './time-difference.ts';

export interface RowCall {
  readonly args: readonly Values[];
  readonly nrows: number;
  readonly words: Readonly<Record<string, string>>;
}

export type RowFunction = (call: RowCall) => Values;

interface Times {
  readonly type: TimeType;
  readonly values: Float64Array;
}

function timesOf(of: Values | undefined): Times {
  if (of === undefined || !isTimeType(of.type)) throw new Error(`${of?.type} where a time was checked`);
  return of as Times;
}

function numbersOf(of: Values): Float64Array {
  if (of.type === 'text') throw new Error('text where numbers were checked');
  return of.values;
}

/** A part of a time, of its month since the year 0. */
const partOfTime =
  (part: (month: number) => number): RowFunction =>
  ({ args }) => {
    const { type, values } = timesOf(args[0]);
    return { type: 'number', values: values.map((time) => part(monthOfTime(time, type))) };
  };

const between: RowFunction = ({ args, words }) => {
  const [a, b] = [timesOf(args[0]), timesOf(args[1])];
  const unit = words.unit as TimeUnit;
  const apart = (from: number, i: number): number =>
    Number.isNaN(from) || Number.isNaN(b.values[i]!) ? Number.NaN : timeDifference(from, b.values[i]!, a.type, unit);
  return { type: 'number', values: a.values.map(apart) };
};

/** The lower end of the interval that a value lies in; missing outside of all. */
const cut: RowFunction = ({ args: [of, ...rest], words }) => {
  const at = rest.map((each) => numbersOf(each));
  const isClosedRight = words.closed === 'right';
  const begins = (end: number, value: number): boolean => (isClosedRight ? end < value : end <= value);
  const values = numbersOf(of!).map((value, row) => {
    const below = at.findLastIndex((end) => begins(end[row]!, value));
    return below < 0 || below === at.length - 1 ? Number.NaN : at[below]![row]!;
  });
  return { type: 'number', values };
};

const texts = Object.entries(textFunctions).map(([name, of]): [string, RowFunction] => {
  const { gives = 'number' } = textSignatures[name]!;
  return [name, ({ args, nrows }) => mapTexts(args, nrows, { of, gives: gives === 'same' ? 'text' : gives })];
});

const acrossArguments = acrossNames.map((name): [string, RowFunction] => [
  name,
  ({ args, nrows }) => ({ type: 'number', values: across(name, args.map(numbersOf), nrows) }),
]);

export const rowFunctions: Readonly<Record<string, RowFunction>> = {
  year: partOfTime((month) => Math.floor(month / 12)),
  quarter: partOfTime((month) => Math.floor(month / 3) - 4 * Math.floor(month / 12) + 1),
  month: partOfTime((month) => month - 12 * Math.floor(month / 12) + 1),
  datediff: between,
  cut,
  ...Object.fromEntries(acrossArguments),
  ...Object.fromEntries(texts),
};

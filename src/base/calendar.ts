/** Times of the calendar as numbers, a period of each kind being 1: so a lag is the day, the month or the quarter before. */

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Days count from 1970-01-01, months from 1960m1 and quarters from 1960q1, as Stata counts these. */
export type TimeType = 'date' | 'month' | 'quarter';

interface Times {
  /** NaN where the text is no such time. */
  parse(text: string): number;
  print(value: number): string;
  /** Describes for hints the forms of dates that are read. */
  readonly forms: string;
  /** One as it is printed. */
  readonly example: string;
}

export const timeTypes = ['date', 'month', 'quarter'] as const satisfies readonly TimeType[];

export const calendar: Readonly<Record<TimeType, Times>> = {
  date: {
    parse: parseDate,
    print: printDate,
    forms: 'dates are read as `2011-03-01`, `2011/3/1`, `20110301` or `2011年3月1日`',
    example: '2011-03-01',
  },
  month: {
    parse: (text) => monthOf(readMonth(text)),
    print: (value) => printPeriod(value, 12, 'm'),
    forms: 'months are read as `2011m3`, `2011-03`, `2011/3`, `201103` or `2011年3月`, and a date as its month',
    example: '2011m3',
  },
  quarter: {
    parse: (text) => quarterOf(readQuarter(text)),
    print: (value) => printPeriod(value, 4, 'q'),
    forms: 'quarters are read as `2011q1`, `2011-Q1`, `Q1 2011` or `2011年第1季度`, and a date as its quarter',
    example: '2011q1',
  },
};

export function isTimeType(type: string | null): type is TimeType {
  return type !== null && Object.hasOwn(calendar, type);
}

/** Returns the type of time that fits every text, or undefined where none does. */
export function timeTypeOf(texts: readonly string[]): TimeType | undefined {
  // a date is of a month, too, and looks like a date
  return timeTypes.find((type) => texts.length > 0 && !texts.some((text) => Number.isNaN(calendar[type].parse(text))));
}

const dateForms = [
  /^(?<year>\d{4})(?<between>[-/.])(?<month>\d{1,2})\k<between>(?<day>\d{1,2})(?<time>[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?)?$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})[日号]$/,
];
const monthForms = [
  /^(?<year>\d{4})m(?<month>\d{1,2})$/i,
  /^(?<year>\d{4})[-/](?<month>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d{2})$/,
  /^(?<year>\d{4})年(?<month>\d{1,2})月份?$/,
];
const quarterForms = [
  /^(?<year>\d{4})[- ]?q(?<quarter>[1-4])$/i,
  /^q(?<quarter>[1-4])[- ]?(?<year>\d{4})$/i,
  /^(?<year>\d{4})年第?(?<quarter>[1-4一二三四])季度?$/,
];

type MatchedGroups = Readonly<Record<string, string | undefined>>;

function read(text: string, forms: readonly RegExp[]): MatchedGroups | undefined {
  const bare = text.trim();
  for (const form of forms) {
    const { groups } = form.exec(bare) ?? {};
    if (groups !== undefined) return groups;
  }
  return undefined;
}

/** Days, with a time of day as a fraction; NaN for days that do not exist. */
function parseDate(text: string): number {
  const found = read(text, dateForms);
  if (found === undefined) return Number.NaN;
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / DAY + timeOfDay(found.time) : Number.NaN;
}

/** ` 12:30` as a fraction of a day. */
function timeOfDay(text: string | undefined): number {
  if (text === undefined) return 0;
  const [hours, minutes, seconds = 0] = text.slice(1).replace('Z', '').split(':').map(Number) as [
    number,
    number,
    number?,
  ];
  const elapsed = hours * 3600 + minutes * 60 + seconds;
  return hours < 24 && minutes < 60 && seconds < 60 ? elapsed / 86_400 : Number.NaN;
}

function printDate(days: number): string {
  const milliseconds = Math.round(days * DAY);
  if (!(Math.abs(milliseconds) <= 8.64e15)) return String(days);
  const text = new Date(milliseconds).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text.replace('.000Z', '').replace('Z', '');
}

interface YearMonth {
  readonly year: number;
  /** from 1 */
  readonly month: number;
}

function readMonth(text: string): YearMonth | undefined {
  const found = read(text, monthForms);
  if (found !== undefined) return { year: Number(found.year), month: Number(found.month) };
  const days = parseDate(text);
  if (Number.isNaN(days)) return undefined;
  const date = new Date(Math.floor(days) * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}

function readQuarter(text: string): YearMonth | undefined {
  const found = read(text, quarterForms);
  if (found === undefined) return read(text, dateForms) && readMonth(text);
  const quarter = '一二三四'.indexOf(found.quarter!) + 1 || Number(found.quarter);
  return { year: Number(found.year), month: 3 * quarter };
}

function monthOf(time: YearMonth | undefined): number {
  if (time === undefined || time.month < 1 || time.month > 12) return Number.NaN;
  return 12 * (time.year - 1960) + time.month - 1;
}

function quarterOf(time: YearMonth | undefined): number {
  return Math.floor(monthOf(time) / 3);
}

/** `2011q1`; what is no whole period is printed as the number it is. */
function printPeriod(value: number, perYear: number, letter: string): string {
  const year = 1960 + Math.floor(value / perYear);
  if (!Number.isInteger(value) || year < 0 || year > 9999) return String(value);
  return `${String(year).padStart(4, '0')}${letter}${value - (year - 1960) * perYear + 1}`;
}

/** The month that a time falls in, counted from January of the year 0; of a quarter its first. NaN where the time is missing. */
export function monthOfTime(time: number, type: TimeType): number {
  if (type === 'month') return 12 * 1960 + Math.floor(time);
  if (type === 'quarter') return 12 * 1960 + 3 * Math.floor(time);
  const date = new Date(Math.floor(time) * DAY);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/**
 * Ticks since 1970 as days: whole ones exactly, and the time of day as a fraction, so that a moment is the same number whatever file it is from.
 * `perDay`: ticks of a day.
 */
export function daysOfTicks(ticks: number, perDay: number): number {
  const day = Math.floor(ticks / perDay);
  return day + (ticks - day * perDay) / perDay;
}

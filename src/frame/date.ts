/** Calendar dates as days since 1970-01-01, proleptic Gregorian. */

/** `2011-03-01`, `2011/3/1`; NaN for anything else and for days that do not exist. */
export function parseDate(text: string): number {
  const match = /^\s*(\d{4})([-/])(\d{1,2})\2(\d{1,2})\s*$/.exec(text);
  return match === null ? Number.NaN : dayNumber(Number(match[1]), Number(match[3]), Number(match[4]));
}

function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / 86_400_000 : Number.NaN;
}

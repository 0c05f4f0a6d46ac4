/** Names of columns that hold a value of a variable: `gdp{year}` is `gdp2010`, `gdp2011`, …; `{year}年` is `2010年`. */
import { calendar, isTimeType, type TimeType } from '../../base/calendar.ts';
import type { DataComplaint } from '../complaint.ts';

/** The type as which the part of a name in braces is read. Numbers are digits alone, as in Stata. */
export type PlaceType = 'number' | 'string' | TimeType;

/** A variable in the long form, and what its columns in the wide form are called. */
export interface Stub {
  readonly value: string;
  readonly before: string;
  readonly after: string;
}

/** `values` are named by the patterns' own text where they are left out: `gdp_{year}` holds `gdp`. */
export function stubsOf(
  patterns: readonly string[],
  values: readonly string[] | undefined,
  name: string,
): { readonly stubs: readonly Stub[]; readonly complaints: readonly DataComplaint[] } {
  const complaints: DataComplaint[] = [];
  const place = `{${name}}`;
  if (values !== undefined && values.length !== patterns.length) {
    const message = `expected a name in \`values\` for each of the ${patterns.length} patterns of \`columns\`, got ${values.length}`;
    complaints.push({ code: 'values-count', message, path: ['values'] });
  }
  const stubs = patterns.flatMap((pattern, k): Stub[] => {
    const [before, after, ...more] = pattern.split(place);
    if (after === undefined || more.length > 0) {
      const message = `expected \`${place}\` once in \`${pattern}\`, where columns' names differ`;
      complaints.push({ code: 'bad-pattern', message, hint: `such as \`gdp${place}\``, path: ['columns', k] });
      return [];
    }
    const value = values?.[k] ?? `${before}${after}`.replace(/^_+|(?<!_)_+$/g, '');
    if (value !== '') return [{ value, before: before!, after }];
    const hint = 'name it: `values: gdp`';
    complaints.push({ code: 'bad-pattern', message: `\`${pattern}\` names no variable`, hint, path: ['columns', k] });
    return [];
  });
  return { stubs, complaints };
}

/** The text between a column's beginning and end; undefined where it has another name. */
export function middleOf({ before, after }: Stub, column: string): string | undefined {
  if (column.length <= before.length + after.length) return undefined;
  if (!column.startsWith(before) || !column.endsWith(after)) return undefined;
  return column.slice(before.length, column.length - after.length);
}

/** The value that a text stands for; undefined where it is none of the type. */
export function placeOf(text: string, type: PlaceType): number | string | undefined {
  if (type === 'string') return text;
  if (type === 'number') return /^\d+$/.test(text) ? Number(text) : undefined;
  const time = calendar[type].parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export const placeText = (value: number | string, type: PlaceType): string =>
  typeof value === 'number' && isTimeType(type) ? calendar[type].print(value) : String(value);

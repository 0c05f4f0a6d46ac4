/** Finds years in the names of columns (`gdp2011`, `gdp2012`, …), and lays such data out long, as `reshape` does. */
import { isText } from '../../frame/column.ts';
import type { Look, Variable } from './look.ts';
import type { PanelGuess } from './panel.ts';

export interface Wide {
  /** Patterns of the columns of each variable, with `{year}` in the place of the year. */
  readonly columns: readonly string[];
  /** Names of the variables, one for each pattern. */
  readonly values: readonly string[];
  readonly nrows: number;
  readonly variables: readonly Variable[];
  readonly panel: PanelGuess;
}

const YEAR = /^(.*?)((?:19|20)\d\d)(\D*)$/s;
/** Fewer years are names like any other. */
const LEAST_YEARS = 3;

/** Undefined where no variable has columns of several years, or no column tells the rows apart. */
export function wideOf({ variables, nrows }: Look): Wide | undefined {
  const series = new Map<string, Map<number, Variable>>();
  for (const variable of variables) {
    const [, before, year, behind] = YEAR.exec(variable.name) ?? [];
    if (year === undefined || isText(variable.column) || variable.refused !== undefined) continue;
    const pattern = `${before}{year}${behind}`;
    series.set(pattern, (series.get(pattern) ?? new Map()).set(Number(year), variable));
  }
  for (const [pattern, years] of series) if (years.size < LEAST_YEARS) series.delete(pattern);
  const id = variables.find((each) => each.distinct === nrows && (isText(each.column) || each.isWhole));
  if (series.size === 0 || id === undefined) return undefined;
  const columns = [...series.keys()];
  const values = namesOf(columns);
  const years = [...new Set([...series.values()].flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
  const long = (name: string, value: (row: number, year: number) => number): Variable =>
    numbers(
      name,
      Float64Array.from({ length: nrows * years.length }, (_, i) =>
        value(Math.floor(i / years.length), years[i % years.length]!),
      ),
    );
  const unit = { ...long(id.name, (row) => row), name: id.name };
  const time = long('year', (_, year) => year);
  return {
    columns,
    values,
    nrows: nrows * years.length,
    variables: [
      unit,
      time,
      ...columns.map((pattern, i) => {
        const own = series.get(pattern)!;
        return long(values[i]!, (row, year) => valueIn(own.get(year), row));
      }),
    ],
    panel: { unit, time, repeated: 0, isBalanced: true, others: [] },
  };
}

const valueIn = (variable: Variable | undefined, row: number): number =>
  variable === undefined || isText(variable.column) ? Number.NaN : variable.column.values[row]!;

/** The text of a pattern without the year; `value` where nothing is left. */
function namesOf(patterns: readonly string[]): string[] {
  const names: string[] = [];
  for (const pattern of patterns) {
    const plain = pattern
      .replace('{year}', '')
      .replace(/年/g, '')
      .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '_')
      .replace(/^_+|(?<!_)_+$/g, '');
    const wanted = /^[\p{L}]/u.test(plain) ? plain : 'value';
    let own = wanted;
    for (let i = 2; names.includes(own) || own === 'year'; i++) own = `${wanted}_${i}`;
    names.push(own);
  }
  return names;
}

function numbers(name: string, values: Float64Array): Variable {
  const known = values.filter((value) => !Number.isNaN(value));
  return {
    name,
    label: undefined,
    column: { type: 'number', values },
    distinct: new Set(known).size,
    missing: values.length - known.length,
    range: undefined,
    isWhole: known.every(Number.isInteger),
    refused: undefined,
  };
}

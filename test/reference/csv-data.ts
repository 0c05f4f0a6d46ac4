/** The data of a case, as the numerics see it. */
import { existsSync, readFileSync } from 'node:fs';
import type { Codes, ColumnType, Data } from '../../src/econ/data.ts';
import { type Case, SERIES } from './case.ts';

/** Rows sorted by the case's panel; none of a case of formulas, which has no file. Empty cells are missing; a column is numeric when all its cells are. */
export function readData(test: Case): Data {
  const text = existsSync(test.csv) ? readFileSync(test.csv, 'utf8') : '';
  const [header, ...body] = text.trim().split(/\r?\n/).map(cells);
  const names = header!;
  const at = (name: string): number => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`${test.id} has no column ${name}`);
    return index;
  };
  if (test.panel?.[0] === SERIES) for (const [i, row] of [names, ...body].entries()) row.push(i === 0 ? SERIES : '1');
  const rows = test.panel ? sorted(body, at(test.panel[0]), at(test.panel[1])) : body;
  const isNumeric = (name: string) =>
    rows.every((row) => row[at(name)] === '' || Number.isFinite(Number(row[at(name)])));
  return {
    nrows: rows.length,
    panel: test.panel ? { unit: test.panel[0], time: test.panel[1] } : null,
    has: (name) => names.includes(name),
    type: (name): ColumnType => (isNumeric(name) ? 'number' : 'string'),
    numbers: (name) => {
      if (!isNumeric(name)) throw new Error(`${name} is text`);
      return Float64Array.from(rows, (row) => (row[at(name)] === '' ? Number.NaN : Number(row[at(name)])));
    },
    codes: (name) =>
      codesOf(
        rows.map((row) => row[at(name)]!),
        isNumeric(name),
      ),
  };
}

function cells(line: string): string[] {
  return [...line.matchAll(/("((?:[^"]|"")*)"|[^,]*)(,|$)/g)]
    .slice(0, line === '' ? 1 : undefined)
    .filter((match, i, all) => !(match[0] === '' && i === all.length - 1 && all[i - 1]?.[3] !== ','))
    .map((match) => (match[2] ?? match[1]!).replaceAll('""', '"'));
}

function sorted(rows: readonly string[][], unit: number, time: number): string[][] {
  const compare = (a: string, b: string): number => {
    const difference = Number(a) - Number(b);
    if (Number.isFinite(difference)) return difference;
    return a < b ? -1 : a > b ? 1 : 0;
  };
  return [...rows].sort((a, b) => compare(a[unit]!, b[unit]!) || compare(a[time]!, b[time]!));
}

function codesOf(values: readonly string[], numeric: boolean): Codes {
  const present = [...new Set(values)].filter((value) => value !== '');
  const levels = numeric ? present.sort((a, b) => Number(a) - Number(b)) : present.sort();
  const index = new Map(levels.map((level, i) => [level, i]));
  return { codes: Int32Array.from(values, (value) => index.get(value) ?? -1), levels };
}

/** Frames as tables of a database: numbers as DOUBLE, times as DATE (a month and a quarter as its first day), texts as VARCHAR. */
import type { DuckDBType } from '@duckdb/node-api';
import { DAY } from '../../base/calendar.ts';
import { type Column, isText, type NumericColumn } from '../column.ts';
import { DataError } from '../complaint.ts';
import type { Frame } from '../frame.ts';
import { type Database, named } from './duckdb.ts';

/** Rows of a chunk of DuckDB's. */
const CHUNK = 2048;
const MICROSECONDS = 86_400_000_000;

export async function addTable({ api, connection }: Database, name: string, frame: Frame): Promise<void> {
  refuseAlike(name, frame.names);
  const columns = frame.names.map((each) => frame.column(each));
  const types = columns.map((column) => typeOf(column));
  const list = frame.names.map((each, j) => `${named(each)} ${types[j]}`).join(', ');
  await connection.run(`CREATE TABLE ${named(name)} (${list})`);
  const appender = await connection.createAppender(name);
  const chunkTypes = types.map((type): DuckDBType => api[type]);
  for (let start = 0; start < frame.nrows; start += CHUNK) {
    const rows = Math.min(CHUNK, frame.nrows - start);
    const chunk = api.DuckDBDataChunk.create(chunkTypes, rows);
    columns.forEach((column, j) => {
      const vector = chunk.getColumnVector(j);
      for (let i = 0; i < rows; i++) vector.setItem(i, sqlValue(api, column, start + i));
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Names of columns that SQL takes for one. */
function refuseAlike(table: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      throw new DataError({
        code: 'names-alike',
        message: `\`${other}\` and \`${name}\` of \`${table}\` are one name in SQL, which knows no capitals`,
        hint: '`rename` one of them, or leave it out, where the file is read',
        path: ['inputs', table],
      });
    seen.set(name.toLowerCase(), name);
  }
}

type SqlType = 'DOUBLE' | 'DATE' | 'TIMESTAMP' | 'VARCHAR';

function typeOf(column: Column): SqlType {
  if (isText(column)) return 'VARCHAR';
  if (column.type === 'number') return 'DOUBLE';
  return column.type === 'date' && column.values.some((day) => day % 1 !== 0 && !Number.isNaN(day))
    ? 'TIMESTAMP'
    : 'DATE';
}

type Api = Database['api'];

function sqlValue(api: Api, column: Column, row: number) {
  if (isText(column)) {
    const code = column.codes[row]!;
    return code < 0 ? null : column.dictionary[code]!;
  }
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  if (column.type === 'number') return value;
  const day = firstDay(column.type, value);
  if (typeOf(column) === 'DATE') return new api.DuckDBDateValue(day);
  return new api.DuckDBTimestampValue(BigInt(Math.round(day * MICROSECONDS)));
}

function firstDay(type: NumericColumn['type'], value: number): number {
  if (type === 'month') return Date.UTC(1960, value, 1) / DAY;
  return type === 'quarter' ? Date.UTC(1960, 3 * value, 1) / DAY : value;
}

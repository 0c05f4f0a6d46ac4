/** The table that a query made, as columns of a frame, read one after the other. */
import type { DuckDBType } from '@duckdb/node-api';
import { daysOfTicks } from '../../base/calendar.ts';
import { type Column, TextBuilder } from '../column.ts';
import { count, type DataComplaint, DataError } from '../complaint.ts';
import type { TypedColumn } from '../readers/source.ts';
import { type Database, named } from './duckdb.ts';

/** The table that holds what the query made; no input can have its name. */
export const RESULT = '"papermake result"."rows"';
export const RESULT_SCHEMA = '"papermake result"';

const MICROSECONDS = 86_400_000_000;

type ColumnForm = 'number' | 'integer' | 'date' | 'time' | 'text';

/** Returns the form in which a column of a type is read; undefined where a frame has no place for it. */
export function formOf({ DuckDBTypeId: ids }: Database['api'], { typeId }: DuckDBType): ColumnForm | undefined {
  switch (typeId) {
    case ids.BIGINT:
    case ids.UBIGINT:
    case ids.HUGEINT:
    case ids.UHUGEINT:
      return 'integer';
    case ids.BOOLEAN:
    case ids.TINYINT:
    case ids.SMALLINT:
    case ids.INTEGER:
    case ids.UTINYINT:
    case ids.USMALLINT:
    case ids.UINTEGER:
    case ids.FLOAT:
    case ids.DOUBLE:
    case ids.DECIMAL:
    case ids.SQLNULL:
      return 'number';
    case ids.DATE:
      return 'date';
    case ids.TIMESTAMP:
    case ids.TIMESTAMP_S:
    case ids.TIMESTAMP_MS:
    case ids.TIMESTAMP_NS:
    case ids.TIMESTAMP_TZ:
      return 'time';
    case ids.VARCHAR:
    case ids.ENUM:
    case ids.UUID:
      return 'text';
    default:
      return undefined;
  }
}

export function refuseForm(name: string, type: DuckDBType): DataError {
  return new DataError({
    code: 'no-column-type',
    message: `\`${name}\` is ${type.toString()}, for which a column has no place`,
    hint: 'make numbers, texts or dates of it, such as `x::varchar`, `len(x)` or `unnest(x)`',
    path: ['query'],
  });
}

export async function columnOfResult(
  database: Database,
  name: string,
  form: ColumnForm,
  nrows: number,
): Promise<Pick<TypedColumn, 'column' | 'hasLongIntegers'> & { readonly warnings: readonly DataComplaint[] }> {
  const column = named(name);
  if (form === 'text') return { column: await texts(database, column, nrows), warnings: [] };
  if (form === 'integer' && (await isBeyond(database, column)))
    return { column: await texts(database, column, nrows), hasLongIntegers: true, warnings: [] };
  if (form === 'number' || form === 'integer') return numbers(database, name, nrows);
  const days = form === 'date' ? `datediff('day', DATE '1970-01-01', ${column})` : `epoch_us(${column}::TIMESTAMP)`;
  const { values } = await doubles(database, `CASE WHEN isfinite(${column}) THEN ${days} END`, nrows);
  return {
    column: {
      type: 'date',
      values: form === 'date' ? values : values.map((ticks) => daysOfTicks(ticks, MICROSECONDS)),
    },
    warnings: [],
  };
}

/** Tells whether the column has an integer that no JavaScript number holds exactly. */
async function isBeyond({ rows }: Database, column: string): Promise<boolean> {
  const most = Number.MAX_SAFE_INTEGER;
  const [[found] = []] = await rows(`SELECT count(*) FROM ${RESULT} WHERE ${column} > ${most} OR ${column} < -${most}`);
  return Number(found) > 0;
}

async function numbers(database: Database, name: string, nrows: number) {
  const { values, infinite } = await doubles(database, named(name), nrows);
  const warnings: DataComplaint[] = [];
  if (infinite > 0)
    warnings.push({
      code: 'not-finite',
      message: `${count(infinite, 'value')} of \`${name}\` ${infinite === 1 ? 'is' : 'are'} infinite and missing now`,
      path: ['query'],
      severity: 'warning',
    });
  return { column: { type: 'number', values } as const, warnings };
}

async function doubles(database: Database, expression: string, nrows: number) {
  const values = new Float64Array(nrows).fill(Number.NaN);
  let infinite = 0;
  await eachValue(database, `SELECT (${expression})::DOUBLE FROM ${RESULT}`, (value, row) => {
    if (Number.isFinite(value as number)) values[row] = value as number;
    else if (!Number.isNaN(value)) infinite += 1;
  });
  return { values, infinite };
}

async function texts(database: Database, column: string, nrows: number): Promise<Column> {
  const builder = new TextBuilder(nrows);
  await eachValue(database, `SELECT ${column}::VARCHAR FROM ${RESULT}`, (value, row) =>
    builder.set(row, value as string),
  );
  return builder.finish();
}

/** Values that are there, by row. */
async function eachValue(
  { connection }: Database,
  query: string,
  visit: (value: unknown, row: number) => void,
): Promise<void> {
  const result = await connection.stream(query);
  for (let start = 0; ; ) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) {
      const value = vector.getItem(i);
      if (value !== null) visit(value, start + i);
    }
    start += chunk.rowCount;
  }
}

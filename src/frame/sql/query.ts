/** A query over frames, answered by DuckDB in one thread: the same rows in the same order wherever it runs. */
import type { DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api';
import { ownValue } from '../../base/own-value.ts';
import { aside } from '../../base/value.ts';
import { missingCodes } from '../cells/missing.ts';
import { readingOf } from '../cells/readings.ts';
import { retype } from '../cells/retype.ts';
import { type Column, type Doubts, isText } from '../column.ts';
import { count, type DataComplaint, DataError, listed, SHOWN } from '../complaint.ts';
import type { Frame, Panel } from '../frame.ts';
import { checkRows } from '../limits.ts';
import type { TypedColumn } from '../readers/source.ts';
import { type Shaped, shaped, unknown } from '../shape/shaped.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { checkQuery } from './checked.ts';
import { type Database, named, withDatabase } from './duckdb.ts';
import { queryError } from './errors.ts';
import { columnOfResult, formOf, RESULT, RESULT_SCHEMA, refuseForm } from './result.ts';
import { addTable } from './tables.ts';
import { type SqlToken, tokensOf, withoutEnd } from './tokens.ts';

export interface QueryDeclaration {
  readonly query: string;
  /** Columns of the result that order its rows; empty where the panel does. */
  readonly order: readonly string[];
  readonly panel: Panel | null;
  /** Names of readings, by column of the result. */
  readonly types?: Readonly<Record<string, string>>;
  readonly levels?: Readonly<Record<string, readonly string[]>>;
}

export interface QueryTable {
  readonly frame: Frame;
  readonly labels: ColumnLabels;
}

export async function runQuery(
  tables: ReadonlyMap<string, QueryTable>,
  declaration: QueryDeclaration,
  signal: AbortSignal,
): Promise<Shaped> {
  const { panel } = declaration;
  const frames = [...tables.values()].map(({ frame }) => frame);
  const inputs = [...new Set(frames.flatMap(({ names }) => names))];
  const tokens = tokensOf(declaration.query);
  const query = withoutEnd(declaration.query, tokens);
  return withDatabase('a query', signal, async (database) => {
    const tried = async <T>(work: Promise<T>, before = ''): Promise<T> =>
      work.catch((error: unknown) => {
        if (error instanceof DataError) throw error;
        throw queryError(error, query, inputs, Buffer.byteLength(before));
      });
    await checkQuery(database, query, tokens, [...tables.keys()], new Set(inputs.map((name) => name.toLowerCase())));
    for (const [name, { frame }] of tables) await addTable(database, name, frame);
    const columns = await describe(database, await tried(database.connection.prepare(query)));
    const names = resultNames(columns, inputs, tokens);
    const order = keysOf(declaration, names);
    const renamed = names.map(named).join(', ');
    await database.connection.run(`CREATE SCHEMA ${RESULT_SCHEMA}`);
    const before = `CREATE TABLE ${RESULT} AS SELECT * FROM (`;
    const after = `\n) AS "result"(${renamed}) ORDER BY ${ordered(order)}`;
    await tried(database.connection.run(`${before}${query}${after}`), before);
    await refuseTies(database, order, panel);
    const [[rows] = []] = await database.rows(`SELECT count(*) FROM ${RESULT}`);
    const nrows = Number(rows);
    checkRows(nrows);
    const warnings: DataComplaint[] = [];
    const made = new Map<string, Column>();
    for (const [j, name] of names.entries()) {
      const { type } = columns[j]!;
      const read = await columnOfResult(database, name, formOf(database.api, type)!, nrows);
      warnings.push(...read.warnings);
      made.set(name, doubted(typed({ name, ...read }, declaration, warnings), frames));
    }
    const read = [...tables].map(([name, { frame }]) => `\`${name}\` (${count(frame.nrows, 'row')})`);
    const told = [`${read.join(' and ')} became ${count(nrows, 'row')} of ${count(names.length, 'column')}`];
    return shaped(made, nrows, panel, { labels: labelsOf(names, tables), told, warnings });
  });
}

interface ResultColumn {
  readonly name: string;
  readonly type: DuckDBType;
}

/** Returns the columns that the query would produce, before it runs. */
async function describe({ api }: Database, statement: DuckDBPreparedStatement): Promise<readonly ResultColumn[]> {
  if (statement.parameterCount > 0)
    throw new DataError({
      code: 'query-parameters',
      message: `the query has ${count(statement.parameterCount, 'parameter')}, to which nothing gives a value`,
      hint: 'write the value itself; text stands in single quotes',
      path: ['query'],
    });
  const columns = Array.from({ length: statement.columnCount }, (_, j) => ({
    name: statement.columnName(j),
    type: statement.columnType(j),
  }));
  for (const { name, type } of columns) if (formOf(api, type) === undefined) throw refuseForm(name, type);
  return columns;
}

/**
 * The columns' names: those that follow `as` as they are written, others in the capitals of the inputs. A name that stands neither in
 * an input nor in the query is DuckDB's own, such as `sum(x)`, of which nobody could say what it is made from.
 */
function resultNames(
  columns: readonly ResultColumn[],
  inputs: readonly string[],
  tokens: readonly SqlToken[],
): readonly string[] {
  const words = new Set(tokens.map(({ text }) => text));
  const given = new Set(tokens.flatMap(({ text }, i) => (isAs(tokens[i - 1]) ? [text] : [])));
  const complaints: DataComplaint[] = [];
  const names = columns.map(({ name }) => {
    if (inputs.includes(name) || given.has(name)) return name;
    const alike = inputs.find((each) => each.toLowerCase() === name.toLowerCase());
    if (alike !== undefined) return alike;
    if (!words.has(name))
      complaints.push({
        code: 'unnamed-column',
        message: `the query makes a column without a name of its own, \`${name.replaceAll('`', "'")}\``,
        hint: 'name it: `sum(x) as total`',
        path: ['query'],
      });
    return name;
  });
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase()))
      complaints.push({
        code: 'duplicate-column',
        message: `two columns would be called \`${name}\``,
        hint: 'a join `using (…)` has its keys once; `as` gives another name',
        path: ['query'],
      });
    seen.add(name.toLowerCase());
  }
  if (complaints.length > 0) throw new DataError(...complaints);
  return names;
}

const isAs = (token: SqlToken | undefined): boolean => token?.is === 'name' && token.text.toLowerCase() === 'as';

/** The columns that order the rows. */
function keysOf({ order, panel }: QueryDeclaration, names: readonly string[]): readonly string[] {
  const known = names.map((name) => ({ name }));
  const keys = order.length > 0 ? order : [panel!.unit, panel!.time];
  const absent = [
    ...order.flatMap((name, k) => (names.includes(name) ? [] : [unknown(name, ['order', k], known)])),
    ...(['unit', 'time'] as const).flatMap((key) =>
      panel === null || names.includes(panel[key]) ? [] : [unknown(panel[key], ['panel', key], known)],
    ),
  ];
  if (absent.length > 0) throw new DataError(...absent);
  return keys;
}

const ordered = (order: readonly string[]): string => order.map((name) => `${named(name)} NULLS LAST`).join(', ');

/** A value as text, `2020` for 2020.0. */
const printedAs = (name: string): string =>
  `CASE WHEN typeof(${name}) IN ('DOUBLE', 'FLOAT') THEN regexp_replace(${name}::VARCHAR, '\\.0$', '') ELSE ${name}::VARCHAR END`;

/** Rows that the keys leave in any order, so that nobody could tell which of them comes first. A panel says so in words of its own. */
async function refuseTies({ rows }: Database, order: readonly string[], panel: Panel | null): Promise<void> {
  if (panel !== null) return;
  const keys = order.map(named).join(', ');
  const groups = `SELECT ${keys}, count(*) AS "papermake n" FROM ${RESULT} GROUP BY ${keys} HAVING count(*) > 1`;
  const [[ngroups = 0, nrows = 0] = []] = await rows(`SELECT count(*), sum("papermake n") FROM (${groups})`);
  if (Number(ngroups) === 0) return;
  const texts = order.map((name) => printedAs(named(name))).join(', ');
  const first = await rows(`SELECT ${texts} FROM (${groups}) ORDER BY ${ordered(order)} LIMIT ${SHOWN}`);
  const examples = first.map((values) => values.map((value) => value ?? '.').join(', '));
  const where = listed(examples, Number(ngroups));
  throw new DataError({
    code: 'unordered-rows',
    message: `\`order\` leaves open in which order ${count(Number(nrows), 'row')} come that agree in (${order.join(', ')})${aside(order, `: ${where}`)}`,
    hint: 'name columns that tell all rows apart, or group the rows of one key',
    path: ['order'],
  });
}

function typed(column: TypedColumn, { types, levels }: QueryDeclaration, warnings: DataComplaint[]): Column {
  const { name } = column;
  const said = ownValue(types, name);
  return retype(column, {
    name,
    variable: name,
    reading: said === undefined ? undefined : readingOf(said),
    levels: ownValue(levels, name) ?? null,
    missing: missingCodes([]),
    header: [],
    warn: ({ row: _, ...complaint }) => void warnings.push({ ...complaint, path: ['query'] }),
  });
}

/** Texts that nobody may take for levels in an input, nobody may in the result. */
function doubted(column: Column, frames: readonly Frame[]): Column {
  if (!isText(column)) return column;
  const held = new Set(column.dictionary);
  const doubts = frames.flatMap((frame) =>
    frame.names.flatMap((name): Doubts[] => {
      const input = frame.column(name);
      return isText(input) && input.doubts !== undefined ? [input.doubts] : [];
    }),
  );
  const found = doubts.flatMap((each) => {
    const texts = each.texts.filter(({ text }) => held.has(text));
    return texts.length === 0 ? [] : [{ ...each, texts }];
  });
  return found[0] === undefined ? column : { ...column, doubts: found[0] };
}

/** A column by the name of an input's is that one, as far as labels go. */
function labelsOf(names: readonly string[], tables: ReadonlyMap<string, QueryTable>): ColumnLabels {
  const all = [...tables.values()].map(({ labels }) => labels);
  return new Map(
    names.flatMap((name) => {
      const found = all.find((labels) => labels.has(name));
      return found === undefined ? [] : [[name, found.get(name)!] as const];
    }),
  );
}

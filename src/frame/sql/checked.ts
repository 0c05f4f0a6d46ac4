/** Holds a query to what one may do: read its declared inputs, and give the same rows whenever it runs. */
import { count, type DataComplaint, DataError, listed } from '../complaint.ts';
import { type Database, literal } from './duckdb.ts';
import { queryError, wordAt } from './errors.ts';
import type { SqlToken } from './tokens.ts';

/** A part of a query as DuckDB's parser has it. */
type Part = { readonly [key: string]: unknown };

/** Functions of tables that read nothing. */
const harmless: ReadonlySet<string> = new Set(['unnest', 'range', 'generate_series', 'repeat']);

/** Functions that tell of the machine, of the run or of the clock, beside those that DuckDB calls volatile. */
const telling: ReadonlySet<string> = new Set(
  (
    'current_setting getvariable version ago current_catalog current_database current_schema current_schemas current_query pg_sleep ' +
    'pg_conf_load_time pg_postmaster_start_time get_block_size'
  ).split(' '),
);
/** Functions that are called without parentheses. */
const clock: ReadonlySet<string> = new Set(
  'current_date current_time current_timestamp localtime localtimestamp'.split(' '),
);

/** `columns`: names of the inputs' columns in small letters. Throws what is wrong with the query: not one SELECT, tables that are not declared, values that another run would not have. */
export async function checkQuery(
  database: Database,
  query: string,
  tokens: readonly SqlToken[],
  inputs: readonly string[],
  columns: ReadonlySet<string>,
): Promise<void> {
  const statement = await parsed(database, query, tokens);
  const complaints: DataComplaint[] = [];
  const tell = (code: string, message: string, part: Part, hint: string): void => {
    const place = Number(part.query_location);
    const within = Number.isSafeInteger(place) ? { within: wordAt(query, place) } : {};
    complaints.push({ code, message, hint, path: ['query'], ...within });
  };
  const changing = new Set([...telling, ...clock, ...(await volatileFunctions(database))]);
  const rowsOf = new Set([...partsOf(statement)].flatMap(namesOfTable));
  const known = new Set([...inputs, ...commonTables(statement)].map((name) => name.toLowerCase()));
  for (const part of partsOf(statement)) {
    const table = tableOf(part);
    if (table !== undefined && !known.has(table.toLowerCase()))
      tell(
        'undeclared-table',
        `the query reads \`${table}\`, which is not declared`,
        part,
        `declared under \`inputs\` are ${listed(inputs)}`,
      );
    const reading = tableFunction(part);
    if (reading !== undefined && !harmless.has(reading.toLowerCase()))
      tell(
        'undeclared-read',
        `\`${reading}\` reads what is not declared`,
        part,
        'declare what the query reads: `inputs: {name: step}` or `inputs: {name: {file: …}}`',
      );
    const name = calledName(part)?.toLowerCase();
    if (name !== undefined && (changing.has(name) || (name === 'age' && argumentsOf(part) === 1)))
      tell(
        'changing-value',
        `\`${name}\` has another value in every run or on another machine`,
        part,
        'a result is made of what is declared alone',
      );
    const row = bareName(part)?.toLowerCase();
    if (row !== undefined && rowsOf.has(row) && !columns.has(row))
      tell(
        'whole-row',
        `\`${row}\` as a value is a whole row of a table`,
        part,
        'name the columns, so that it is plain what is read',
      );
    if (part.sample !== undefined && part.sample !== null)
      tell('changing-value', 'a sample has other rows in every run', part, 'a condition chooses rows: `where …`');
  }
  if (complaints.length > 0) throw new DataError(...complaints);
}

const noSelect = (): DataError =>
  new DataError({
    code: 'no-select',
    message: 'expected a query that begins with `select`, `from` or `with`',
    hint: 'it makes one table of its inputs; nothing else is run',
    path: ['query'],
  });

async function parsed(database: Database, query: string, tokens: readonly SqlToken[]): Promise<Part> {
  if (!/^(select|from|with|values|\()$/i.test(tokens[0]?.text ?? '')) throw noSelect();
  const extracted = await database.connection.extractStatements(query).catch((error: unknown) => {
    throw queryError(error, query, []);
  });
  if (extracted.count !== 1)
    throw new DataError({
      code: 'several-queries',
      message: `expected one query, got ${count(extracted.count, 'statement')}`,
      hint: 'parts of a query have names: `with a as (select …), b as (select …) select …`',
      path: ['query'],
    });
  const [[text] = []] = await database.rows(`SELECT json_serialize_sql(${literal(query)})`);
  const { error, statements } = JSON.parse(String(text)) as { error: boolean; statements: readonly Part[] };
  if (error || [...partsOf(statements)].some(({ type }) => type === 'SHOW_REF')) throw noSelect();
  return statements[0]!;
}

/** All parts, from the outside in. */
function* partsOf(value: unknown): Generator<Part> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Part;
  for (const inner of Object.values(value)) yield* partsOf(inner);
}

/** Names of tables that the query itself makes; what else has one of these names, DuckDB finds first. */
function commonTables(statement: Part): string[] {
  return [...partsOf(statement)].flatMap(({ cte_map: tables, cte_name: recursive }) => [
    ...(((tables as Part | undefined)?.map as readonly Part[] | undefined) ?? []).map(({ key }) => String(key)),
    ...(recursive === undefined ? [] : [String(recursive)]),
  ]);
}

function tableOf({ type, table_name: table, schema_name: schema, catalog_name: catalog }: Part): string | undefined {
  if (type !== 'BASE_TABLE') return undefined;
  return [catalog, schema, table].filter((name) => typeof name === 'string' && name !== '').join('.');
}

/** Names by which a table of the query is called. */
function namesOfTable({ type, alias, table_name: table }: Part): string[] {
  if (type !== 'BASE_TABLE' && type !== 'SUBQUERY') return [];
  return [alias, table]
    .filter((name) => typeof name === 'string' && name !== '')
    .map((name) => String(name).toLowerCase());
}

function bareName({ class: kind, column_names: names }: Part): string | undefined {
  const bare = kind === 'COLUMN_REF' ? (names as readonly string[]) : [];
  return bare.length === 1 ? bare[0] : undefined;
}

function tableFunction({ type, function: called }: Part): string | undefined {
  return type === 'TABLE_FUNCTION' ? String((called as Part).function_name) : undefined;
}

/** The function that is called, or that a bare name may be. */
function calledName(part: Part): string | undefined {
  if (part.class === 'FUNCTION' || part.class === 'WINDOW') return String(part.function_name);
  const bare = bareName(part);
  return bare !== undefined && clock.has(bare.toLowerCase()) ? bare : undefined;
}

const argumentsOf = ({ children }: Part): number => (children as readonly unknown[]).length;

async function volatileFunctions(database: Database): Promise<readonly string[]> {
  const stability = "stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')";
  const rows = await database.rows(`SELECT DISTINCT function_name FROM duckdb_functions() WHERE ${stability}`);
  return rows.map(([name]) => String(name)).filter((name) => name !== 'error');
}

/** DuckDB, which is loaded when a query or a large file needs it: a package that may be absent, locked against all but what it is given. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { attempt } from '../../base/attempt.ts';
import { Refusal } from '../../base/problem.ts';
import { removeAll } from '../../base/system/remove.ts';
import { temporaryName } from '../../base/system/temporary-folder.ts';
import { BOUNDS } from './bounds.ts';

const PACKAGE = '@duckdb/node-api@1.5.6-r.1';

/** Memory that a database uses before it writes temporary files. It is the same everywhere, since writing may change the order of sums. */
const MEMORY = '1GB';

export interface Database {
  readonly api: typeof import('@duckdb/node-api');
  readonly connection: DuckDBConnection;
  /** Rows of a query that makes few. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
}

/** Opens a database in memory, does `work`, and leaves nothing of it. Aborting `signal` ends what it is doing. `what` needs it, in words. */
export async function withDatabase<T>(
  what: string,
  signal: AbortSignal,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const api = await loaded(what);
  const spill = join(tmpdir(), `${temporaryName()}${randomUUID()}`);
  const instance = await open(api, spill);
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    for (const sql of [...LOCKS, ...BOUNDS]) await connection.run(sql);
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    return await work({ api, connection, rows });
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
    attempt(() => removeAll(spill));
  }
}

async function loaded(what: string): Promise<Database['api']> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    const hint = `\`npm install ${PACKAGE}\` where papermake is installed`;
    throw new Refusal('missing-duckdb', `${what} needs DuckDB, which does not load here`, { hint });
  }
}

/** One thread: what several add up comes in another order every time. */
const open = (api: Database['api'], spill: string): Promise<DuckDBInstance> =>
  api.DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY,
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    errors_as_json: 'true',
  });

/** No file, no network, no extension, no setting: neither by a query nor by what a query calls. */
const LOCKS = ["SET TimeZone = 'UTC'", 'SET enable_external_access = false', 'SET lock_configuration = true'];

/** A name as SQL has it. */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as SQL has it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

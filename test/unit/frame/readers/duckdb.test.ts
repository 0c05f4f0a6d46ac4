/** Files read by our readers and by DuckDB, on one and on four threads: columns of the same bytes. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { type Column, TextBuilder } from '../../../../src/frame/column.ts';
import { load } from '../../../../src/frame/ingest/load.ts';
import { toUtf8 } from '../../../../src/frame/readers/encoding.ts';
import { literal, named } from '../../../../src/frame/sql/duckdb.ts';
import { encodeColumn } from '../../../../src/frame/stored/bytes.ts';
import { ownScratch } from '../../../support/scratch.ts';

const root = resolve(import.meta.dirname, '../../../..');
const fixtures = resolve(import.meta.dirname, '../fixtures');

const scratch = ownScratch();

/** Text files of the repository that need no key to be read, and every Parquet file of flat columns. */
const texts = ['data/panel.csv', 'data/indicators.csv', ...examples(), made()];
// what is compressed so, is refused
const parquets = readdirSync(fixtures).filter((name) => /(?<!lz4_raw)\.parquet$/.test(name));

function examples(): string[] {
  return readdirSync(join(root, 'examples')).flatMap((name) => {
    const folder = `examples/${name}/data`;
    try {
      return readdirSync(join(root, folder)).flatMap((file) => (file.endsWith('.csv') ? [`${folder}/${file}`] : []));
    } catch {
      return [];
    }
  });
}

/** A file of several blocks with everything that quoting allows. */
function made(): string {
  const path = join(scratch, 'made.csv');
  const rows = Array.from({ length: 30_000 }, (_, i) => {
    const text = ['East', '"a ""b"", c"', '"two\nlines"', '北京', ''][i % 5]!;
    return `${i},${i % 11 === 0 ? '' : i / 7},${text},${(i * 7919) % 1000}e-3,${1e15 + i * 3}.25`;
  });
  writeFileSync(path, `id,x,text,small,large\n${rows.join('\n')}\n`);
  return path;
}

async function byDuckdb(query: string, types: ReadonlyMap<string, Column['type']>, threads: number) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  const columns = new Map<string, string>();
  for (const [name, type] of types) {
    const cast = type === 'string' ? 'VARCHAR' : 'DOUBLE';
    const value = type === 'date' ? `(epoch_us(${named(name)}) / 86400000000)` : named(name);
    const reader = await connection.runAndReadAll(`SELECT ${value}::${cast} FROM ${query}`);
    const values = reader.getColumns()[0] ?? [];
    if (type === 'string') {
      const builder = new TextBuilder(values.length);
      values.forEach((each, row) => {
        builder.set(row, ((each ?? '') as string).trim());
      });
      columns.set(name, sha256(encodeColumn(builder.finish())));
    } else {
      const numbers = Float64Array.from(values, (each) => (each === null ? Number.NaN : Number(each)));
      columns.set(name, sha256(encodeColumn({ type, values: numbers } as Column)));
    }
  }
  connection.closeSync();
  instance.closeSync();
  return columns;
}

async function compared(
  bytes: Uint8Array,
  file: string,
  query: string | ((types: ReadonlyMap<string, Column['type']>) => string),
): Promise<void> {
  const { frame } = load(bytes, { file }, () => expect.fail());
  // SQL takes names that differ in capitals for one.
  const names = frame.names.filter(
    (name) => !frame.names.some((other) => other !== name && other.toLowerCase() === name.toLowerCase()),
  );
  const types = new Map(names.map((name) => [name, frame.column(name).type] as const));
  const own = new Map(
    names.map((name) => {
      const column = frame.column(name);
      const bare = 'dictionary' in column ? { ...column, doubts: undefined, untyped: undefined } : column;
      return [name, sha256(encodeColumn(bare as Column))];
    }),
  );
  for (const threads of [1, 4])
    expect(await byDuckdb(typeof query === 'string' ? query : query(types), types, threads)).toEqual(own);
}

/** A file under the name that is the same at every run. */
const titled = (file: string): [string, string] => [isAbsolute(file) ? basename(file) : file, file];

describe('a text file', () => {
  it.each(texts.map(titled))('%s', async (_, file) => {
    const bytes = readFileSync(resolve(root, file));
    const path = join(scratch, 'utf8.csv');
    writeFileSync(path, toUtf8(bytes).bytes);
    await compared(
      bytes,
      'x.csv',
      `read_csv(${literal(path)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')`,
    );
  });
});

/** The rows of a table as DuckDB writes them in JSON lines. */
async function inJsonLines(query: string): Promise<string> {
  const path = join(scratch, 'made.jsonl');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM ${query}) TO ${literal(path)} (FORMAT json)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

describe('JSON lines', () => {
  it.each(['data/panel.csv', 'data/indicators.csv', texts.at(-1)!].map(titled))('%s', async (_, file) => {
    const plain = join(scratch, 'utf8.csv');
    writeFileSync(plain, toUtf8(readFileSync(resolve(root, file))).bytes);
    const path = await inJsonLines(`read_csv(${literal(plain)}, header = true, delim = ',', quote = '"')`);
    await compared(readFileSync(path), 'x.jsonl', (types) => {
      const columns = [...types].map(
        ([name, type]) => `${literal(name)}: '${type === 'number' ? 'DOUBLE' : 'VARCHAR'}'`,
      );
      return `read_json(${literal(path)}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
    });
  });
});

describe('a Parquet file', () => {
  it.each(parquets)('%s', async (name) => {
    const path = join(fixtures, name);
    await compared(readFileSync(path), 'x.parquet', `read_parquet(${literal(path)})`);
  });
});

/**
 * A million rows through the product's own door: a CSV of ten columns from an empty store, touched, and with one cell changed; and the same
 * as Parquet. Peers in the same turns: R's data.table on one thread, DuckDB on two, sha256sum. Processor time of whole processes.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Contender, keep, papermake, projectRoot, type Usage, usage } from './measure.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-million-'));

function writeData(file: string, nrows: number): void {
  let seed = 1;
  const draw = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const regions = ['East', 'West', 'Central', 'Northeast'];
  const descriptor = openSync(file, 'w');
  writeSync(descriptor, 'id,year,region,date,x1,x2,x3,x4,code,y\n');
  for (let start = 0; start < nrows; start += 50_000) {
    let text = '';
    for (let i = start; i < Math.min(nrows, start + 50_000); i++) {
      const date = new Date(Math.floor(14_610 + 3650 * draw()) * 86_400_000).toISOString().slice(0, 10);
      const numbers = [4, 6, 3, 5].map((digits) => (6 * draw() - 3).toFixed(digits)).join(',');
      const region = regions[Math.floor(4 * draw())];
      const code = Math.floor(500 * draw());
      text += `${Math.floor(i / 10)},${2010 + (i % 10)},${region},${date},${numbers},C${code},${draw().toFixed(4)}\n`;
    }
    writeSync(descriptor, text);
  }
  closeSync(descriptor);
}

const project = (name: string, file: string, more = ''): string => {
  const text = `papermake: 1\nsteps:\n  d: {kind: ingest, file: ${file}, types: {date: date}, panel: {unit: id, time: year}}\n${more}`;
  writeFileSync(path.join(folder, name), text);
  return name;
};
const run = (name: string, pipeline: string, prepare?: () => void): Contender => ({
  name,
  command: [process.execPath, papermake, 'run', '-q', '-f', pipeline],
  cwd: folder,
  ...(prepare ? { prepare } : {}),
});
const emptied = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
const duckdb = (threads: number, query: string): [string, ...string[]] => [
  process.execPath,
  '-e',
  `require(${JSON.stringify(path.join(projectRoot, 'node_modules/@duckdb/node-api'))}).DuckDBInstance.create(':memory:',{threads:'${threads}'}).then(i=>i.connect()).then(c=>c.run(${JSON.stringify(query)})).then(()=>process.exit(0))`,
];
const fread = "library(data.table); setDTthreads(1); d <- fread('d.csv'); setkey(d, id, year)";

let edits = 0;
const changeCell = (): void => {
  const file = path.join(folder, 'd.csv');
  const text = readFileSync(file, 'latin1');
  const at = text.lastIndexOf(',', text.indexOf('\n', text.length >> 1));
  edits += 1;
  writeFileSync(file, `${text.slice(0, at)},${(edits / 7).toFixed(4)}${text.slice(text.indexOf('\n', at))}`, 'latin1');
};

try {
  writeData(path.join(folder, 'd.csv'), rows);
  const plain = project('plain.yaml', 'd.csv');
  const fit = project(
    'fit.yaml',
    'd.csv',
    '  f: {kind: models, from: d, fit: y ~ x1 + x2 | id + year, vcov: cluster(code)}\n',
  );
  const columnar = project('parquet.yaml', 'd.parquet');
  const [program, ...args] = duckdb(
    2,
    "COPY (SELECT * FROM 'd.csv') TO 'd.parquet' (FORMAT parquet, COMPRESSION snappy)",
  );
  usage({ name: 'parquet', command: [program, ...args], cwd: folder });
  const contenders: readonly Contender[] = [
    run('ingest, cold', plain, emptied),
    run('touched', plain, () => utimesSync(path.join(folder, 'd.csv'), new Date(), new Date())),
    { name: 'sha256sum', command: ['sha256sum', 'd.csv'], cwd: folder },
    { name: 'fread and key, one thread', command: ['Rscript', '-e', fread], cwd: folder },
    { name: 'DuckDB, two threads', command: duckdb(2, "CREATE TABLE d AS SELECT * FROM 'd.csv'"), cwd: folder },
    run('ingest and regression, cold', fit, emptied),
    run('one cell of the outcome changed', fit, changeCell),
    run('Parquet, cold', columnar, emptied),
    { name: 'DuckDB, Parquet', command: duckdb(2, "CREATE TABLE d AS SELECT * FROM 'd.parquet'"), cwd: folder },
  ];
  const found = new Map<string, Usage[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const contender of contenders) found.get(contender.name)!.push(usage(contender));
  const middle = (name: string, of: (each: Usage) => number): number =>
    found
      .get(name)!
      .map(of)
      .sort((a, b) => a - b)[rounds >> 1]!;
  const cpu = (name: string): number => middle(name, (each) => each.cpu);
  const memory = (name: string): number => middle(name, (each) => each.megabytes);
  const line = (text: string, value: number, most: number): string =>
    `- ${text}: **${value.toFixed(2)}** (demanded: at most ${most}; ${value <= most ? 'reached' : 'NOT REACHED'})`;
  keep(`${rows} rows × 10 from a CSV and a Parquet file, against data.table, DuckDB and sha256sum`, [
    `## ${rows} rows × 10 from a CSV and a Parquet file, against data.table, DuckDB and sha256sum`,
    '',
    `\`npx tsx bench/million.ts ${rows} ${rounds}\` on Node ${process.version}; medians of whole processes in turn`,
    '',
    '| process | processor seconds | peak MB |',
    '|---|---|---|',
    ...contenders.map(({ name }) => `| ${name} | ${cpu(name).toFixed(2)} | ${memory(name).toFixed(0)} |`),
    '',
    line('ingest to fread and key', cpu('ingest, cold') / cpu('fread and key, one thread'), 1.5),
    line('ingest to DuckDB, processor time of its two threads', cpu('ingest, cold') / cpu('DuckDB, two threads'), 1.5),
    line('peak memory of ingest to fread', memory('ingest, cold') / memory('fread and key, one thread'), 1),
    line('touched to sha256sum', cpu('touched') / cpu('sha256sum'), 2),
    line(
      'one changed cell to its own cold run',
      cpu('one cell of the outcome changed') / cpu('ingest and regression, cold'),
      0.4,
    ),
    line(
      'its memory to that of the cold run',
      memory('one cell of the outcome changed') / memory('ingest and regression, cold'),
      1,
    ),
    line('Parquet to DuckDB', cpu('Parquet, cold') / cpu('DuckDB, Parquet'), 1.5),
    '',
  ]);
} finally {
  rmSync(folder, { recursive: true });
}

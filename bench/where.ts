/**
 * A few columns and one year of a CSV that is larger than the memory: the rows are chosen while the file is read. Beside DuckDB, which keeps the
 * same. `npx tsx bench/where.ts ROWS ROUNDS`: 75 million rows are 5 GB, in the system's folder for temporary files.
 */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { keep, median, papermake, projectRoot, type Usage, usage } from './measure.ts';

const rows = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-where-'));
const data = path.join(folder, 'd.csv');
const columns = ['id', 'year', 'y', 'x1'];

/** Blocks of the same rows, which are written in a fraction of the time that drawing them all would take. */
function writeData(): void {
  let seed = 1;
  const draw = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const block = Array.from({ length: 50_000 }, (_, i) => {
    const numbers = Array.from({ length: 5 }, () => (6 * draw() - 3).toFixed(7));
    return `${100_000_000 + Math.floor(i / 9)},${2011 + (i % 9)},${numbers.join()},C${Math.floor(500 * draw())}\n`;
  });
  const descriptor = openSync(data, 'w');
  writeSync(descriptor, 'id,year,y,x1,x2,x3,x4,code\n');
  const whole = block.join('');
  for (let written = 0; written < rows; written += block.length)
    writeSync(descriptor, rows - written < block.length ? block.slice(0, rows - written).join('') : whole);
  closeSync(descriptor);
}

const query = `CREATE TABLE d AS SELECT ${columns.join()} FROM 'd.csv' WHERE year = 2019`;
const api = JSON.stringify(path.join(projectRoot, 'node_modules/@duckdb/node-api'));
const contenders = [
  {
    name: 'ingest, cold',
    command: [process.execPath, papermake, 'run', '-q'] as [string, ...string[]],
    cwd: folder,
    prepare: () => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true }),
  },
  {
    name: 'DuckDB, two threads',
    command: [
      process.execPath,
      '-e',
      `require(${api}).DuckDBInstance.create(':memory:',{threads:'2'}).then(i=>i.connect()).then(c=>c.run(${JSON.stringify(query)})).then(()=>process.exit(0))`,
    ] as [string, ...string[]],
    cwd: folder,
  },
];

try {
  writeData();
  writeFileSync(
    path.join(folder, 'pipeline.yaml'),
    `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv, columns: [${columns.join(', ')}], where: year == 2019}\n`,
  );
  const found = contenders.map((): Usage[] => []);
  for (let round = 0; round < rounds; round++)
    contenders.forEach((contender, k) => {
      found[k]!.push(usage(contender));
    });
  const middle = (k: number, of: (each: Usage) => number): number => median(found[k]!.map(of));
  const ratio = middle(0, (each) => each.cpu) / middle(1, (each) => each.cpu);
  const megabytes = middle(0, (each) => each.megabytes);
  const title = `One year of a CSV of ${rows} rows × 8, four of its columns, against DuckDB`;
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/where.ts ${rows} ${rounds}\` on Node ${process.version}; medians of whole processes in turn; ${Math.round(statSync(data).size / 1e6)} MB`,
    '',
    '| process | processor seconds | seconds | peak MB |',
    '|---|---|---|---|',
    ...contenders.map(({ name }, k) => {
      const [cpu, seconds] = [middle(k, (each) => each.cpu), middle(k, (each) => each.seconds)];
      return `| ${name} | ${cpu.toFixed(2)} | ${seconds.toFixed(1)} | ${middle(k, (each) => each.megabytes).toFixed(0)} |`;
    }),
    '',
    `- papermake takes this many times the processor time: **${ratio.toFixed(2)}** (demanded: at most 2; ${ratio <= 2 ? 'reached' : 'NOT REACHED'})`,
    `- its peak of memory, in GB: **${(megabytes / 1024).toFixed(2)}** (demanded: at most 1; ${megabytes <= 1024 ? 'reached' : 'NOT REACHED'})`,
    `- load ${loadavg()[0]!.toFixed(1)}`,
    '',
  ]);
} finally {
  rmSync(folder, { recursive: true });
}

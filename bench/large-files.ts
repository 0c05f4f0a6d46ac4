/**
 * Large files through the product's own door, each once or a few times in turn with its peer: a CSV of many rows to one fitted regression
 * beside DuckDB, which writes Parquet and takes the same sums; one with a description beside pandas; and a few columns of a wide Parquet file. Behind the rows and the rounds one of
 * them may be named (`description`, `columns`, `regression`), which is then measured alone and not kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Contender, keep, median, papermake, projectRoot, type Usage, usage } from './measure.ts';

const rows = Number(process.argv[2] ?? 10_000_000);
const fewer = Number(process.argv[3] ?? 1_000_000);
const rounds = Number(process.argv[4] ?? 1);
const only = process.argv[5];
const isAsked = (part: string): boolean => only === undefined || only === part;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-large-files-'));
const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
const emptied = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
const duckdb = (code: string): [string, ...string[]] => [
  process.execPath,
  '-e',
  `const { DuckDBInstance } = require(${JSON.stringify(path.join(projectRoot, 'node_modules/@duckdb/node-api'))});
  (async () => {
    const c = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
    const row = async (sql) => (await c.runAndReadAll(sql)).getRows()[0].map(Number);
    ${code}
    process.exit(0);
  })();`,
];
const run = (name: string, pipeline: string): Contender => ({
  name,
  command: [process.execPath, papermake, 'run', '-q', '-f', pipeline],
  cwd: folder,
  prepare: emptied,
});
const peer = (name: string, command: readonly [string, ...string[]]): Contender => ({ name, command, cwd: folder });

/** `SELECT` of a panel in which ten rows are a unit's. */
const panel = (n: number, more = ''): string =>
  `SELECT i // 10 AS id, 2010 + i % 10 AS year, round(random() * 6 - 3, 4) AS x1, round(random() * 6 - 3, 4) AS x2, (random() * 500)::INT AS code, round(random(), 4) AS y${more} FROM range(${n}) t(i)`;
const csv = (file: string, query: string) => `await c.run("COPY (${query}) TO '${file}' (HEADER)");`;
const wide = Array.from({ length: 30 }, (_, j) => `(random() * 1000)::INT / 100 AS v${j}`).join(', ');

const sums = `
await c.run("COPY (SELECT * FROM 'large.csv') TO 'large.out.parquet' (FORMAT parquet)");
await c.run("CREATE TABLE m AS SELECT id, avg(y) y, avg(x1) x1, avg(x2) x2 FROM 'large.out.parquet' GROUP BY id");
await c.run("CREATE VIEW w AS SELECT id, p.y - m.y y, p.x1 - m.x1 x1, p.x2 - m.x2 x2 FROM 'large.out.parquet' p JOIN m USING (id)");
const [a, b, d, e, f] = await row('SELECT sum(x1 * x1), sum(x1 * x2), sum(x2 * x2), sum(x1 * y), sum(x2 * y) FROM w');
const det = a * d - b * b, [b1, b2] = [(d * e - b * f) / det, (a * f - b * e) / det];
await row(\`SELECT sum(s1 * s1), sum(s1 * s2), sum(s2 * s2) FROM (SELECT sum(x1 * (y - \${b1} * x1 - \${b2} * x2)) s1, sum(x2 * (y - \${b1} * x1 - \${b2} * x2)) s2 FROM w GROUP BY id)\`);`;

const pandas = `
import numpy as np, pandas as pd
d = pd.read_csv('fewer.csv')
v = d[['y', 'x1', 'x2']]
w = v - v.groupby(d['id']).transform('mean')
w = w - w.groupby(d['year']).transform('mean')
y, X = w['y'].to_numpy(), w[['x1', 'x2']].to_numpy()
A = np.linalg.inv(X.T @ X)
b = A @ (X.T @ y)
s = pd.DataFrame(X * (y - X @ b)[:, None]).groupby(d['code'].to_numpy()).sum().to_numpy()
print(b, np.sqrt(np.diag(A @ (s.T @ s) @ A)), d.describe())`;

try {
  write(
    'large.yaml',
    'papermake: 1\nsteps:\n  d: {kind: ingest, file: large.csv}\n  f: {kind: models, from: d, fit: y ~ x1 + x2 | id, vcov: cluster(id)}\n',
  );
  write(
    'fewer.yaml',
    'papermake: 1\nsteps:\n  d: {kind: ingest, file: fewer.csv}\n  f: {kind: models, from: d, fit: y ~ x1 + x2 | id + year, vcov: cluster(code)}\n  s: {kind: describe, from: d, variables: [id, year, x1, x2, code, y]}\n',
  );
  write('wide.yaml', 'papermake: 1\nsteps:\n  d: {kind: ingest, file: wide.parquet, columns: [v3, v11, v27]}\n');
  write('peer.py', pandas);
  const all: readonly {
    readonly part: string;
    /** Makes its data. */
    readonly data: string;
    readonly text: string;
    readonly most: number;
    readonly ours: Contender;
    readonly theirs: Contender;
  }[] = [
    {
      part: 'description',
      data: csv('fewer.csv', panel(fewer)),
      text: `${fewer} rows × 6 of a CSV, regression and description, to pandas and numpy`,
      most: 1.2,
      ours: run('CSV, regression, description', 'fewer.yaml'),
      theirs: peer('pandas and numpy', ['/usr/bin/python3', 'peer.py']),
    },
    {
      part: 'columns',
      data: `await c.run("COPY (SELECT ${wide} FROM range(${rows})) TO 'wide.parquet' (FORMAT parquet, COMPRESSION snappy)");`,
      text: `3 of 30 columns of ${rows} rows of Parquet, to DuckDB`,
      most: 2,
      ours: run('3 of 30 columns of Parquet', 'wide.yaml'),
      theirs: peer(
        'DuckDB, the same 3',
        duckdb(`await c.run("CREATE TABLE d AS SELECT v3, v11, v27 FROM 'wide.parquet'");`),
      ),
    },
    {
      part: 'regression',
      data: csv('large.csv', panel(rows)),
      text: `${rows} rows × 6 of a CSV to a regression, to DuckDB with Parquet and the same sums`,
      most: 1.5,
      ours: run('large CSV, regression', 'large.yaml'),
      theirs: peer('DuckDB, Parquet and the same sums', duckdb(sums)),
    },
  ];
  const pairs = all.filter(({ part }) => isAsked(part));
  const found = new Map<string, Usage[]>();
  // Part by part: what one writes would still be on its way to the disk while the next is measured.
  for (const { data, ours, theirs } of pairs) {
    usage(peer('data', duckdb(`await c.run('SET preserve_insertion_order = true'); ${data}`)));
    for (let round = 0; round < rounds; round++)
      for (const each of [ours, theirs]) found.set(each.name, [...(found.get(each.name) ?? []), usage(each)]);
  }
  const middle = ({ name }: Contender, of: (each: Usage) => number): number => median(found.get(name)!.map(of));
  const cpu = (each: Contender): number => middle(each, (one) => one.cpu);
  const title = `Files of ${rows} rows, against DuckDB and pandas`;
  const lines = [
    `## ${title}`,
    '',
    `\`npx tsx bench/large-files.ts ${rows} ${fewer} ${rounds}\` on Node ${process.version}; medians of whole processes in turn`,
    '',
    '| process | processor seconds | seconds | peak MB |',
    '|---|---|---|---|',
    ...pairs.flatMap(({ ours, theirs }) =>
      [ours, theirs].map(
        (each) =>
          `| ${each.name} | ${cpu(each).toFixed(2)} | ${middle(each, (one) => one.seconds).toFixed(1)} | ${middle(each, (one) => one.megabytes).toFixed(0)} |`,
      ),
    ),
    '',
    ...pairs.map(({ text, most, ours, theirs }) => {
      const ratio = cpu(ours) / cpu(theirs);
      return `- ${text}: **${ratio.toFixed(2)}** (demanded: at most ${most}; ${ratio <= most ? 'reached' : 'NOT REACHED'})`;
    }),
    '',
  ];
  if (only === undefined) keep(title, lines);
  else process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * 1,000 placebo treatments of 280 cities over 15 years with two-way effects, a control and errors clustered by city, each with its p value: what a
 * step of placebo tests computes, against a loop of R's lm on demeaned data with sandwich's clustered errors. Processor time of the draws and what prepares them, in
 * turn. Demanded: R takes at least 100 times as long.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import { placebosOf, placeboTest } from '../src/econ/placebo/placebo.ts';
import { dataOf } from '../test/support/data.ts';
import { keep, median, projectRoot } from './measure.ts';

const [UNITS, PERIODS, DRAWS, ROUNDS] = [280, 15, 1000, 3];
const demanded = 100;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('placebo').stream('bench', 0);
const cells = Array.from({ length: UNITS * PERIODS }, (_, i) => ({
  u: Math.floor(i / PERIODS),
  t: 2005 + (i % PERIODS),
}));
const columns = {
  city: cells.map(({ u }) => 1000 + u),
  year: cells.map(({ t }) => t),
  d: cells.map(({ u, t }) => (u < 60 && t >= 2010 + (u % 4) ? 1 : 0)),
  x: cells.map(({ u }) => u / 100 + draw.normal()),
  y: [] as number[],
};
columns.y = cells.map(
  ({ u, t }, i) => u / 50 + (t - 2005) / 9 + 0.2 * columns.d[i]! + 0.5 * columns.x[i]! + draw.normal(),
);
const names = Object.keys(columns) as (keyof typeof columns)[];
const file = path.join(folder, 'panel.csv');
writeFileSync(
  file,
  [names.join(','), ...cells.map((_, i) => names.map((name) => columns[name][i]).join(','))].join('\n'),
);

const panel = { unit: 'city', time: 'year' };
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
const { specs } = compileColumn({ fit: 'y ~ d + x | city + year', vcov: 'cluster(city)' }, null, context);

interface Run {
  readonly cpu: number;
  readonly observed: number;
  readonly mean: number;
  readonly sd: number;
}

function ours(): Run {
  const data = dataOf(columns, panel);
  const before = process.cpuUsage();
  const { of, ...found } = placebosOf({ model: specs[0]!, treatment: 'd', permute: 'units', unit: 'city' }, data);
  const rng = createRng('1');
  const all = of({ from: 0, to: DRAWS, draws: DRAWS }, (i) => rng.stream('placebo', i));
  const { observed, mean, sd } = placeboTest(found, all, { permute: 'units', draws: DRAWS, convention: 'corrected' });
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, observed, mean: mean as number, sd: sd as number };
}

function theirs(): Run {
  const { stdout, stderr, status } = spawnSync(
    'Rscript',
    [path.join(projectRoot, 'bench/placebo.R'), file, String(DRAWS)],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  const [cpu, observed, mean, sd] = stdout.trim().split(' ').map(Number) as [number, number, number, number];
  return { cpu, observed, mean, sd };
}

const first = ours();
const pairs = Array.from({ length: ROUNDS }, () => [ours(), theirs()] as const);
rmSync(folder, { recursive: true });
const [a, b] = [median(pairs.map(([run]) => run.cpu)), median(pairs.map(([, run]) => run.cpu))];
const [[own, peer]] = pairs as [readonly [Run, Run]];
if (Math.abs(own.observed - peer.observed) > 1e-9) throw new Error(`${own.observed} is not ${peer.observed}`);
if (Math.abs(own.sd / peer.sd - 1) > 0.15) throw new Error(`the spreads ${own.sd} and ${peer.sd} are not alike`);
const ratio = b / a;
const holds = ratio >= demanded;
const title = '1,000 placebo treatments of 280 cities × 15 years with clustered errors, against R’s lm and sandwich';
keep(title, [
  `## ${title}`,
  '',
  `\`npx tsx bench/placebo.ts\` on Node ${process.version}`,
  '',
  '| process | processor ms, median |',
  '|---|---|',
  `| papermake, 1,000 placebos and what prepares them | ${Math.round(1000 * a)} |`,
  `| papermake, the first time in a process | ${Math.round(1000 * first.cpu)} |`,
  `| R, a loop of lm on demeaned data with vcovCL | ${Math.round(1000 * b)} |`,
  '',
  `- R to papermake: **${ratio.toFixed(1)}** (demanded: at least ${demanded}${holds ? '' : '; NOT REACHED'})`,
  `- R to papermake, the first time in a process: **${(b / first.cpu).toFixed(1)}**`,
  `- the actual estimate is the same to 1e-9; placebos have a standard deviation of ${own.sd.toFixed(4)}, R's ${peer.sd.toFixed(4)}`,
  '',
]);
if (!holds) process.exitCode = 1;

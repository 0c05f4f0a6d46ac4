/**
 * 1,000 samples of 280 cities over 15 years with an effect for every copy of a city, the indirect effect in each: what a step of mediation bootstraps, against a
 * loop of R that demeans each sample and runs lm twice. Processor time of the samples and what prepares them, in turn. Demanded: R takes at least 50 times as long.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import { drawnTimes, indirectBootstrap, indirectDraws } from '../src/econ/mediation/bootstrap.ts';
import { dataOf } from '../test/support/data.ts';
import { keep, median, projectRoot } from './measure.ts';

const [UNITS, PERIODS, DRAWS, ROUNDS] = [280, 15, 1000, 3];
const demanded = 50;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('mediation').stream('bench', 0);
const cells = Array.from({ length: UNITS * PERIODS }, (_, i) => ({
  u: Math.floor(i / PERIODS),
  t: 2005 + (i % PERIODS),
}));
const d = cells.map(({ u, t }) => (u < 90 && t >= 2010 + (u % 4) ? 1 : 0));
const [x, w] = [cells.map(({ u }) => u / 100 + draw.normal()), cells.map(() => draw.normal())];
const m = cells.map(({ u }, i) => u / 40 + 0.4 * d[i]! + 0.2 * x[i]! + draw.normal());
const y = cells.map(({ u }, i) => u / 50 + 0.2 * d[i]! + 0.5 * m[i]! + 0.3 * w[i]! + draw.normal());
const columns = { city: cells.map(({ u }) => 1000 + u), year: cells.map(({ t }) => t), d, x, w, m, y };
const names = Object.keys(columns) as (keyof typeof columns)[];
const file = path.join(folder, 'panel.csv');
writeFileSync(
  file,
  [names.join(','), ...cells.map((_, i) => names.map((name) => columns[name][i]).join(','))].join('\n'),
);

const panel = { unit: 'city', time: 'year' };
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
const { specs } = compileColumn({ fit: 'y ~ d + m + x + w | city', vcov: 'cluster(city)' }, null, context);
const spec = { model: specs[0]!, treatment: 'd', mediator: 'm', steps: 3, clusters: 'city' } as const;

interface Run {
  readonly cpu: number;
  readonly indirect: number;
  readonly sd: number;
}

function ours(): Run {
  const data = dataOf(columns, panel);
  const before = process.cpuUsage();
  const { clusters, of } = indirectDraws(spec, data);
  const rng = createRng('1');
  const draws = Array.from({ length: DRAWS }, (_, i) => of(drawnTimes(rng.stream('mediation', i), clusters)));
  const indirect = of(new Int32Array(clusters).fill(1))!;
  const { stdError } = indirectBootstrap(indirect, draws, 0.95, { name: 'city', count: clusters });
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, indirect, sd: stdError as number };
}

function theirs(): Run {
  const script = path.join(projectRoot, 'bench/mediation.R');
  const { stdout, stderr, status } = spawnSync('Rscript', [script, file, String(DRAWS)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [cpu, indirect, sd] = stdout.trim().split(' ').map(Number) as [number, number, number];
  return { cpu, indirect, sd };
}

const first = ours();
const pairs = Array.from({ length: ROUNDS }, () => [ours(), theirs()] as const);
rmSync(folder, { recursive: true });
const [a, b] = [median(pairs.map(([run]) => run.cpu)), median(pairs.map(([, run]) => run.cpu))];
const [[own, peer]] = pairs as [readonly [Run, Run]];
if (Math.abs(own.indirect - peer.indirect) > 1e-9) throw new Error(`${own.indirect} is not ${peer.indirect}`);
if (Math.abs(own.sd / peer.sd - 1) > 0.15) throw new Error(`the spreads ${own.sd} and ${peer.sd} are not alike`);
const ratio = b / a;
const holds = ratio >= demanded;
const title = '1,000 cluster samples of a mediation with an effect for every city, against a loop of R';
keep(title, [
  `## ${title}`,
  '',
  `\`npx tsx bench/mediation.ts\` on Node ${process.version}`,
  '',
  '| process | processor ms, median |',
  '|---|---|',
  `| papermake, 1,000 samples and what prepares them | ${Math.round(1000 * a)} |`,
  `| papermake, the first time in a process | ${Math.round(1000 * first.cpu)} |`,
  `| R, a loop that demeans each sample and runs lm twice | ${Math.round(1000 * b)} |`,
  '',
  `- R to papermake: **${ratio.toFixed(1)}** (demanded: at least ${demanded}${holds ? '' : '; NOT REACHED'})`,
  `- R to papermake, the first time in a process: **${(b / first.cpu).toFixed(1)}**`,
  `- the indirect effect is the same to 1e-9; its samples have a standard deviation of ${own.sd.toFixed(4)}, R's ${peer.sd.toFixed(4)}`,
  '',
]);
if (!holds) process.exitCode = 1;

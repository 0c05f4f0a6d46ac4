/**
 * Draws of a step against a loop of R over the same panel of 280 cities × 15 years, by processor time and in turn: the numerics in this process, and the step through the command
 * line, as what a run takes longer with it than without.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng, type RandomStream } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import type { Data } from '../src/econ/data.ts';
import type { ModelSpec } from '../src/econ/spec.ts';
import { dataOf } from '../test/support/data.ts';
import { judge, keep, median, papermake, processorMs, projectRoot, sized, usage } from './measure.ts';

export const [units, periods, draws] = [280, 15, sized(1000, 200)];
const [rounds, warmUp] = [sized(3, 1), sized(8, 1)];
const panel = { unit: 'city', time: 'year' };

/** What both sides find. */
export interface Found {
  readonly actual: number;
  /** Standard deviation of the draws. */
  readonly sd: number;
}

export interface DrawsBench {
  readonly name: 'placebo' | 'mediation';
  readonly title: string;
  readonly fit: string;
  /** R takes at least so many times as long. */
  readonly demanded: number;
  /** Columns by name, beside `city` and `year`. */
  columns(cells: readonly Cell[], draw: RandomStream): Readonly<Record<string, readonly number[]>>;
  /** The keys of the step that draws, beside its base. */
  readonly step: string;
  ours(model: ModelSpec, data: Data): Found;
  readonly words: { readonly ours: string; readonly theirs: string; readonly actual: string; readonly draws: string };
}

export interface Cell {
  readonly u: number;
  readonly t: number;
}

export function measureDraws(bench: DrawsBench): void {
  const { name, title, fit, demanded, words } = bench;
  const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
  const cells = Array.from({ length: units * periods }, (_, i) => ({
    u: Math.floor(i / periods),
    t: 2005 + (i % periods),
  }));
  const own = bench.columns(cells, createRng(name).stream('bench', 0));
  const columns = { city: cells.map(({ u }) => 1000 + u), year: cells.map(({ t }) => t), ...own };
  const file = path.join(folder, 'panel.csv');
  const rows = cells.map((_, i) => Object.values(columns).map((values) => values[i]));
  writeFileSync(file, [Object.keys(columns), ...rows].map((row) => row.join(',')).join('\n'));
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
  const [model] = compileColumn({ fit, vcov: 'cluster(city)' }, null, context).specs as [ModelSpec];
  const inProcess = () => {
    const data = dataOf(columns as Record<string, number[]>, panel);
    return processorMs(() => bench.ours(model, data));
  };
  const first = inProcess();
  for (let i = 0; i < warmUp; i++) inProcess();
  const turns = Array.from({ length: rounds }, () => ({
    warm: inProcess(),
    peer: inR(name, file),
    step: stepMs(folder, bench),
  }));
  rmSync(folder, { recursive: true });
  const [{ warm, peer }] = turns as [(typeof turns)[number]];
  if (Math.abs(warm.result.actual - peer.found.actual) > 1e-9)
    throw new Error(`${warm.result.actual} is not ${peer.found.actual}`);
  if (Math.abs(warm.result.sd / peer.found.sd - 1) > 0.15)
    throw new Error(`the spreads ${warm.result.sd} and ${peer.found.sd} are not alike`);
  const of = (pick: (turn: (typeof turns)[number]) => number): number => median(turns.map(pick));
  const [a, b, step] = [of((turn) => turn.warm.ms), of((turn) => turn.peer.ms), of((turn) => turn.step)];
  const holds = b / a >= demanded;
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/${name}.ts\` on Node ${process.version}`,
    '',
    '| process | processor ms, median |',
    '|---|---|',
    `| ${words.ours}, once warm | ${Math.round(a)} |`,
    `| papermake, the first time in a process | ${Math.round(first.ms)} |`,
    `| what \`papermake run\` takes longer with the step than without | ${Math.round(step)} |`,
    `| ${words.theirs} | ${Math.round(b)} |`,
    '',
    `- R to papermake: **${(b / a).toFixed(1)}** (demanded: at least ${demanded}${holds ? '' : '; NOT REACHED'})`,
    `- R to papermake, the first time in a process: **${(b / first.ms).toFixed(1)}**`,
    `- R to the step of a run, which loads its code and is stored: **${(b / step).toFixed(1)}**`,
    `- ${words.actual} is the same to 1e-9; ${words.draws} have a standard deviation of ${warm.result.sd.toFixed(4)}, R's ${peer.found.sd.toFixed(4)}`,
    '',
  ]);
  judge(holds);
}

/** The loop of `bench/NAME.R`, which prints its processor seconds, the actual statistic, and mean and standard deviation of the draws. */
function inR(name: string, file: string): { readonly ms: number; readonly found: Found } {
  const script = path.join(projectRoot, `bench/${name}.R`);
  const { stdout, stderr, status } = spawnSync('Rscript', [script, file, String(draws)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const numbers = stdout.trim().split(' ').map(Number);
  return { ms: 1000 * numbers[0]!, found: { actual: numbers[1]!, sd: numbers.at(-1)! } };
}

/** Processor milliseconds of a run from an empty store with the step, less those of one without. */
function stepMs(folder: string, { name, fit, step }: DrawsBench): number {
  const steps = `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: city, time: year}}
  model: {kind: models, from: panel, fit: "${fit}", vcov: cluster(city)}
`;
  const run = (text: string): number => {
    const prepare = (): void => {
      rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
      writeFileSync(path.join(folder, 'pipeline.yaml'), text);
    };
    return 1000 * usage({ name, command: [process.execPath, papermake, 'run', '-q'], cwd: folder, prepare }).cpu;
  };
  const drawn = `${steps}  drawn: {kind: ${name}, base: model, ${step}}\n`;
  const pairs = Array.from({ length: rounds }, () => [run(drawn), run(steps)] as const);
  return median(pairs.map(([a]) => a)) - median(pairs.map(([, b]) => b));
}

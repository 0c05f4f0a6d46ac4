/**
 * Synthetic difference in differences of two treated among 46 units over 30 periods, with errors by 200 placebo draws, through the product's own door. Demanded: no more processor time
 * than numpy's loop with the same iterations of the solver, both without what a run without errors takes. The effect is the same to 1e-9, the error within that of the draws.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const [units, periods, start, draws, turns] = [46, 30, 26, sized(200, 20), sized(9, 1)] as const;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('synthetic').stream('panel', 0);
const shocks = Array.from({ length: periods }, () => draw.normal());
const lines = Array.from({ length: units }, (_, id) => {
  const [level, slope] = [5 * draw.normal(), 1 + 0.4 * draw.normal()];
  return shocks.map((shock, t) => {
    const d = id < 2 && t >= start ? 1 : 0;
    return [id, t, d, (level + slope * (shock + 0.2 * t) + 2 * d + draw.normal()).toFixed(6)].join();
  });
}).flat();
const data = path.join(folder, 'panel.csv');
writeFileSync(data, `id,t,d,y\n${lines.join('\n')}\n`);

function ours(errors: string): number {
  const step = `{kind: synthetic_control, method: sdid, from: rows, outcome: y, treatment: d, ${errors}}`;
  const steps = `  rows: {kind: ingest, file: panel.csv, panel: {unit: id, time: t}}\n  effect: ${step}\n`;
  writeFileSync(path.join(folder, 'pipeline.yaml'), `papermake: 1\nsteps:\n${steps}`);
  const prepare = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
  return usage({ name: 'papermake', command: ['node', papermake, 'run', '-q', '-j', '1'], cwd: folder, prepare }).cpu;
}
const drawn = `errors: placebo, draws: ${draws}`;
const script = path.join(projectRoot, 'bench/synthetic_numpy.py');
const call = (count: number): string[] => [script, data, String(start), String(count)];
const theirs = (count: number): number =>
  usage({ name: 'numpy', command: ['/usr/bin/python3', ...call(count)], cwd: folder }).cpu;

Object.assign(process.env, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
ours(drawn);
const shown = execFileSync('node', [papermake, 'show', 'effect', '--json'], { cwd: folder, encoding: 'utf8' });
const [found] = (JSON.parse(shown) as { terms: readonly { estimate: number; stdError: number }[] }).terms;
const peer = JSON.parse(execFileSync('/usr/bin/python3', call(draws), { encoding: 'utf8' })) as {
  effect: number;
  se: number;
};
if (Math.abs(found!.estimate - peer.effect) > 1e-9 * Math.abs(peer.effect))
  throw new Error(`${found!.estimate} is not ${peer.effect}`);
// the error of each is 1/√(2B) of it
if (Math.abs(found!.stdError / peer.se - 1) > 5 / Math.sqrt(draws))
  throw new Error(`error ${found!.stdError} is not ${peer.se}`);

const rows = Array.from({ length: turns }, () => ({
  ours: [ours('errors: none'), ours(drawn)] as const,
  theirs: [theirs(0), theirs(draws)] as const,
}));
rmSync(folder, { recursive: true });
const of = (who: 'ours' | 'theirs', at: 0 | 1): number => 1000 * median(rows.map((row) => row[who][at]));
const [own, peers] = (['ours', 'theirs'] as const).map((who) => of(who, 1) - of(who, 0)) as [number, number];
const ratio = own / peers;
report({
  title: 'Synthetic difference in differences of 46 units over 30 periods with 200 placebo draws; processor time',
  command: 'npx tsx bench/synthetic.ts',
  medians: {
    'papermake, the draws': own,
    'numpy, the draws': peers,
    'papermake, a whole run from nothing': of('ours', 1),
    'numpy, a whole process': of('theirs', 1),
  },
  ratios: [{ text: 'draws take this share of the time', value: ratio, demand: 'at most 1', holds: ratio <= 1 }],
  remarks: [`the effect is the same to 1e-9; load ${loadavg()[0]!.toFixed(1)}`],
});

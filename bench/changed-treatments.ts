/**
 * Effects of changed treatments of 3,000 units over 20 periods with bands by 200 draws (`did` by `dcdh`), through the product's own door, beside those
 * of cohorts and periods on the same data with as many draws (`callaway`). Demanded: at most twice the processor time of the whole process.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { type Contender, median, papermake, report, sized, usage } from './measure.ts';

const units = sized(3000, 120);
const periods = 20;
const rounds = sized(5, 1);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('changed treatments').stream('rows', 0);
const lines = Array.from({ length: units }, (_, id) => {
  const start = 3 + draw.int(28);
  const level = draw.normal();
  return Array.from({ length: periods }, (_, k) => {
    const d = Number(k + 1 >= start);
    return `${id},${k + 1},${d},${(level + k / 10 + d + draw.normal()).toFixed(5)}`;
  });
}).flat();
writeFileSync(path.join(folder, 'd.csv'), `id,t,d,y\n${lines.join('\n')}\n`);

/** Writes the pipeline with a seed of the round, so that both nodes are stale. */
function seeded(seed: number): void {
  const step = (more: string): string =>
    `{kind: did, from: d, outcome: y, treatment: d, ${more}, bands: 200, seed: ${seed}}`;
  const steps = [
    'd: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}',
    `cohorts: ${step('method: callaway, control: notyet, base: universal')}`,
    `changes: ${step('method: dcdh')}`,
  ];
  writeFileSync(path.join(folder, 'pipeline.yaml'), `papermake: 1\nsteps:\n  ${steps.join('\n  ')}\n`);
}
const running = (step: string): Contender => ({
  name: step,
  command: [process.execPath, papermake, 'run', '-q', step],
  cwd: folder,
});
const turns = Array.from({ length: rounds }, (_, round) => {
  seeded(round);
  usage(running('d'));
  return { cohorts: usage(running('cohorts')).cpu * 1000, changes: usage(running('changes')).cpu * 1000 };
});
rmSync(folder, { recursive: true });
const ratio = median(turns.map(({ cohorts, changes }) => changes / cohorts));
report({
  title: 'Effects of changed treatments beside those of cohorts and periods; processor time',
  command: 'npx tsx bench/changed-treatments.ts',
  medians: {
    'callaway, 200 draws': median(turns.map(({ cohorts }) => cohorts)),
    'dcdh, 200 draws': median(turns.map(({ changes }) => changes)),
  },
  ratios: [{ text: 'dcdh takes this many times as long', value: ratio, demand: 'at most 2', holds: ratio <= 2 }],
  remarks: [`load of the machine ${loadavg()[0]!.toFixed(1)}; both count the start of a process`],
});

/**
 * A triple threshold of 5,000 units × 20 periods with 3 × 3,000 replications through the command line, by one worker and by two: the time that a user waits. Demanded: two are at
 * least 1.7 times as fast, and what they print and store is the same. Needs two cores that nothing else uses, which the processor time tells.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { median, papermake, report, usage } from './measure.ts';

const [units, periods, replications, rounds] = [5000, 20, Number(process.argv[2] ?? 3000), 3];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('threshold').stream('workers', 0);
const lines = Array.from({ length: units * periods }, (_, i) => {
  const [q, x, z] = [draw.normal(), draw.normal(), draw.normal()];
  const y = Math.floor(i / periods) / 500 + x * (q > 0.4 ? 0.3 : 0.2) + 0.1 * z + draw.normal();
  return [Math.floor(i / periods), i % periods, q, x, z, y].join(',');
});
writeFileSync(path.join(folder, 'panel.csv'), ['u,t,q,x,z,y', ...lines].join('\n'));
writeFileSync(
  path.join(folder, 'pipeline.yaml'),
  `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: u, time: t}}
  threshold: {kind: threshold, from: panel, fit: y ~ x + z | u, on: q, slope: x, max: 3, use: 1, bootstrap: ${replications}, seed: 1}
  tables: {kind: report, tables: {tests: {from: threshold}}}
`,
);
const clean = (): void => {
  for (const name of ['.papermake', 'out']) rmSync(path.join(folder, name), { recursive: true, force: true });
};
function run(jobs: number) {
  const used = usage({
    name: `-j ${jobs}`,
    command: ['node', papermake, 'run', '-j', String(jobs)],
    cwd: folder,
    prepare: clean,
  });
  return { ...used, printed: readFileSync(path.join(folder, 'out/tables/tests.tex'), 'utf8') };
}

const pairs = Array.from({ length: rounds }, () => [run(1), run(2)] as const);
rmSync(folder, { recursive: true });
if (pairs.some(([one, two]) => one.printed !== two.printed)) throw new Error('-j 1 and -j 2 print different tables');
const [one, two] = [0, 1].map((at) => median(pairs.map((pair) => pair[at as 0 | 1].seconds))) as [number, number];
const [own, both] = [0, 1].map((at) => median(pairs.map((pair) => pair[at as 0 | 1].cpu))) as [number, number];
report({
  title: `Triple threshold of 5,000 × 20 with 3 × ${replications} replications, by one worker and by two`,
  command: ['npx tsx bench/threshold-workers.ts', ...process.argv.slice(2)].join(' '),
  medians: { 'papermake run -j 1': 1000 * one, 'papermake run -j 2': 1000 * two },
  ratios: [
    { text: '-j 2 is so many times as fast', value: one / two, demand: 'at least 1.7', holds: one / two >= 1.7 },
    { text: 'processor time of -j 2 to -j 1', value: both / own },
    { text: 'processors that -j 1 had', value: own / one },
    { text: 'processors that -j 2 had', value: both / two },
  ],
  remarks: [`both print the same; load ${loadavg()[0]!.toFixed(1)}`],
});

/**
 * A multiverse as nodes through the command line, from an empty store, with its table and figure: 1,024 subsets of ten controls × five samples × two
 * outcomes on 5,000 rows (500 units over 10 periods), with effects of units and errors clustered by unit. And the joint test of 500 resamples of
 * 1,024 specifications. Against a loop of R's plm with vcovHC, and one of lm on columns demeaned once with sandwich's vcovCL: R runs a sample of the
 * specifications on all rows, and its time is scaled to as many as papermake estimates. Processor time, in turn. Demanded: plm's loop takes
 * at least 50 times as long as the multiverse, and 100 times as long as the joint test. `npx tsx bench/multiverse.ts [CONTROLS]`
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { judge, projectRoot } from './measure.ts';

const K = Number(process.argv[2] ?? 10);
const [UNITS, PERIODS, DRAWS, SAMPLED] = [500, 10, 500, 12];
const demanded = { many: 50, joint: 100 };
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const random = createRng('multiverse').stream('bench', 0);
const controls = Array.from({ length: K }, (_, i) => `c${i}`);
const lines = [['id', 't', 'y', 'y2', 'x', ...controls].join()];
for (let id = 0; id < UNITS; id++) {
  const own = random.normal();
  for (let t = 0; t < PERIODS; t++) {
    const c = controls.map(() => random.normal() + 0.3 * own);
    const sum = c.reduce((a, b) => a + b, 0);
    const x = random.normal() + 0.2 * sum;
    const y = 0.05 * x + 0.1 * sum + own + random.normal();
    lines.push([id, t, y, y + random.normal(), x, ...c].join());
  }
}
writeFileSync(path.join(folder, 'panel.csv'), lines.join('\n'));

const step = (choices: string, further: string): string => `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: id, time: t}}
  many:
    kind: multiverse
    from: panel
    fit: y ~ x + ${controls.join(' + ')} | id
    vcov: cluster(id)
    of: x
    choices: {controls: subsets${choices}}
${further}`;
const output = `  tables: {kind: report, tables: {many: {from: many, formats: [latex]}}}
  curve: {kind: figure, plot: specification-curve, from: many, term: x, formats: [svg]}
`;
const samples = ', samples: [all, t > 0, t > 1, t < 9, t < 8], outcomes: [y, y2]';

/** Processor seconds of a program, by bash's own clock. */
function timed(command: string): { cpu: number; stdout: string } {
  const script = `TIMEFORMAT='%U %S'; time ${command}`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(stderr);
  const [user, system] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number) as [number, number];
  return { cpu: user + system, stdout };
}

const papermake = `node ${path.join(projectRoot, 'dist/papermake.js')}`;
function ours(pipeline: string): number {
  writeFileSync(path.join(folder, 'pipeline.yaml'), pipeline);
  rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
  return timed(`${papermake} run -q -C ${folder}`).cpu;
}

const subsets = 2 ** K;
const many = ours(step(samples, output));
const masks = Array.from({ length: SAMPLED }, (_, i) => Math.round((i * (subsets - 1)) / (SAMPLED - 1)));
const { stdout } = timed(
  `Rscript ${path.join(projectRoot, 'bench/multiverse.R')} ${folder}/panel.csv ${controls.join()} ${masks.join()}`,
);
const joint = ours(step('', `    test: {draws: ${DRAWS}, seed: 1}\n`));
const [head, ...found] = stdout.trim().split('\n');
const [panel, byHand] = head!.trim().split(/\s+/).map(Number) as [number, number];

// the last pipeline's specifications are numbered by their subsets
let worst = 0;
for (const [i, mask] of masks.entries()) {
  const shown = timed(`${papermake} show many.${mask + 1} --json -C ${folder}`).stdout;
  const { estimate, stdError } = JSON.parse(shown).specification as { estimate: number; stdError: number };
  const [b, se] = found[i]!.trim().split(/\s+/).map(Number) as [number, number];
  worst = Math.max(worst, Math.abs(estimate / b - 1), Math.abs(stdError / se - 1));
}
rmSync(folder, { recursive: true });

const say = (what: string, own: number, count: number, wanted: number): boolean => {
  const [plm, lm] = [(panel * count) / own, (byHand * count) / own];
  console.log(
    `${what}: ${own.toFixed(2)} s; plm ${(panel * count).toFixed(0)} s (${plm.toFixed(0)} times), lm by hand ${(byHand * count).toFixed(0)} s (${lm.toFixed(0)} times); demanded ${wanted}`,
  );
  return plm >= wanted;
};
console.log(
  `R: ${SAMPLED} specifications, scaled; largest relative difference of estimates and errors ${worst.toExponential(1)}`,
);
const reached = [
  say(`${subsets * 10} specifications as nodes, table and figure`, many, subsets * 10, demanded.many),
  say(`joint test, ${DRAWS} resamples of ${subsets}`, joint, subsets * DRAWS, demanded.joint),
];
judge(!reached.includes(false));

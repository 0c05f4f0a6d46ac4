/**
 * Samples by units of a regression with effects of units and years on 20,000 rows, by `kind: bootstrap`. Demanded: 1,000 samples by the product's own door take no more processor time than numpy's
 * loop over the same cross-products, both without what a run of two samples takes; and with a first stage whose residuals the model reads, which are estimated from rows,
 * `-j 2` is 1.6 times as fast as `-j 1`, with the same bytes. Estimates are the same to 1e-9, errors within those of the draws. Told besides: whole processes from nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const [units, periods, draws, turns] = [sized(2000, 60), 10, sized(1000, 100), sized(7, 1)] as const;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('resampling').stream('panel', 0);
const lines = ['id,year,y,x1,x2,x3'];
for (let id = 0; id < units; id++) {
  const own = draw.normal();
  for (let t = 0; t < periods; t++) {
    const [a, b, c] = [0, 1, 2].map(() => draw.normal() + 0.3 * own) as [number, number, number];
    const y = 0.5 * a + 0.2 * b + own + 0.1 * t + draw.normal();
    lines.push([id, 2000 + t, ...[y, a, b, c].map((value) => value.toFixed(6))].join());
  }
}
const data = path.join(folder, 'panel.csv');
writeFileSync(data, lines.join('\n'));

function pipeline(steps: string): void {
  const text = `papermake: 1
steps:
  rows: {kind: ingest, file: panel.csv, panel: {unit: id, time: year}}
${steps}`;
  writeFileSync(path.join(folder, 'pipeline.yaml'), text);
}
const plain = (count: number): void =>
  pipeline(`  main: {kind: models, from: rows, fit: y ~ x1 + x2 + x3 | id + year, vcov: cluster(id)}
  boot: {kind: bootstrap, base: main, draws: ${count}}
`);

const clean = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
const run = (jobs: number) =>
  usage({
    name: 'papermake',
    command: ['node', papermake, 'run', '-q', '-j', String(jobs)],
    cwd: folder,
    prepare: clean,
  });
const show = (): string =>
  execFileSync('node', [papermake, 'show', 'boot', '--json'], { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 });
const ours = (count: number): number => {
  plain(count);
  return run(1).cpu;
};
const script = path.join(projectRoot, 'bench/resampling_numpy.py');
const numpy = (count: number): number =>
  usage({ name: 'numpy', command: ['/usr/bin/python3', script, data, String(count)], cwd: folder }).cpu;

Object.assign(process.env, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
ours(draws);
const found = JSON.parse(show()) as { terms: readonly { term: string; estimate: number; stdError: number }[] };
const peer = JSON.parse(execFileSync('/usr/bin/python3', [script, data, String(draws)], { encoding: 'utf8' })) as {
  b: number[];
  se: number[];
};
for (const [k, { term, estimate, stdError }] of found.terms.entries()) {
  if (Math.abs(estimate - peer.b[k]!) > 1e-9 * Math.max(1, Math.abs(estimate)))
    throw new Error(`${estimate} of ${term} is not ${peer.b[k]}`);
  // the error of each is 1/√(2B) of it
  if (Math.abs(stdError / peer.se[k]! - 1) > 5 / Math.sqrt(draws))
    throw new Error(`error ${stdError} of ${term} is not ${peer.se[k]}`);
}
const rounds = Array.from({ length: turns }, () => ({
  whole: [ours(draws), numpy(draws)] as const,
  few: [ours(2), numpy(2)] as const,
}));
const of = (which: 'whole' | 'few', at: 0 | 1): number => median(rounds.map((round) => round[which][at]));
const [loop, peerLoop] = ([0, 1] as const).map((at) => of('whole', at) - of('few', at)) as [number, number];

pipeline(`  first: {kind: predict, base: stage, columns: {v: residual}}
  stage: {kind: models, from: rows, fit: x1 ~ x2 + x3 | id, vcov: cluster(id)}
  main: {kind: models, from: first, fit: y ~ x1 + x2 + v | id + year, vcov: cluster(id)}
  boot: {kind: bootstrap, base: main, draws: ${draws}}
`);
const seconds = { one: [] as number[], two: [] as number[] };
const bytes = new Set<string>();
for (let turn = 0; turn < Math.min(turns, 3); turn++) {
  for (const [name, jobs] of [
    ['one', 1],
    ['two', 2],
  ] as const) {
    seconds[name].push(run(jobs).seconds);
    // what a run took and where it ran stands beside the results
    const { terms, vcov } = JSON.parse(show()) as Record<string, unknown>;
    bytes.add(JSON.stringify([terms, vcov]));
  }
}
rmSync(folder, { recursive: true });
if (bytes.size > 1) throw new Error('results hang on the number of jobs');
const faster = median(seconds.one) / median(seconds.two);
report({
  title:
    '1,000 samples by units of a two-way regression on 20,000 rows, against a numpy loop over cross-products; processor time',
  command: 'npx tsx bench/resampling.ts',
  medians: {
    'papermake, 1,000 samples': 1000 * loop,
    'numpy, 1,000 samples': 1000 * peerLoop,
    'papermake, a whole run from nothing': 1000 * of('whole', 0),
    'numpy, a whole process': 1000 * of('whole', 1),
  },
  ratios: [
    {
      text: 'samples of papermake take this many times as long',
      value: loop / peerLoop,
      demand: 'at most 1',
      holds: loop <= peerLoop,
    },
    { text: 'a whole run, with the regression and its record', value: of('whole', 0) / of('whole', 1) },
    {
      text: 'samples of two stages with `-j 2` are this many times as fast as with `-j 1`',
      value: faster,
      demand: 'at least 1.6',
      holds: faster >= 1.6,
    },
  ],
  remarks: [
    `estimates are the same to 1e-9, errors within those of the draws; results of \`-j 1\` and \`-j 2\` are the same bytes; load ${loadavg()[0]!.toFixed(1)}`,
  ],
});

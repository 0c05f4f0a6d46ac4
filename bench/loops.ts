/**
 * The plan of 1,000 columns that a loop makes, against that of the same written out: reading, checking and expanding, in processor time.
 * Demanded: at most 1.2 times as long.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canonicalJson } from '../src/base/canonical.ts';
import { expand } from '../src/engine/pipeline/expand.ts';
import { loadSpec } from '../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../src/engine/system/files.ts';
import { builtInKinds } from '../test/support/built-in.ts';
import { median, processorMs, report, sized } from './measure.ts';

const outcomes = Array.from({ length: 40 }, (_, i) => `y${i + 1}`);
const samples = Array.from({ length: 25 }, (_, i) => [`from${1990 + i}`, `year >= ${1990 + i}`] as const);

const pipeline = (columns: string): string => `papermake: 1
sets: {controls: [a, b, c]}
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main:
    kind: models
    from: data
    columns:
${columns}`;

const column = (id: string, outcome: string, sample: string, each = ''): string =>
  `      - {id: "${id}", ${each}fit: "${outcome} ~ x + $controls | unit + year", sample: "${sample}", vcov: cluster(unit), header: "${id}"}\n`;

const map = samples.map(([key, condition]) => `${key}: ${condition}`).join(', ');
const looped = pipeline(column('{y}.{s.key}', '{y}', '{s}', `each: {y: [${outcomes.join(', ')}], s: {${map}}}, `));
const writtenOut = pipeline(
  outcomes.flatMap((y) => samples.map(([key, condition]) => column(`${y}.${key}`, y, condition))).join(''),
);

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-loops-'));
try {
  const names = ['unit', 'year', 'x', 'a', 'b', 'c', ...outcomes];
  writeFileSync(path.join(folder, 'panel.csv'), `${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
  conclude();
} finally {
  rmSync(folder, { recursive: true });
}

function plan(text: string): string {
  const { spec, problems } = loadSpec('pipeline.yaml', text, builtInKinds);
  const planned = expand(spec!, builtInKinds, new ProjectFiles(folder), new Map());
  const all = [...problems, ...planned.problems];
  if (all.length > 0) throw new Error(all[0]!.message);
  return canonicalJson([...planned.graph.nodes.values()].map(({ id, params }) => ({ id, params })));
}

function conclude(): void {
  if (plan(looped) !== plan(writtenOut)) throw new Error('the two plans differ');
  const times = { looped: [] as number[], writtenOut: [] as number[] };
  for (let round = 0; round < sized(21, 1); round++) {
    times.looped.push(processorMs(() => plan(looped)).ms);
    times.writtenOut.push(processorMs(() => plan(writtenOut)).ms);
  }
  const [loop, written] = [median(times.looped), median(times.writtenOut)];
  report({
    title: 'A plan of 1,000 columns by a loop, against the same written out',
    command: 'npx tsx bench/loops.ts',
    medians: { 'by `each`, processor': loop, 'written out, processor': written },
    ratios: [
      {
        text: 'the loop takes this many times as long',
        value: loop / written,
        demand: 'at most 1.2',
        holds: loop <= 1.2 * written,
      },
    ],
  });
}

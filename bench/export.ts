/**
 * Exports of 1,000 columns to R, Python and Stata, against the `status` of the same project, in processor time of whole processes.
 * Demanded: each at most 1.5 times as long.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Contender, median, papermake, report, sized, usage } from './measure.ts';

const UNITS = 30;
const YEARS = 20;
const outcomes = Array.from({ length: sized(40, 4) }, (_, i) => `y${i + 1}`);
const starts = Array.from({ length: sized(25, 3) }, (_, i) => 1990 + i / 2);

const wobble = (i: number, j: number): number => ((i * 7919 + j * 104_729 + i * j * 31) % 1009) / 1009;

function writeProject(folder: string): void {
  const names = ['unit', 'year', 'x', 'a', 'b', 'c', ...outcomes];
  const rows = Array.from({ length: UNITS * YEARS }, (_, row) => [
    `u${Math.floor(row / YEARS)}`,
    1990 + (row % YEARS),
    ...names.slice(2).map((_, column) => wobble(row, column + 1).toFixed(4)),
  ]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'panel.csv'), `${[names, ...rows].map((row) => row.join(',')).join('\n')}\n`);
  const samples = starts.map((start, i) => `s${i}: year >= ${start}`).join(', ');
  writeFileSync(
    path.join(folder, 'pipeline.yaml'),
    `papermake: 1
sets: {controls: [a, b, c]}
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main:
    kind: models
    from: data
    columns:
      - id: "{y}.{s.key}"
        each: {y: [${outcomes.join(', ')}], s: {${samples}}}
        fit: "{y} ~ x + $controls | unit + year"
        sample: "{s}"
        vcov: cluster(unit)
`,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-export-'));
const project = path.join(folder, 'project');
const exporting = (language: string): Contender => ({
  name: `papermake export --to ${language}`,
  command: ['node', papermake, 'export', '--to', language, '--out', path.join(folder, language)],
  cwd: project,
  prepare: () => rmSync(path.join(folder, language), { recursive: true, force: true }),
});
const status: Contender = { name: 'papermake status', command: ['node', papermake, 'status'], cwd: project };

try {
  writeProject(project);
  usage({ name: 'run', command: ['node', papermake, 'run', '-q'], cwd: project });
  conclude([status, exporting('r'), exporting('python'), exporting('stata')]);
} finally {
  rmSync(folder, { recursive: true });
}

/** Milliseconds of processor time by name, of alternated runs; the first does not count. */
function conclude(contenders: readonly Contender[]): void {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = sized(-1, 0); round < sized(9, 1); round++)
    for (const contender of contenders) {
      const { cpu } = usage(contender);
      if (round >= 0) times.get(contender.name)!.push(cpu * 1000);
    }
  const medians = Object.fromEntries([...times].map(([name, all]) => [`${name}, processor`, median(all)]));
  const least = median(times.get(status.name)!);
  report({
    title: 'An export of 1,000 columns, against their status',
    command: 'npx tsx bench/export.ts',
    medians,
    ratios: contenders.slice(1).map(({ name }) => {
      const ratio = median(times.get(name)!) / least;
      return {
        text: `${name} takes this many times as long`,
        value: ratio,
        demand: 'at most 1.5',
        holds: ratio <= 1.5,
      };
    }),
  });
}

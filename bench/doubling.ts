/**
 * Runs with twice the data, where a plain loop over all pairs would take four times as long, are compared with one: Dagum's decomposition by year, and Conley's errors at
 * one density of places. Processor time of `papermake run` from an empty store, in turn. Demanded: at most 2.3 times, and at most 2.5 times.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { judge, keep, median, papermake, sized, usage } from './measure.ts';

const units = sized(32_000, 500);
const years = 5;
const rounds = sized(Number(process.argv[2] ?? 5), 1);

const works = [
  {
    says: '`inequality`, dagum of 4 groups by year',
    step: 'm: {kind: inequality, from: data, variable: y, group: g, by: year, measures: [dagum]}',
    most: 2.3,
  },
  {
    says: '`conley(lat, lon, 100)`, some 100 neighbours each',
    step: 'm: {kind: models, from: data, fit: y ~ x, vcov: "conley(lat, lon, 100)"}',
    most: 2.5,
  },
] as const;

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));

/** Places fill a band of the Earth around the equator, whose length grows with their number. */
function writeData(count: number): void {
  const draw = createRng('doubling').stream('bench', count);
  const width = (120 * count) / (2 * units);
  const lines = Array.from({ length: count }, (_, unit) => {
    const [lat, lon] = [15 * draw.uniform(), width * draw.uniform()];
    return Array.from({ length: years }, (_, year) => {
      const x = draw.normal();
      return [unit, 2000 + year, `g${unit % 4}`, lat, lon, x, Math.exp(2 + x + draw.normal())].join(',');
    });
  });
  writeFileSync(path.join(folder, `${count}.csv`), `unit,year,g,lat,lon,x,y\n${lines.flat().join('\n')}\n`);
}

function cpu(name: string, step: string, count: number): number {
  const prepare = (): void => {
    rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
    const data = `data: {kind: ingest, file: ${count}.csv, panel: {unit: unit, time: year}}`;
    writeFileSync(path.join(folder, 'pipeline.yaml'), `papermake: 1\nsteps:\n  ${data}\n  ${step}\n`);
  };
  return usage({ name, command: [process.execPath, papermake, 'run', '-q'], cwd: folder, prepare }).cpu;
}

try {
  for (const count of [units, 2 * units]) writeData(count);
  const lines = works.map(({ says, step, most }) => {
    const turns = Array.from({ length: rounds }, () => [cpu(says, step, units), cpu(says, step, 2 * units)] as const);
    const [one, two] = [median(turns.map(([a]) => a)), median(turns.map(([, b]) => b))];
    return { says, one, two, most, holds: two <= most * one };
  });
  const title = 'Twice the data, where pairs are many';
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/doubling.ts\` on Node ${process.version}`,
    '',
    `| work | ${units} units × ${years}, processor s | ${2 * units} | ratio | demanded, at most |`,
    '|---|---|---|---|---|',
    ...lines.map(({ says, one, two, most, holds }) => {
      const cells = [
        says,
        one.toFixed(2),
        two.toFixed(2),
        (two / one).toFixed(2),
        holds ? most : `${most}; NOT REACHED`,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ]);
  judge(lines.every(({ holds }) => holds));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

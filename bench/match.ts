/**
 * Matching by the propensity score through `papermake run` from an empty store, with the effect and the balance: the nearest with and without a caliper, a
 * kernel, and without replacement, against base R (`glm`, `findInterval` or a loop, the same effect and balance). Processor time of whole processes, in turn.
 * Demanded: at most twice R's; twice the rows at most 2.5 times as long.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { type Contender, judge, keep, median, papermake, projectRoot, sized, usage } from './measure.ts';

const ways = [
  { way: 'caliper', says: 'nearest, caliper: 0.05', keys: 'caliper: 0.05', rows: sized(20_000, 1000) },
  { way: 'nearest', says: 'nearest, no caliper', keys: 'k: 1', rows: sized(20_000, 1000) },
  { way: 'kernel', says: 'kernel', keys: 'method: kernel', rows: sized(20_000, 1000) },
  { way: 'replace', says: 'nearest, replace: false', keys: 'replace: false', rows: sized(10_000, 1000) },
] as const;
const rounds = sized(Number(process.argv[2] ?? 5), 1);
const [toR, growth] = [2, 2.5];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));

function writeData(rows: number): void {
  const draw = createRng('match').stream('bench', rows);
  const lines = Array.from({ length: rows }, () => {
    const [x, z] = [draw.normal(), draw.normal()];
    const d = 0.7 * x + 0.4 * z + draw.normal() > 1 ? 1 : 0;
    return [d, x, z, 2 * d + x - z + draw.normal()].join(',');
  });
  writeFileSync(path.join(folder, `${rows}.csv`), `d,x,z,y\n${lines.join('\n')}\n`);
}

function ours(keys: string, rows: number): Contender {
  const prepare = (): void => {
    rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
    const steps = `  data: {kind: ingest, file: ${rows}.csv}\n  m: {kind: match, from: data, treatment: d, on: [x, z], outcomes: [y], ${keys}}\n`;
    const table = '  tables: {kind: report, formats: [markdown], tables: {t: {from: m}}}\n';
    writeFileSync(path.join(folder, 'pipeline.yaml'), `papermake: 1\nsteps:\n${steps}${table}`);
  };
  return { name: `papermake, ${keys}`, command: [process.execPath, papermake, 'run', '-q'], cwd: folder, prepare };
}

const inR = (way: string, rows: number): Contender => ({
  name: `R, ${way}`,
  command: ['Rscript', path.join(projectRoot, 'bench/match.R'), `${rows}.csv`, way],
  cwd: folder,
});

const cpu = (one: Contender): number => usage(one).cpu;

try {
  for (const rows of new Set(ways.flatMap(({ rows }) => [rows, 2 * rows]))) writeData(rows);
  const lines = ways.map(({ way, says, keys, rows }) => {
    const turns = Array.from(
      { length: rounds },
      () => [cpu(ours(keys, rows)), cpu(inR(way, rows)), cpu(ours(keys, 2 * rows))] as const,
    );
    const [own, peer, twice] = [0, 1, 2].map((k) => median(turns.map((turn) => turn[k]!))) as [number, number, number];
    return { says, rows, own, peer, twice, holds: own <= toR * peer && twice <= growth * own };
  });
  const holds = lines.every((line) => line.holds);
  const seconds = (value: number): string => value.toFixed(2);
  const title = 'Matching by the propensity score, against base R';
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/match.ts\` on Node ${process.version}`,
    '',
    '| method | rows | papermake, processor s | R | papermake to R | twice the rows | to these |',
    '|---|---|---|---|---|---|---|',
    ...lines.map(({ says, rows, own, peer, twice }) => {
      const cells = [
        says,
        rows,
        seconds(own),
        seconds(peer),
        seconds(own / peer),
        seconds(twice),
        seconds(twice / own),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
    `- papermake takes at most ${toR} times as long as R, and with twice the rows at most ${growth} times as long: **${holds ? 'yes' : 'NOT REACHED'}**`,
    '',
  ]);
  judge(holds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

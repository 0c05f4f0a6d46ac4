/**
 * A discontinuity of 1,000,000 rows with chosen bandwidths and neighbours, through the product's own door, beside reading the file: processor time of whole
 * processes. Demanded: at most twice that of reading.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { type Contender, median, papermake, report, sized, usage } from './measure.ts';

const rows = sized(1_000_000, 20_000);
const rounds = sized(5, 1);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('discontinuity').stream('rows', 0);
const lines = Array.from({ length: rows }, () => {
  const x = draw.normal();
  return `${x.toFixed(6)},${(1 + x / 2 + 0.3 * Number(x >= 0) + draw.normal()).toFixed(6)}`;
});
writeFileSync(path.join(folder, 'd.csv'), `x,y\n${lines.join('\n')}\n`);
writeFileSync(
  path.join(folder, 'pipeline.yaml'),
  'papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  jump: {kind: rd, from: d, outcome: y, running: x}\n',
);
const emptied = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
const contender = (name: string, step: string, prepare?: () => void): Contender => ({
  name,
  command: [process.execPath, papermake, 'run', '-q', step],
  cwd: folder,
  ...(prepare && { prepare }),
});
const turns = Array.from({ length: rounds }, () => ({
  read: usage(contender('read', 'd', emptied)).cpu * 1000,
  jump: usage(contender('jump', 'jump')).cpu * 1000,
}));
rmSync(folder, { recursive: true });
const [read, jump] = [median(turns.map((turn) => turn.read)), median(turns.map((turn) => turn.jump))];
const ratio = median(turns.map((turn) => turn.jump / turn.read));
report({
  title: 'A discontinuity of 1,000,000 rows beside reading them; processor time',
  command: 'npx tsx bench/discontinuity.ts',
  medians: { 'reading the file': read, 'the discontinuity': jump },
  ratios: [
    { text: 'the discontinuity takes this many times as long', value: ratio, demand: 'at most 2', holds: ratio <= 2 },
  ],
  remarks: [`load of the machine ${loadavg()[0]!.toFixed(1)}; both count the start of a process`],
});

/**
 * Kills between an estimate and its line in the ledger: whatever result a killed run leaves to be read is on record, and the next run makes the chain whole.
 * @module-tag slow
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readChains } from '../../src/engine/ledger/chain.ts';
import { Project } from '../cli/harness.ts';
import { ROWS } from '../cli/paper.ts';
import { copyOf, runFaulty, share } from './harness.ts';
import { boundariesIn, type Fault, faultsAt } from './strike.ts';

const FITS = ['y ~ x | unit', 'y ~ x + z | unit', 'y ~ x + w | unit'];
const pipeline = `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main: {kind: models, from: panel, columns: [${FITS.map((fit) => `{fit: ${fit}}`).join(', ')}]}
  many: {kind: multiverse, base: main.3, of: x, choices: {controls: all, effects: [unit, false]}}
  tables: {kind: report, tables: {main: {from: main}, many: {from: many}}}
`;

let project: Project;
let state: string;
const before = process.env.XDG_STATE_HOME;

beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'papermake state '));
  process.env.XDG_STATE_HOME = state;
  project = new Project({
    'pipeline.yaml': pipeline,
    'panel.csv': ['unit,year,region,y,x,z,w', ...ROWS, ''].join('\n'),
  });
});
afterAll(() => {
  process.env.XDG_STATE_HOME = before;
  rmSync(state, { recursive: true });
  project.dispose();
});

/** Nodes on record, by the names that the ledger has for them. */
const recorded = ({ root }: Project): (string | null)[] =>
  readChains(root).flatMap(({ lines }) => lines.map(({ node }) => node));

/** Estimates that can be read: those in the store, and those that a table shows. */
async function readable(killed: Project): Promise<string[]> {
  const { stdout } = await killed.run('status', '--json');
  const rows = JSON.parse(stdout) as { node: string; decision: string }[];
  const fits = rows.filter(
    ({ node, decision }) => /^(main|many)\./.test(node) && decision !== 'stale' && decision !== 'pending',
  );
  return [...new Set(fits.map(({ node }) => (node.startsWith('many.') ? 'many' : node)))];
}

it('leaves nothing to be read that is not on record', async () => {
  const scene = { from: project, args: ['run', '-j', '1'], outputs: {} };
  const boundaries = await boundariesIn(scene);
  const faults: Fault[] = [
    ...faultsAt('kill', boundaries, Math.min(boundaries.length, share(0.6))),
    ...faultsAt('tear', boundaries, Math.min(boundaries.length, share(0.4))),
  ];
  let unread = 0;
  for (const { name, fault } of faults) {
    const killed = copyOf(project);
    try {
      await runFaulty(killed, { fault: fault! });
      const [read, on] = [await readable(killed), recorded(killed)];
      if (read.length < on.length) unread += 1;
      expect([name, read.filter((node) => !on.includes(node))]).toEqual([name, []]);
      await killed.make();
      expect([name, readChains(killed.root).flatMap(({ broken }) => broken)]).toEqual([name, []]);
      expect([name, recorded(killed).sort()]).toEqual([name, ['main.1', 'main.2', 'main.3', 'many']]);
      expect([name, readdirSync(killed.path('ledger')).length]).toEqual([name, 1]);
    } finally {
      killed.dispose();
    }
  }
  // The record comes first: some run is killed between the two.
  if (faults.length > 40) expect(unread).toBeGreaterThan(0);
}, 600_000);

/**
 * Kills between an estimate and its line in the ledger: whatever result a killed run leaves to be read is on record, and the next run makes the chain whole.
 * @module-tag slow
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { readChains } from '../../src/engine/ledger/chain.ts';
import { Project } from '../cli/harness.ts';
import { ROWS } from '../cli/paper.ts';
import { copyOf, NIGHTLY, runFaulty, share } from './harness.ts';
import { boundariesIn, faultsAt } from './strike.ts';

const FITS = ['y ~ x | unit', 'y ~ x + z | unit', 'y ~ x + w | unit'];
const pipeline = `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main: {kind: models, from: panel, columns: [${FITS.map((fit) => `{fit: ${fit}}`).join(', ')}]}
  many: {kind: multiverse, base: main.3, of: x, choices: {controls: subsets}}
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

const copies: Project[] = [];
afterEach(() => copies.splice(0).forEach((copy) => void copy.dispose()));

async function struck(fault: string): Promise<Project> {
  const killed = copyOf(project);
  copies.push(killed);
  await runFaulty(killed, { fault });
  return killed;
}

/** The first boundary before which the ledger has a line. */
async function firstRecorded(count: number): Promise<number> {
  let [low, high] = [1, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (recorded(await struck(`kill:${middle}`)).length > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

it('leaves nothing to be read that is not on record', async () => {
  const boundaries = await boundariesIn({ from: project, args: ['run', '-j', '1'], outputs: {} });
  const first = await firstRecorded(boundaries.length);
  expect(first).toBeLessThan(boundaries.length);
  // The line itself, the log of traces behind it, and what is written then.
  const around = [-2, -1, 0, 1, 2, 3].map((by) => first + by);
  const faults = [
    ...around.flatMap((at) => [`kill:${at}`, ...(boundaries[at - 1] === 'write' ? [`tear:${at}`] : [])]),
    ...['kill', 'tear']
      .flatMap((sort) => faultsAt(sort as 'kill', boundaries, NIGHTLY ? share(0.2) : 0))
      .map(({ fault }) => fault!),
  ];
  for (const fault of faults) {
    const killed = await struck(fault);
    const [read, on] = [await readable(killed), recorded(killed)];
    expect([fault, read.filter((node) => !on.includes(node))]).toEqual([fault, []]);
    await killed.make();
    expect([fault, readChains(killed.root).flatMap(({ broken }) => broken)]).toEqual([fault, []]);
    expect([fault, recorded(killed).sort()]).toEqual([fault, ['main.1', 'main.2', 'main.3', 'many']]);
    // Between the first line of a chain and the account's note of it, a kill costs a chain more.
    expect(readdirSync(killed.path('ledger')).length).toBeLessThanOrEqual(2);
  }
}, 600_000);

/**
 * Kills and torn writes while a plan is registered: the next `register` finds one lock at most, and leaves every document whole.
 * @module-tag slow
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readChains } from '../../src/engine/ledger/chain.ts';
import { Project } from '../cli/harness.ts';
import { DATA } from '../cli/paper.ts';
import { boundariesOf, copyOf, runFaulty } from './harness.ts';

const pipeline = `papermake: 1
withhold: [y]
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main: {kind: models, from: panel, columns: [{fit: y ~ x}]}
`;
const EXTENSIONS = ['md', 'tex', 'html', 'docx'];

let project: Project;
let state: string;
const before = process.env.XDG_STATE_HOME;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'papermake state '));
  process.env.XDG_STATE_HOME = state;
  project = new Project({ 'pipeline.yaml': pipeline, 'panel.csv': DATA });
  await project.run();
});
afterAll(() => {
  process.env.XDG_STATE_HOME = before;
  rmSync(state, { recursive: true });
  project.dispose();
});

const locks = ({ root }: Project) => readChains(root).flatMap(({ lines }) => lines.filter(({ plan }) => plan));

it('leaves a lock and its documents, wherever an earlier registration was killed', async () => {
  const whole = copyOf(project);
  const boundaries = await boundariesOf(whole, ['register']);
  whole.dispose();
  expect(boundaries.length).toBeGreaterThan(2 * EXTENSIONS.length);
  const faults = boundaries.flatMap((operation, i) => [
    `kill:${i + 1}`,
    ...(operation === 'write' ? [`tear:${i + 1}`] : []),
  ]);
  let locked = 0;
  for (const fault of faults) {
    const killed = copyOf(project);
    await runFaulty(killed, { fault, args: ['register'] });
    const isLocked = locks(killed).length > 0;
    if (isLocked) locked += 1;
    expect([fault, (await killed.run('register')).code]).toEqual([fault, 0]);
    const [lock, ...others] = locks(killed);
    expect([fault, others]).toEqual([fault, []]);
    const lacking = EXTENSIONS.filter((each) => killed.read(`registration/plan.${each}`).length === 0);
    expect([fault, lacking]).toEqual([fault, []]);
    for (const each of ['md', 'tex', 'html']) expect(killed.read(`registration/plan.${each}`)).toContain(lock!.digest);
    // Notes of the run before would keep nodes waiting.
    if (isLocked) expect([fault, (await killed.run()).code]).toEqual([fault, 0]);
    killed.dispose();
  }
  // Some of them struck behind the lock.
  expect(locked).toBeGreaterThan(0);
}, 600_000);

/** Edits of a pipeline one behind another are written beside the plan that the first run left, until much of it is another. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PLAN } from '../../../../src/engine/resume/ids-left.ts';
import { STORE } from '../../../../src/engine/system/files.ts';
import { ToyProject } from '../../../support/toy.ts';

let project: ToyProject;
beforeEach(() => {
  project = new ToyProject();
  project.write('data/x.txt', 'u 1\nv 2\nw 3\n');
});
afterEach(() => project.dispose());

const HEAD = 'papermake: 1\nsteps:\n  data: {kind: table, file: data/x.txt}\n';
const sum = (name: string, of = '[u]', add = 0): string =>
  `  ${name}: {kind: sum, from: data, columns: ${of}, add: ${add}}\n`;
const print = (...of: string[]): string => `  p: {kind: print, of: [${of.join(', ')}]}\n`;
const many = Array.from({ length: 30 }, (_, i) => sum(`s${i}`, '[u, v]', i));
const planFile = (): number => statSync(join(project.root, STORE, PLAN)).ino;

/** Runs the steps, from what the last run left; returns what ran. */
async function ran(...steps: readonly string[]): Promise<readonly string[]> {
  project.write('pipeline.yaml', HEAD + steps.join(''));
  const session = await project.open();
  expect(session.resumed).toBeDefined();
  const run = await project.runOpened(session);
  expect((await project.open()).resumed).toBeDefined();
  expect((await project.run()).ran).toEqual([]);
  return run.ran;
}

it('finds every node where the last of several edits left it', async () => {
  project.write('pipeline.yaml', HEAD + [...many, print('s1', 's2')].join(''));
  await project.run();
  const before = planFile();
  expect(await ran(...many.with(1, sum('s1', '[w]')), print('s1', 's2'))).toEqual(['p', 's1']);
  expect(await ran(...many.with(1, sum('s1', '[w]')).with(4, sum('s4', '[v]', 50)), print('s1', 's2'))).toEqual(['s4']);
  const added = [sum('first', '[v]', 70), ...many.with(1, sum('s1', '[w]')), print('first', 's1')];
  expect(await ran(...added)).toEqual(['first', 'p']);
  expect(await ran(...added.toSpliced(10, 2))).toEqual([]);
  expect(await ran(...added)).toEqual([]);
  expect(await ran(...added.toSpliced(3, 0, '  # a comment\n'))).toEqual([]);
  project.write('data/x.txt', 'u 1\nv 2\nw 4\n');
  expect(await ran(...added)).toEqual(['data', 'p', 's1']);
  expect(planFile()).toBe(before);
  expect(project.results()).toEqual({ 'out/p.txt': expect.stringContaining('s1 4\n') });
  // Steps that are gone take what they wrote with them.
  expect(await ran(...many)).toEqual([]);
  expect(project.results()).toEqual({});
});

it('is written anew where much of it is another', async () => {
  project.write('pipeline.yaml', HEAD + many.join(''));
  await project.run();
  const before = planFile();
  const others = many.map((_, i) => sum(`s${i}`, '[u, v]', 100 + i));
  expect(await ran(...others)).toHaveLength(30);
  expect(planFile()).not.toBe(before);
  expect(await ran(...many)).toEqual([]);
});

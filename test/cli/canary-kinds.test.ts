/**
 * Canaries in the units of a panel, on which a step of every kind runs: whatever runs well tells of none either, as text or as JSON.
 * @module-tag slow
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DATA, HEAD, kindsWithoutStep, STEPS } from '../fuzz/projects.ts';
import { Project } from './harness.ts';

const CANARY = /ZQSEC/;

let project: Project;
beforeAll(() => {
  const steps = Object.entries(STEPS).map(([name, text]) => `  ${name}: ${text}`);
  const head = HEAD.replace('variables:', 'variables:\n  unit: {confidential: true}');
  const data = Object.entries(DATA).map(([path, text]) => [path, text.replace(/^u(\d+),/gm, 'ZQSECRET$1,')]);
  project = new Project({ ...Object.fromEntries(data), 'pipeline.yaml': `${head}steps:\n${steps.join('\n')}\n` });
});
afterAll(() => project.dispose());

const ALL = [
  ['run'],
  ['status', '--json'],
  ['check', '--json'],
  ['diff'],
  ['verify'],
  ['fsck'],
  ['graph'],
  ['trials'],
  ['report', 'plain.html'],
  ['report', 'data.html', '--data'],
];

it('steps of every kind tell of no canary', async () => {
  expect(kindsWithoutStep()).toEqual([]);
  const told: string[] = [];
  const shown = Object.keys(STEPS).flatMap((name) => [
    ['why', name],
    ['show', name],
    ['show', name, '--json'],
  ]);
  for (const args of [...ALL, ...shown]) {
    const { stdout, stderr } = await project.run(...args);
    const text = stdout + stderr + (args[0] === 'report' ? project.read(args[1]!) : '');
    if (args[0] === 'run') expect(text).toMatch(/^ran +copied|^restored copied/m);
    const { index } = CANARY.exec(text) ?? {};
    if (index !== undefined) told.push(`${args.join(' ')}: ${text.slice(Math.max(0, index - 100), index + 40)}`);
  }
  expect(told).toEqual([]);
});

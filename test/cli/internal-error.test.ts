/** An internal error of the built papermake names the file and line of its source, whichever thread it comes from. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, Project } from './harness.ts';

const root = resolve(BINARY, '../..');

let project: Project;
beforeEach(() => {
  project = new Project({
    'd.csv': 'y,x\n1,2\n3,5\n4,4\n7,1\n8,8\n',
    'pipeline.yaml':
      'papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  m: {kind: models, from: d, fit: y ~ x}\n',
    // Stands for a fault: what papermake calls of Node's throws.
    'os.cjs': "require('node:os').availableParallelism = () => { throw new TypeError('planted'); };\n",
    'fit.cjs': "Math.sqrt = () => { throw new TypeError('planted'); };\n",
  });
});
afterEach(() => project.dispose());

function failed(plant: string, ...args: string[]): string {
  const { status, stderr } = spawnSync(process.execPath, ['--require', project.path(plant), BINARY, ...args], {
    cwd: project.root,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  return stderr;
}

/** The frames of a stack, as `FILE:LINE` of sources. */
const frames = (told: string): string[] =>
  [...told.matchAll(/^ +at ((?:src|steps)\/\S+:\d+)$/gm)].map(([, place]) => place!);

function lineAt(place: string): string {
  const [, file, line] = /^(.*):(\d+)$/.exec(place)!;
  return readFileSync(resolve(root, file!), 'utf8').split('\n')[Number(line) - 1]!;
}

describe('an internal error', () => {
  it('of a command is told at its line, and with --trace at every line that led there', () => {
    const told = failed('os.cjs', 'run');
    expect(told).toMatch(/^Internal error: TypeError: planted\n/);
    expect(frames(told)).toHaveLength(1);
    expect(lineAt(frames(told)[0]!)).toContain('availableParallelism()');
    expect(told).toMatch(/^ +… and \d+ more, which --trace shows$/m);
    const whole = frames(failed('os.cjs', 'run', '--trace'));
    expect(whole.length).toBeGreaterThan(1);
    expect(whole.at(-1)).toMatch(/^src\/app\/cli\.ts:/);
  });

  it.each(['1', '2'])('of a node is told at its line, in this thread or in a worker: -j %s', (jobs) => {
    const told = failed('fit.cjs', 'run', '-j', jobs);
    expect(told).toContain('Internal error: kind `models` threw in `m`:');
    expect(frames(told)).toHaveLength(1);
    expect(frames(told)[0]).toMatch(/^src\/econ\//);
    expect(lineAt(frames(told)[0]!)).toContain('Math.sqrt(');
  });
});

/** papermake as it is installed: without compiled code, which the first run of a project keeps beside it. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePapermakeProject } from '../../bench/graph-project.ts';
import * as stepApi from '../../src/app/kinds/step-api.ts';
import { BINARY } from './harness.ts';

let folder: string;
const built = path.dirname(BINARY);
const dist = (): string => path.join(folder, 'dist');
const caches = (): string[] => readdirSync(dist()).filter((name) => name.includes('.cache'));

function papermake(...args: string[]): string {
  const command = [path.join(dist(), 'papermake.js'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}exit ${status}`;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'papermake installed '));
  cpSync(built, dist(), { recursive: true, filter: (file) => !file.endsWith('.cache') });
  writeFileSync(path.join(folder, 'package.json'), readFileSync(path.join(built, '../package.json')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('compiled code', () => {
  it('is kept by the first run that succeeds, and what is damaged is not used', () => {
    expect(papermake('init', 'paper')).toMatch(/exit 0$/);
    const pipeline = path.join(folder, 'paper/pipeline.yaml');
    const text = readFileSync(pipeline, 'utf8');
    writeFileSync(pipeline, `${text}?`);
    expect(papermake('-C', 'paper')).toMatch(/exit 2$/);
    expect(caches()).toEqual([]);
    writeFileSync(pipeline, text);
    expect(papermake('-C', 'paper')).toMatch(/exit 0$/);
    expect(
      caches()
        .map((name) => name.split('-')[0])
        .sort(),
    ).toEqual([
      'bundle',
      'estimation',
      'formulas',
      'handlebars',
      'kinds',
      'planning',
      'reading',
      'rooms',
      'running',
      'writing',
    ]);
    const status = papermake('status', '-C', 'paper');
    for (const name of caches()) {
      const bytes = readFileSync(path.join(dist(), name));
      writeFileSync(path.join(dist(), name), bytes.fill(0x55, 5_000, 50_000));
    }
    expect(papermake('status', '-C', 'paper')).toBe(status);
  });
});

it('loads what a changed node of an own kind needs, and neither estimators nor tables', () => {
  const project = path.join(folder, 'graph');
  const coverage = path.join(folder, 'coverage');
  const run = (env: NodeJS.ProcessEnv) => spawnSync(process.execPath, [BINARY, '-C', project], { env }).status;
  writePapermakeProject(project, 20);
  expect(run(process.env)).toBe(0);
  writeFileSync(path.join(project, 'in/0.txt'), 'value changed\n');
  expect(run({ ...process.env, NODE_V8_COVERAGE: coverage })).toBe(0);
  const loaded = readdirSync(coverage).map((name) => {
    const text = readFileSync(path.join(coverage, name), 'utf8');
    return [...new Set([...text.matchAll(/\b(\w+)-[0-9a-f]{16}\.cjs/g)].map(([, script]) => script!))].sort().join(' ');
  });
  // a worker has no more than the first script; a slow machine may start more than one
  expect([...new Set(loaded)].sort()).toEqual(['bundle', 'bundle running']);
});

it('holds nothing that makes its own system calls fail', () => {
  const armed = readdirSync(dist()).filter(
    (name) => /js$/.test(name) && readFileSync(path.join(dist(), name), 'latin1').includes('PAPERMAKE_FAULT'),
  );
  expect(armed).toEqual([]);
});

describe('papermake/step', () => {
  it('offers what its declarations say, from the bundle that the command line is', async () => {
    const offered = await import(path.join(built, 'step.mjs'));
    const { bundle } = await import(path.join(built, 'load.js'));
    expect(Object.keys(offered).sort()).toEqual(Object.keys(stepApi).sort());
    expect(offered.Refusal).toBe(bundle.stepApi.Refusal);
  });
});

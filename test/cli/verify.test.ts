/** `verify` makes results again and compares bytes, without writing anything. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/canonical.ts';
import type { Project } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

/** Puts another text of the same length into the log, and makes the record's checksum right again. */
function forge(from: string, to: string): void {
  const path = project.path('.papermake/traces-v1.log');
  const log = readFileSync(path);
  const at = log.indexOf(from);
  if (at === -1 || from.length !== to.length) throw new Error(`cannot forge \`${from}\``);
  log.write(to, at);
  let offset = 'papermake traces v1\n'.length;
  while (offset < log.length) {
    const length = log.readUInt32LE(offset);
    const payload = log.subarray(offset + 36, offset + 36 + length);
    Buffer.from(sha256(payload), 'hex').copy(log, offset + 4);
    offset += 36 + length;
  }
  writeFileSync(path, log);
}

it('finds everything the same, and leaves the store and out/ alone', async () => {
  await project.make();
  const before = [project.tree('.papermake'), project.tree('out')];
  const { code, stdout } = await project.run('verify');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'papermake: verified 12 nodes: 12 the same\n' });
  expect([project.tree('.papermake'), project.tree('out')]).toEqual(before);
});

it('names the node, the part and the value that cannot be had again, and hides no other', async () => {
  // A kind that counts on the clock.
  project.edit(
    'steps/double.ts',
    'value: twice(terms[0]!.estimate)',
    'value: twice(terms[0]!.estimate), at: [Date.now()]',
  );
  await project.make();
  const { code, stdout } = await project.run('verify');
  expect(code).toBe(4);
  expect(stdout).toMatch(/^differs {3}doubled\n {2}at, \[0\]: recorded \d+, now \d+\n/);
  expect(stdout).toContain('verified 12 nodes: 11 the same, 1 different; the first that differs is doubled\n');
  const told = JSON.parse((await project.run('verify', '--json', 'doubled')).stdout);
  expect(told.different[0].node).toBe('doubled');
  expect(told.different[0].parts[0]).toMatchObject({ part: 'at', at: '[0]' });
});

it('names the file that was changed by hand, with its line', async () => {
  await project.make();
  const [first, ...rest] = project.read('out/tables/main.md').split('\n');
  project.write('out/tables/main.md', [`${first}!`, ...rest].join('\n'));
  project.remove('out/tables/main.csv');
  const { code, stdout } = await project.run('verify', 'tables.main');
  expect(code).toBe(4);
  expect(stdout).toContain('output    out/tables/main.md is not what was written: line 1: recorded ');
  expect(stdout).toContain('output    out/tables/main.csv is missing\n');
});

it('is not taken in by a record that was forged with its checksums', async () => {
  await project.make();
  const kept = JSON.parse((await project.run('show', '--json', 'doubled')).stdout).value as number;
  const digits = String(kept);
  const other = `${digits.startsWith('9') ? '8' : '9'}${digits.slice(1)}`;
  forge(digits, other);
  forge(sha256(digits), sha256(other));
  const { code, stdout } = await project.run('verify', 'doubled');
  expect(code).toBe(4);
  expect(stdout).toContain(`  value: recorded ${Number(other)}, now ${digits}\n`);
});

describe('what cannot be verified', () => {
  it('is told, with exit code 1', async () => {
    const empty = await project.run('verify');
    expect(empty.code).toBe(1);
    expect(empty.stdout).toContain('not fresh panel: stale: it must run\n');
    await project.make();
    project.edit('pipeline.yaml', 'fit: y ~ x + $controls', 'fit: y ~ x + w');
    const { code, stdout } = await project.run('verify');
    expect(code).toBe(1);
    expect(stdout).toBe(
      'not fresh baseline.long: stale: it must run\nnot fresh tables.main: pending: it waits for baseline.long\npapermake: verified 12 nodes: 10 the same, 2 not fresh\n',
    );
  });

  it('is a call that makes no sense: exit code 2', async () => {
    expect((await project.run('verify', 'panle')).stderr).toContain('did you mean `panel`?');
    for (const sample of ['0', '101%', 'x']) expect((await project.run('verify', '--sample', sample)).code).toBe(2);
  });
});

it('takes a sample that the seed decides', async () => {
  await project.make();
  const taken = async (...args: string[]): Promise<string[]> =>
    JSON.parse((await project.run('verify', '--json', '--sample', ...args)).stdout).same;
  const five = await taken('5');
  expect(five).toHaveLength(5);
  expect(await taken('5')).toEqual(five);
  expect(await taken('5', '--seed', 'another')).not.toEqual(five);
  expect(await taken('50%', '-j', '1')).toHaveLength(6);
});

/** What runs on Windows' Node under wine: whatever is not in the list is left out with a reason, and nothing is named that is not there. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { differences } from '../../../scripts/windows/checkout.ts';
import { CRASHES, included, LEFT_OUT, PACKAGES, PROJECTS, TESTS, testFiles } from '../../../scripts/windows/parts.ts';

const root = path.resolve(import.meta.dirname, '../../..');

describe('the list of what runs under wine', () => {
  it('names what is there, and gives a reason for what is left out', () => {
    expect(PACKAGES.length).toBeGreaterThan(0);
    for (const place of [...PACKAGES, ...PROJECTS, ...TESTS, ...CRASHES, ...Object.keys(LEFT_OUT)])
      expect(existsSync(path.join(root, place)), place).toBe(true);
    for (const reason of Object.values(LEFT_OUT)) expect(reason).toMatch(/\w+ \w+/);
  });

  it('has every example and every file of tests, or a reason', () => {
    const examples = readdirSync(path.join(root, 'examples')).map((name) => `examples/${name}`);
    expect(examples.filter((each) => !PROJECTS.includes(each) && LEFT_OUT[each] === undefined)).toEqual([]);
    const files = testFiles(root);
    const run = included(files);
    expect(run).toContain('test/unit/scripts/windows.test.ts');
    const places = Object.keys(LEFT_OUT);
    const forgotten = files.filter(
      (file) => !run.includes(file) && !CRASHES.includes(file) && !places.some((place) => file.startsWith(place)),
    );
    expect(forgotten).toEqual([]);
  });
});

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('differences of two folders are told file by file', () => {
  folder = mkdtempSync(path.join(tmpdir(), 'papermake-differences-'));
  const put = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const side of ['a', 'b']) put(`${side}/same.txt`, 'x');
  put('a/out/changed.txt', 'x');
  put('b/out/changed.txt', 'y');
  put('a/lost.txt', 'x');
  put('b/new.txt', 'x');
  put('b/new.cache', 'x');
  const found = differences(path.join(folder, 'a'), path.join(folder, 'b'), (file) => file.endsWith('.cache'));
  expect(found.map((line) => line.replaceAll(path.sep, '/'))).toEqual([
    'lost.txt is absent on Windows',
    'new.txt is there on Windows alone',
    'out/changed.txt is another one on Windows',
  ]);
});

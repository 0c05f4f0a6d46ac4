/** A golden file that is another is named, with the command that accepts what was made. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { expectGolden } from './golden.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'papermake-golden-'));
  vi.stubEnv('UPDATE', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const COMMAND = 'accept it by `UPDATE=1 npx vitest run test/golden/golden.test.ts`';

it('names the file and the command where it is missing, and where it is another', () => {
  const file = path.join(folder, 'a.tex');
  expect(() => expectGolden(file, bytes('1'))).toThrow(`a.tex is missing; ${COMMAND}`);
  writeFileSync(file, '2');
  expect(() => expectGolden(file, bytes('1'))).toThrow(
    `a.tex is another; look at it, and where it is right, ${COMMAND}`,
  );
  expectGolden(file, bytes('2'));
});

it('is written anew where that is asked for', () => {
  vi.stubEnv('UPDATE', '1');
  const file = path.join(folder, 'b/a.tex');
  expectGolden(file, bytes('1'));
  vi.stubEnv('UPDATE', '');
  expectGolden(file, bytes('1'));
});

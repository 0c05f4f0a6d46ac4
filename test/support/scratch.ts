/** Where tests that make thousands of small projects make them. */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 1024 * 1024 * 1024;

/** In memory where there is room: most of their time would be the disk's. */
export function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Gives a folder that no other process has, which goes after the tests of the file that asks for it. */
export function ownScratch(): string {
  const folder = mkdtempSync(join(scratchFolder(), 'papermake-scratch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

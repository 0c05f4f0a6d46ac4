/** A file that is kept, byte for byte. `UPDATE=1` rewrites it: look at what it wrote. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

export function expectGolden(file: string, bytes: Uint8Array): void {
  keep(file, bytes);
  expect(existsSync(file), `${nameOf(file)} is missing; ${accepts()}`).toBe(true);
  const kept = readFileSync(file);
  const differs = `${nameOf(file)} is another; look at it, and where it is right, ${accepts()}`;
  // As text, a difference can be read; what is no text may differ without its characters.
  expect(Buffer.from(bytes).toString(), differs).toBe(kept.toString());
  expect(Buffer.compare(kept, bytes), differs).toBe(0);
}

/** Writes the file anew where `UPDATE=1` asks for it. */
export function keep(file: string, bytes: Uint8Array): void {
  if (process.env.UPDATE !== '1') return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

export const nameOf = (file: string): string => path.relative(root, file).replaceAll(path.sep, '/');

/** Names the command that makes the running test's goldens what it made. */
export const accepts = (): string => `accept it by \`UPDATE=1 npx vitest run ${nameOf(expect.getState().testPath!)}\``;

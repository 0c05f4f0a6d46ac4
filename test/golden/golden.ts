/** A file that is kept, byte for byte. `UPDATE=1` rewrites it: look at what it wrote. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

export function expectGolden(file: string, bytes: Uint8Array): void {
  if (process.env.UPDATE === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  expect(existsSync(file), `${path.basename(file)} is missing: run with UPDATE=1`).toBe(true);
  const kept = readFileSync(file);
  // As text, a difference can be read; what is no text may differ without its characters.
  expect(Buffer.from(bytes).toString()).toBe(kept.toString());
  expect(Buffer.compare(kept, bytes)).toBe(0);
}

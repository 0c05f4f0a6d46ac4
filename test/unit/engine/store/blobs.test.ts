import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { bytesToShare } from '../../../../src/base/system/shared-memory.ts';
import { Blobs } from '../../../../src/engine/store/blobs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake blobs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const bytes = Buffer.from('x'.repeat(100_000));
const digest = sha256(bytes);
const temporaries = (): string => join(root, '.papermake/tmp');

function written(): { readonly blobs: Blobs; readonly file: string } {
  const blobs = new Blobs(root);
  blobs.write(digest, bytes, temporaries(), false);
  return { blobs, file: join(root, [...blobs.sound.keys()][0]!) };
}

describe('Blobs', () => {
  it('reads one once, and verifies it where it was not read before', () => {
    const { blobs, file } = written();
    const read = blobs.read(digest);
    expect(read && sha256(read)).toBe(digest);
    writeFileSync(file, 'damaged');
    expect(blobs.read(digest)).toBe(read);
    expect(new Blobs(root).read(digest)).toBeUndefined();
  });

  it('hands on what was written for good in memory that threads share, and reads anything else back', () => {
    const shared = bytesToShare(bytes.length);
    shared.set(bytes);
    const blobs = new Blobs(root);
    blobs.write(digest, shared, temporaries(), false);
    expect(blobs.read(digest)).not.toBe(shared);
    const others = new Blobs(root);
    others.write(digest, bytes, temporaries(), true);
    expect(others.read(digest)).not.toBe(bytes);
    const last = new Blobs(root);
    last.write(digest, shared, temporaries(), true);
    expect(last.read(digest)).toBe(shared);
  });

  it('writes one again that is damaged, whether it was read before or not', () => {
    const { blobs, file } = written();
    blobs.read(digest);
    writeFileSync(file, 'damaged');
    blobs.write(digest, bytes, temporaries(), false);
    expect(sha256(new Blobs(root).read(digest)!)).toBe(digest);
  });
});

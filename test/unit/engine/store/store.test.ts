import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Key, NodeId } from '../../../../src/base/brand.ts';
import { sha256 } from '../../../../src/base/canonical.ts';
import { madeOf } from '../../../../src/engine/store/artifact.ts';
import { Store } from '../../../../src/engine/store/store.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'papermake-store-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const code = { digest: sha256('code'), files: {}, packages: {} };
const ids = Array.from({ length: 100 }, (_, i) => `node.${i}` as NodeId);

async function recorded(): Promise<void> {
  const store = new Store(root);
  store.openForWriting();
  for (const node of ids) {
    const recipe = JSON.stringify({ code: code.digest, format: 1, inputs: {}, kind: 'k', params: { node } });
    const { artifact, contents } = madeOf({ value: node }, 'number');
    const key = sha256(recipe) as string as Key;
    const because = [{ is: 'first-run' as const }];
    store.record({ key, node, recipe, origins: {}, because, artifact, warnings: [], milliseconds: 1 }, contents, code);
  }
  await store.finish();
  store.close();
}

describe('Store', () => {
  it('reads the records of nodes that are under way side by side once each', async () => {
    await recorded();
    const store = new Store(root);
    for (const id of ids) expect(store.last(id)?.node).toBe(id);
    const log = path.join(root, '.papermake/traces-v1.log');
    writeFileSync(log, Buffer.alloc(readFileSync(log).length));
    for (const id of ids) expect(store.last(id)?.artifact.parts[0]?.digest).toBe(sha256(JSON.stringify(id)));
    expect(new Store(root).last(ids[0]!)).toBeUndefined();
  });

  it('reads parts of a result by their own digests, whatever else of the record is damaged, and no damaged one', async () => {
    await recorded();
    const file = path.join(root, '.papermake/traces-v1.log');
    const sound = readFileSync(file);
    const standing = new Store(root).last(ids[7]!)!;
    const read = (damage: (log: Buffer) => void): { readonly part: string | undefined; readonly isSound: boolean } => {
      const log = Buffer.from(sound);
      damage(log);
      writeFileSync(file, log);
      const store = new Store(root);
      const parts = store.partsOf(standing);
      const bytes = parts.bytes(parts.find('value')!);
      const part = parts.text(parts.find('value')!);
      expect(part).toBe(bytes && Buffer.from(bytes).toString());
      return { part, isSound: store.trace(standing.key) !== undefined };
    };
    const head = sound.indexOf(Buffer.from(standing.key, 'hex'));
    const at = (text: string): number => sound.indexOf(text, head);
    const part = JSON.stringify(ids[7]);
    expect(read(() => {})).toEqual({ part, isSound: true });
    expect(read((log) => void log.write('X', at('first-run')))).toEqual({ part, isSound: false });
    expect(read((log) => void log.write('X', at(`}${part}`) + 2))).toEqual({ part: undefined, isSound: false });
    const lengthAt = head + 34 + ids[7]!.length;
    expect(read((log) => void log.writeUInt32LE(0xffffffff, lengthAt))).toEqual({ part, isSound: false });
    expect(new Store(root).partsOf(standing).find('other')).toBeUndefined();
  });
});

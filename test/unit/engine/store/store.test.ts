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
});

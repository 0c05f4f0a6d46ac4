/** What is taken from a shared cache, and what is not. */
import { describe, expect, it } from 'vitest';
import type { Digest, Key, NodeId } from '../../../../src/base/brand.ts';
import { canonicalJson, sha256 } from '../../../../src/base/canonical.ts';
import { encodeResult } from '../../../../src/engine/cache/action-result.ts';
import { type CacheOptions, SharedCache } from '../../../../src/engine/cache/shared-cache.ts';
import { type CacheKind, type Shelf, TooLarge } from '../../../../src/engine/cache/shelf.ts';

/** A shelf in memory. */
class Memory implements Shelf {
  readonly name = 'memory';
  readonly held = new Map<string, Uint8Array>();
  isDown = false;
  calls = 0;

  async get(room: CacheKind, name: Digest, limit: number): Promise<Uint8Array | undefined> {
    this.#call();
    const bytes = this.held.get(`${room}/${name}`);
    if (bytes && bytes.length > limit) throw new TooLarge(limit);
    return bytes;
  }

  async put(room: CacheKind, name: Digest, bytes: Uint8Array, over: boolean): Promise<void> {
    this.#call();
    if (over || !this.held.has(`${room}/${name}`)) this.held.set(`${room}/${name}`, Buffer.from(bytes));
  }

  #call(): void {
    this.calls += 1;
    if (this.isDown) throw new Error('it is down');
  }
}

const key = sha256('a node') as unknown as Key;
const large = 'x'.repeat(10_000);
const artifact = {
  type: 'fit',
  parts: [
    { name: 'terms', digest: sha256('[1]'), size: 3 },
    { name: 'rows', digest: sha256(large), size: large.length },
  ],
};
const contents = ['[1]', large];
const result = { key, node: 'm.1' as NodeId, artifact, warnings: [], milliseconds: 12.5, kind: 'models' };
const giver = { machine: 'host7', name: 'Li Wei' };
const wanted = { node: 'm.1' as NodeId, key, outputs: undefined, type: 'fit' };

function opened(shelf: Shelf, options: Partial<CacheOptions> = {}) {
  const told: string[] = [];
  const tell = (sentence: string): void => void told.push(sentence);
  return { told, cache: new SharedCache(shelf, { mayWrite: true, secret: undefined, giver, tell, ...options }) };
}

async function filled(secret?: string): Promise<Memory> {
  const shelf = new Memory();
  const { cache } = opened(shelf, { secret });
  cache.offer(result, contents);
  await cache.sent();
  return shelf;
}

describe('a shared cache', () => {
  it('gives what was given to it, large parts apart', async () => {
    const shelf = await filled();
    expect([...shelf.held.keys()].map((name) => name.split('/')[0]).sort()).toEqual(['ac', 'cas']);
    const { cache, told } = opened(shelf);
    const hit = await cache.fetch(wanted);
    expect(hit?.artifact).toEqual(artifact);
    expect(hit?.contents.map(String)).toEqual(contents);
    expect(hit?.milliseconds).toBe(12.5);
    expect(hit?.given).toEqual({ ...giver, at: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(told).toEqual([]);
  });

  it('names whoever gave a result first where it is given on', async () => {
    const given = { machine: 'host1', at: '2026-01-02T03:04:05.678Z' };
    const shelf = new Memory();
    const { cache } = opened(shelf);
    await cache.send({ ...result, given }, contents);
    expect((await cache.fetch(wanted))?.given).toEqual(given);
  });

  it.each(['two\nlines', '\u001b[31mred', 'a\u2028b', '', 'x'.repeat(201)])(
    'takes no entry whose giver is called %j, which would be printed',
    async (name) => {
      const shelf = new Memory();
      const { cache, told } = opened(shelf, { giver: { ...giver, name } });
      await cache.send(result, contents);
      expect(await cache.fetch(wanted)).toBeUndefined();
      expect(told).toEqual([expect.stringMatching(/it is no result$/)]);
    },
  );

  it('gives nothing once any one byte of it is another', async () => {
    const whole = await filled();
    for (const [name, bytes] of whole.held) {
      // Of a large part, a digest holds every byte alike.
      for (let at = 0; at < bytes.length; at += name.startsWith('cas') ? 997 : 1) {
        const shelf = new Memory();
        for (const [each, held] of whole.held) shelf.held.set(each, Buffer.from(held));
        shelf.held.get(name)![at]! ^= 1 << (at % 8);
        const { cache, told } = opened(shelf);
        expect([name, at, await cache.fetch(wanted)]).toEqual([name, at, undefined]);
        expect(told).toHaveLength(1);
      }
    }
  });

  it('gives nothing where a part is gone, longer or shorter', async () => {
    for (const change of [undefined, `${large}x`, large.slice(1)]) {
      const shelf = await filled();
      const part = `cas/${sha256(large)}`;
      if (change === undefined) shelf.held.delete(part);
      else shelf.held.set(part, Buffer.from(change));
      const { cache, told } = opened(shelf);
      expect(await cache.fetch(wanted)).toBeUndefined();
      expect(told[0]).toMatch(/`m.1` in memory is not used, and made anew: it/);
    }
  });

  it('mends what it found damaged, and lets the first win otherwise', async () => {
    const shelf = await filled();
    const first = [...shelf.held.values()];
    const { cache } = opened(shelf);
    cache.offer({ ...result, milliseconds: 99 }, contents);
    await cache.sent();
    expect([...shelf.held.values()]).toEqual(first);
    shelf.held.set(`cas/${sha256(large)}`, Buffer.from('damaged'));
    expect(await cache.fetch(wanted)).toBeUndefined();
    cache.offer(result, contents);
    await cache.sent();
    expect((await opened(shelf).cache.fetch(wanted))?.artifact).toEqual(artifact);
  });

  it('gives no entry of another key, type or set of files', async () => {
    const shelf = await filled();
    const { cache, told } = opened(shelf);
    expect(await cache.fetch({ ...wanted, type: 'frame' })).toBeUndefined();
    expect(await cache.fetch({ ...wanted, type: undefined, outputs: ['out/a.tex'] })).toBeUndefined();
    expect(told.map((each) => each.replace(/.*anew: /, ''))).toEqual([
      'it is a `fit`, not a `frame`',
      'it has a file `terms` that the node does not declare',
    ]);
    const other = sha256('another node') as unknown as Key;
    expect(await cache.fetch({ ...wanted, key: other })).toBeUndefined();
    const [name, entry] = [...shelf.held].find(([each]) => each.startsWith('ac/'))!;
    shelf.held.set(`ac/${sha256(`papermake result 1\n${other}`)}`, entry);
    expect(name).not.toContain(other);
    expect(await cache.fetch({ ...wanted, key: other })).toBeUndefined();
    expect(told.at(-1)).toContain('it is of something else');
  });

  it('reads no file outside it, and prints no warning that is none, whoever wrote the entry', async () => {
    const seal = (said: object, files: readonly { path: string; digest: string; size: number }[]): string =>
      sha256(canonicalJson([said, files.map(({ path, digest, size }) => [path, digest, size])]));
    const honest = { format: 1, key, kind: 'models', type: 'fit', warnings: [], milliseconds: 1 };
    const far = [{ path: 'terms', digest: '../../secret' as Digest, size: 5 }];
    const near = [{ path: 'terms', digest: sha256(''), size: 0 }];
    const forged: [object, typeof far][] = [
      [honest, far],
      [{ ...honest, warnings: 'none' }, near],
      [{ ...honest, warnings: [null] }, near],
      [{ ...honest, milliseconds: '1' }, near],
    ];
    for (const [said, files] of forged) {
      const shelf = new Memory();
      shelf.held.set('cas/../../secret', Buffer.from('12345'));
      const stdout = canonicalJson({ ...said, seal: seal(said, files) });
      shelf.held.set(`ac/${sha256(`papermake result 1\n${key}`)}`, encodeResult({ files, stdout }));
      const { cache, told } = opened(shelf);
      expect(await cache.fetch(wanted)).toBeUndefined();
      expect([told[0], shelf.calls]).toEqual([expect.stringContaining('it is no result'), 1]);
    }
  });

  it('takes only what bears the signature that is asked for', async () => {
    const signed = await filled('secret');
    expect(await opened(signed, { secret: 'secret' }).cache.fetch(wanted)).toBeDefined();
    for (const secret of ['another', undefined])
      expect(await opened(signed, { secret }).cache.fetch(wanted)).toBeUndefined();
    const { cache, told } = opened(await filled(), { secret: 'secret' });
    expect(await cache.fetch(wanted)).toBeUndefined();
    expect(told[0]).toContain('its signature is not ours');
  });

  it('is left alone once it failed three times in turn, which is told once', async () => {
    const shelf = await filled();
    shelf.isDown = true;
    const { cache, told } = opened(shelf);
    for (let i = 0; i < 20; i++) expect(await cache.fetch(wanted)).toBeUndefined();
    cache.offer(result, contents);
    await cache.sent();
    expect(shelf.calls).toBe(2 + 3);
    expect(told).toEqual(['the cache memory cannot be read: it is down']);
  });

  it('is not written where it is only read', async () => {
    const shelf = new Memory();
    const { cache } = opened(shelf, { mayWrite: false });
    cache.offer(result, contents);
    await cache.sent();
    expect(shelf.held.size).toBe(0);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CachedScript } from '../../../src/app/start/code-cache.ts';

let folder: string;
let script: string;
const value = (): unknown => (new CachedScript(script).value() as () => unknown)();
const keep = (): void => {
  const cached = new CachedScript(script);
  (cached.value() as () => unknown)();
  cached.keep();
};
const caches = (): string[] => readdirSync(folder).filter((name) => name !== 'script.cjs');
/** V8 compares lengths only, so that compiled code is told from the text by what it says. */
const edit = (said: 'one' | 'two' | 'six'): void => writeFileSync(script, `(function(){return '${said}'})`);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'papermake code '));
  script = path.join(folder, 'script.cjs');
  edit('one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('CachedScript', () => {
  it('is compiled from its text until its code was kept, in one file that names this Node', () => {
    expect(value()).toBe('one');
    expect(caches()).toEqual([]);
    keep();
    expect(caches()).toEqual([
      expect.stringContaining(`script.cjs.${process.version}-${process.platform}-${process.arch}-`),
    ]);
    edit('two');
    expect(value()).toBe('one');
  });

  it.each([
    ['a bit flipped', (bytes: Buffer) => bytes.fill(bytes[200]! ^ 1, 200, 201)],
    ['its end cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['nothing in it', () => Buffer.alloc(0)],
  ])('is compiled from its text where the kept code has %s, and kept again', (_, damage) => {
    keep();
    const cache = path.join(folder, caches()[0]!);
    const whole = readFileSync(cache);
    writeFileSync(cache, damage(Buffer.from(whole)));
    edit('two');
    expect(value()).toBe('two');
    keep();
    edit('six');
    expect(value()).toBe('two');
  });

  it('says nothing, and leaves nothing, where code cannot be kept', () => {
    keep();
    const [name] = caches();
    rmSync(path.join(folder, name!));
    mkdirSync(path.join(folder, name!));
    keep();
    expect(value()).toBe('one');
    expect(caches()).toEqual([name]);
  });
});

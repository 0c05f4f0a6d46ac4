import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockStore } from '../../../src/engine/lock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const never = new AbortController().signal;
const acquire = (told: unknown[] = [], signal = never) => lockStore(root, (holder) => told.push(holder), signal);
const plant = (number: number | bigint, holder: unknown): void => {
  mkdirSync(join(root, '.papermake'), { recursive: true });
  writeFileSync(join(root, `.papermake/lock-${number}`), typeof holder === 'string' ? holder : JSON.stringify(holder));
};

describe('lockStore', () => {
  it('makes the second wait for the first, and tells whom it waits for', async () => {
    const first = await acquire();
    const told: unknown[] = [];
    let second = false;
    const waiting = acquire(told).then((lock) => {
      second = true;
      return lock;
    });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(second).toBe(false);
    expect(told).toMatchObject([{ pid: process.pid, host: null, file: '.papermake/lock-1' }]);
    first.release();
    (await waiting).release();
    expect(second).toBe(true);
  });

  it('takes over from a dead process, from a reused pid, and from a lock cut short', async () => {
    plant(7, { pid: 2 ** 22 + 5, born: '1', host: hostname(), released: false });
    (await acquire()).release();
    plant(20, { pid: process.pid, born: 'another start', host: hostname(), released: false });
    (await acquire()).release();
    plant(30, '{"pid":');
    (await acquire()).release();
    expect(readdirSync(join(root, '.papermake')).filter((name) => name.startsWith('lock-'))).toEqual(['lock-31']);
  });

  it('counts beyond what a number holds, and takes no folder for a lock', async () => {
    mkdirSync(join(root, '.papermake/lock-3'), { recursive: true });
    plant(9_007_199_254_740_993n, '');
    const first = await acquire();
    const locks = readdirSync(join(root, '.papermake')).filter((name) => name.startsWith('lock-'));
    expect(locks).toEqual(['lock-9007199254740994']);
    const told: unknown[] = [];
    const second = acquire(told);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(told).toHaveLength(1);
    first.release();
    (await second).release();
  });

  it('can be interrupted while it finds nothing but what changes under its hands', async () => {
    // A link that leads nowhere can neither be created nor be seen.
    mkdirSync(join(root, '.papermake'), { recursive: true });
    symlinkSync('nowhere', join(root, '.papermake/tmp'));
    await expect(acquire([], AbortSignal.timeout(100))).rejects.toThrow('aborted due to timeout');
  });

  it('takes over from a process of its own number that was killed while its lock had two names, as in a container', async () => {
    plant(3, { pid: 2 ** 22 + 5, born: '1', host: hostname(), released: false });
    mkdirSync(join(root, '.papermake/tmp'));
    linkSync(join(root, '.papermake/lock-3'), join(root, `.papermake/tmp/${process.pid}-lock`));
    const told: unknown[] = [];
    (await acquire(told)).release();
    expect(told).toEqual([]);
    expect(readdirSync(join(root, '.papermake'))).toEqual(['lock-4', 'tmp']);
  });

  it('does not overtake one that began anew after a `clean`', async () => {
    const first = await acquire();
    plant(5, { pid: 2 ** 22 + 5, born: '1', host: hostname(), released: true });
    const stop = new AbortController();
    const told: unknown[] = [];
    const waiting = acquire(told, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    expect(told).toMatchObject([{ pid: process.pid, file: '.papermake/lock-1' }]);
    first.release();
    (await acquire()).release();
  });

  it('is released in place: no room is needed', async () => {
    const lock = await acquire();
    const path = join(root, '.papermake/lock-1');
    const { size, ino } = statSync(path);
    lock.release();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, released: true });
    expect(statSync(path)).toMatchObject({ size, ino });
    expect(readdirSync(join(root, '.papermake/tmp'))).toEqual([]);
  });

  it('waits for a holder on another host while that touches its lock, and no longer', async () => {
    const elsewhere = { pid: process.pid, born: null, host: `${hostname()}-other`, released: false };
    plant(1, elsewhere);
    // In the past or in the future: only that it changes counts.
    let at = 1_000_000_000;
    const beating = setInterval(() => {
      at += 1;
      utimesSync(join(root, '.papermake/lock-1'), at, at);
    }, 5);
    const told: unknown[] = [];
    let taken = false;
    const waiting = lockStore(root, (holder) => told.push(holder), never, 1000).then((lock) => {
      taken = true;
      return lock;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(taken).toBe(false);
    clearInterval(beating);
    (await waiting).release();
    expect(told).toHaveLength(1);
    expect(readdirSync(join(root, '.papermake')).filter((name) => name.startsWith('lock-'))).toEqual(['lock-2']);
  });

  it('touches its lock while it holds it', async () => {
    vi.useFakeTimers();
    try {
      const lock = await acquire();
      const path = join(root, '.papermake/lock-1');
      utimesSync(path, 1, 1);
      vi.advanceTimersByTime(10_000);
      expect(statSync(path).mtimeMs).toBeGreaterThan(1000);
      lock.release();
      utimesSync(path, 1, 1);
      vi.advanceTimersByTime(30_000);
      expect(statSync(path).mtimeMs).toBe(1000);
    } finally {
      vi.useRealTimers();
    }
  });

  it('waits for a holder on another host, which it cannot look at', async () => {
    plant(1, { pid: 1, born: null, host: `${hostname()}-other`, released: false });
    const stop = new AbortController();
    const told: unknown[] = [];
    const waiting = acquire(told, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    const heard = statSync(join(root, '.papermake/lock-1')).mtime;
    expect(told).toEqual([{ pid: 1, host: `${hostname()}-other`, heard, file: '.papermake/lock-1' }]);
  });
});

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { thisProcess } from '../../../../src/base/system/process-name.ts';
import { type LockRequest, lockStore } from '../../../../src/engine/store/lock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake lock-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

const never = new AbortController().signal;
const acquire = (told: unknown[] = [], more: Partial<LockRequest> = {}) =>
  lockStore(root, { waiting: (holder) => told.push(holder), signal: never, ...more });
/** A process of this machine, of another, and of none that runs. */
const me = thisProcess();
const elsewhere = { ...me, host: `${me.host}-other`, boot: 'another start', machine: 'another' };
const dead = { ...me, pid: 2 ** 22 + 5, born: '1' };
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
    expect(told).toMatchObject([{ pid: process.pid, where: 'here', file: '.papermake/lock-1' }]);
    first.release();
    (await waiting).release();
    expect(second).toBe(true);
  });

  it('takes over from a dead process, from a reused pid, and from a lock cut short', async () => {
    plant(7, { ...dead, released: false });
    (await acquire()).release();
    plant(20, { ...me, born: 'another start', released: false });
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

  it('waits for one that does not say yet who it is, and not for ever', async () => {
    vi.useFakeTimers();
    plant(2, '');
    const told: unknown[] = [];
    let taken = false;
    const waiting = acquire(told).then((lock) => {
      taken = true;
      return lock;
    });
    await vi.advanceTimersByTimeAsync(900);
    expect(taken).toBe(false);
    plant(2, { ...me, released: false });
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toHaveLength(1);
    plant(2, '');
    await vi.advanceTimersByTimeAsync(1500);
    (await waiting).release();
    expect(told).toHaveLength(1);
  });

  it('does not overtake one that began anew after a `clean`', async () => {
    const first = await acquire();
    plant(5, { ...dead, released: true });
    const stop = new AbortController();
    const told: unknown[] = [];
    const waiting = acquire(told, { signal: stop.signal });
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
  });

  it('waits for a holder on another host while that touches its lock, and no longer', async () => {
    plant(1, { ...elsewhere, released: false });
    // In the past or in the future: only that it changes counts.
    let at = 1_000_000_000;
    vi.useFakeTimers();
    const beating = setInterval(() => {
      at += 1;
      utimesSync(join(root, '.papermake/lock-1'), at, at);
    }, 500);
    const told: unknown[] = [];
    let taken = false;
    const waiting = acquire(told, { silence: 1000 }).then((lock) => {
      taken = true;
      return lock;
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(taken).toBe(false);
    clearInterval(beating);
    await vi.advanceTimersByTimeAsync(1500);
    expect(taken).toBe(true);
    (await waiting).release();
    expect(told).toHaveLength(1);
    expect(readdirSync(join(root, '.papermake')).filter((name) => name.startsWith('lock-'))).toEqual(['lock-2']);
  });

  it('waits no longer for a process of which no birth is known, since its number may be used again', async () => {
    plant(1, { ...me, born: null, released: false });
    const told: unknown[] = [];
    (await acquire(told, { silence: 150 })).release();
    expect(told).toMatchObject([{ pid: process.pid, where: 'here' }]);
  });

  it('touches its lock while it holds it', async () => {
    vi.useFakeTimers();
    const lock = await acquire();
    const path = join(root, '.papermake/lock-1');
    utimesSync(path, 1, 1);
    vi.advanceTimersByTime(10_000);
    expect(statSync(path).mtimeMs).toBeGreaterThan(1000);
    lock.release();
    utimesSync(path, 1, 1);
    vi.advanceTimersByTime(30_000);
    expect(statSync(path).mtimeMs).toBe(1000);
  });

  it('waits for a holder on another host, which it cannot look at', async () => {
    plant(1, { ...elsewhere, pid: 1, released: false });
    const stop = new AbortController();
    const told: unknown[] = [];
    const waiting = acquire(told, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toThrow();
    const heard = statSync(join(root, '.papermake/lock-1')).mtime;
    expect(told).toEqual([{ pid: 1, host: elsewhere.host, where: 'elsewhere', heard, file: '.papermake/lock-1' }]);
  });

  const onLinux = it.skipIf(me.boot === null || me.space === null);

  onLinux('waits for a holder in another container of one host name, whose numbers are not ours', async () => {
    plant(1, { ...dead, space: 'pid:[1]', released: false });
    const told: unknown[] = [];
    await expect(acquire(told, { patience: 120 })).rejects.toThrow(
      `in another container of this machine (host \`${me.host}\`), which was last heard of at`,
    );
    expect(told).toMatchObject([{ where: 'container' }]);
  });

  onLinux('asks for a process of this machine whatever the machine was called', async () => {
    plant(1, { ...dead, host: 'its-former-name', released: false });
    (await acquire([], { patience: 0 })).release();
    plant(5, { ...me, host: 'its-former-name', released: false });
    await expect(acquire([], { patience: 0 })).rejects.toThrow('on this project');
  });

  it.skipIf(me.machine === null || me.space !== 'pid:[4026531836]')(
    'takes over from before the last start of the machine, but of no container',
    async () => {
      plant(1, { ...me, boot: 'the last start', released: false });
      (await acquire([], { patience: 0 })).release();
      plant(5, { ...me, boot: 'the last start', space: 'pid:[1]', released: false });
      await expect(acquire([], { patience: 0 })).rejects.toThrow('last heard of');
    },
  );

  it('waits for nobody where patience is 0, and says who it is', async () => {
    const lock = await acquire();
    const told: unknown[] = [];
    await expect(acquire(told, { patience: 0 })).rejects.toThrow(
      `not waiting for the run of process ${process.pid} on this project`,
    );
    expect(told).toEqual([]);
    lock.release();
  });

  it('touches and releases no lock but its own, whatever became of the folder', async () => {
    const first = await acquire();
    rmSync(join(root, '.papermake'), { recursive: true });
    const second = await acquire();
    first.release();
    expect(JSON.parse(readFileSync(join(root, '.papermake/lock-1'), 'utf8'))).toMatchObject({ released: false });
    second.release();
  });
});

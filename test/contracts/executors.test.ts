/** What every executor promises, whichever thread or machine it uses: one suite over THE list. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Digest, NodeId } from '../../src/base/brand.ts';
import { canonicalJson } from '../../src/base/canonical.ts';
import type { Executor, ExecutorKind, Job, JobResult } from '../../src/engine/executors/executor.ts';
import { pool } from '../../src/engine/executors/pool.ts';
import { executorKinds, openExecutors } from '../../src/engine/executors/registry.ts';
import ingest from '../../steps/ingest.ts';

const workers = pathToFileURL(resolve(import.meta.dirname, '../../dist/worker.js'));
const place = { workers, jobs: 2 };

const code = { digest: 'ingest' as Digest, files: {}, packages: {} };

function jobOf(csv: string): Job {
  return {
    node: 'panel' as NodeId,
    kind: { name: 'ingest', kind: ingest, code, module: null },
    params: { format: 'csv', panel: { unit: 'id', time: 't' } },
    inputs: { file: { is: 'file', path: 'p.csv', bytes: new TextEncoder().encode(csv) } },
    seed: undefined,
    how: null,
    root: import.meta.dirname,
    cost: 'short',
    lasted: undefined,
  };
}

/** Longer than the pool lets anything wait. */
const LONG_WAIT_MS = 60_000;

const sound = jobOf('id,t,x\n2,1,3.5\n1,2,\n1,1,4\n');

/** What a run made, as bytes. */
function made(result: JobResult): unknown {
  if (result.is !== 'done') return result;
  const { artifact, contents } = result.made;
  return { artifact, contents: contents.map((each) => Buffer.from(each!).toString('base64')) };
}

describe.each(executorKinds.map((kind): [string, ExecutorKind] => [kind.name, kind]))(
  'the executor %s',
  (name, kind) => {
    let executor: Executor;
    beforeEach(() => {
      executor = kind.open(place);
    });
    afterEach(() => executor.close());

    const run = (job: Job, signal = new AbortController().signal): Promise<JobResult> =>
      executor.run(job, signal, () => {});

    it('is called as the list has it', () => {
      expect(executor.name).toBe(name);
    });

    it('gives the bytes of every other, alone and beside another node', async () => {
      const others = executorKinds.map((each) => each.open(place));
      try {
        const [own, ...rest] = await Promise.all([
          run(sound),
          run(sound),
          ...others.map((other) => other.run(sound, new AbortController().signal, () => {})),
        ]);
        expect(own.is).toBe('done');
        for (const each of rest) expect(canonicalJson(made(each))).toBe(canonicalJson(made(own)));
      } finally {
        await Promise.all(others.map((other) => other.close()));
      }
    });

    it('takes no place for what it has prepared, and runs as it does without', async () => {
      executor.prepare();
      executor.prepare();
      expect(executor.busy).toBe(0);
      expect((await run(sound)).is).toBe('done');
      expect(executor.busy).toBe(0);
    });

    it('tells an expected failure as complaints, and serves the next node', async () => {
      const failed = await run(jobOf('id,t,x\n1,1,2\n1,1,3\n'));
      expect(failed).toMatchObject({ is: 'failed', complaints: [{ code: 'duplicate-panel-key' }] });
      expect((await run(sound)).is).toBe('done');
    });

    it('tells a throw as broken, and serves the next node', async () => {
      const broken = await run({ ...sound, inputs: {} });
      expect(broken).toMatchObject({ is: 'broken', error: expect.stringContaining('did not declare') });
      expect((await run(sound)).is).toBe('done');
    });

    it('comes back from a run that was stopped before it began, and serves the next node', async () => {
      const stopped = new AbortController();
      stopped.abort();
      const ended = await run(sound, stopped.signal);
      // A worker that hears too late that it was stopped is ended before it answers.
      const is = ended.is === 'failed' ? ended.complaints.map(({ code }) => code).join() : ended.is;
      expect(['done', 'broken', 'no-result']).toContain(is);
      expect(executor.busy).toBe(0);
      expect((await run(sound)).is).toBe('done');
    });
  },
);

describe('the pool', () => {
  // However long the machine takes, no time goes by for the pool but what a test says.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const short = { ...sound, cost: { passes: 1 } } as const;
  const long = { ...sound, cost: 'long' } as const;

  /** Counts the workers that start while something is done. */
  async function workersStarted(work: () => Promise<void>): Promise<number> {
    let workers = 0;
    const count = (): void => void workers++;
    process.on('worker', count);
    try {
      await work();
    } finally {
      process.off('worker', count);
    }
    return workers;
  }

  const runs = async (executor: Executor, job: Job): Promise<void> => {
    expect(await executor.run(job, new AbortController().signal, () => {})).toMatchObject({ is: 'done' });
  };

  /** Gives how many workers start for jobs that are given at once. */
  const startedFor = (...jobs: readonly Job[]): Promise<number> =>
    workersStarted(async () => {
      const executor = pool.open(place);
      await Promise.all(jobs.map((job) => runs(executor, job)));
      await executor.close();
    });

  it('starts another worker for work that takes longer than that, not for less', async () => {
    expect(await startedFor(long, long)).toBe(2);
    expect(await startedFor(long, { ...long, lasted: 400 })).toBe(2);
    expect(await startedFor(long, short)).toBe(1);
    expect(await startedFor(long, { ...long, lasted: 40 })).toBe(1);
    expect(await startedFor(short, long)).toBe(1);
    const hundred = { ...long, lasted: 100 };
    expect(await startedFor(long, hundred, hundred)).toBe(2);
    expect(await startedFor(hundred, hundred)).toBe(1);
    expect(await startedFor(hundred, hundred, hundred)).toBe(2);
  });

  it('has other workers prepare for long work that follows, which takes no place', async () => {
    const first = { ...sound, cost: { passes: 1e9, before: 2 } } as const;
    expect(await startedFor(first)).toBe(2);
    expect(await startedFor({ ...sound, cost: { passes: 1e9 } })).toBe(1);
    expect(await startedFor({ ...sound, cost: { passes: 1e9, before: 1 } })).toBe(1);
    expect(await startedFor({ ...sound, cost: { passes: 1e6, before: 2 } })).toBe(1);
    const executor = pool.open(place);
    const result = executor.run(first, new AbortController().signal, () => {});
    await new Promise(setImmediate);
    expect(executor.busy).toBe(1);
    const others = [sound, sound].map((job) => executor.run(job, new AbortController().signal, () => {}));
    for (const each of [await result, ...(await Promise.all(others))]) expect(each).toMatchObject({ is: 'done' });
    expect(executor.busy).toBe(0);
    await executor.close();
  });

  it('lets nothing wait for long for a worker that is at work', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'papermake-pool-'));
    const gate = join(folder, 'gate');
    const waiting = `import { existsSync } from 'node:fs';
      export default { name: 'own', run: async () => {
        while (!existsSync(${JSON.stringify(gate)})) await new Promise((done) => setTimeout(done, 5));
        return {};
      } };`;
    const own: Job = {
      ...sound,
      kind: {
        ...sound.kind,
        name: 'own',
        code: { ...code, digest: 'own' as Digest },
        module: `data:text/javascript;kind=0123456789abcdef;base64,${Buffer.from(waiting).toString('base64')}`,
      },
      artifact: 'own',
    };
    const workers = await workersStarted(async () => {
      const executor = pool.open(place);
      const first = runs(executor, own);
      const second = runs(executor, short);
      // The jobs are sent when this thread is done with what it does now.
      await Promise.resolve();
      vi.advanceTimersByTime(LONG_WAIT_MS);
      await second;
      writeFileSync(gate, '');
      await first;
      await executor.close();
    });
    expect(workers).toBe(2);
    rmSync(folder, { recursive: true });
  });
});

describe('openExecutors', () => {
  it('hands a node to the first that takes it', async () => {
    const executors = openExecutors(place);
    const large = { is: 'file', path: 'p.csv', bytes: new Uint8Array(200_000) } as const;
    const chosen = (given: Partial<Job>): string => executors.choose({ ...sound, ...given }).name;
    expect([
      chosen({}),
      chosen({ cost: 'long' }),
      chosen({ lasted: 5000 }),
      chosen({ cost: 'external', lasted: 5000 }),
      chosen({ cost: { passes: 9000 } }),
      chosen({ cost: { passes: 9000 }, inputs: { data: large } }),
      chosen({ cost: { passes: 10 }, inputs: { data: large } }),
    ]).toEqual(['local', 'pool', 'pool', 'local', 'local', 'pool', 'local']);
    await executors.close();
  });

  it('knows one more by one more entry', async () => {
    const executor: Executor = {
      name: 'toy',
      busy: 0,
      prepare: () => {},
      run: async () => ({ is: 'broken', error: '' }),
      close: async () => {},
    };
    const toy: ExecutorKind = { name: 'toy', takes: ({ node }) => node === 'panel', open: () => executor };
    const executors = openExecutors(place, [toy, ...executorKinds]);
    expect(executors.choose(sound)).toBe(executor);
    await executors.close();
  });
});

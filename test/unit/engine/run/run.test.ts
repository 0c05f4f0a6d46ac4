import { appendFileSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/events.ts';
import type { Executor } from '../../../../src/engine/executors/executor.ts';
import { reasonLines } from '../../../../src/engine/store/reasons.ts';
import { inThisThread, ToyProject, toyKinds } from '../../../support/toy.ts';

const PIPELINE = `papermake: 1
steps:
  data: {kind: table, file: data/x.txt}
  a: {kind: sum, from: data, columns: [u, v]}
  b: {kind: sum, from: data, columns: [w], add: 1}
  c: {kind: sum, of: [a, b]}
  p: {kind: print, of: [a, b, c], title: Totals}
`;

let project: ToyProject;
beforeEach(() => {
  project = new ToyProject();
  project.write('data/x.txt', 'u 1\nv 2\nw 3\n');
  project.write('pipeline.yaml', PIPELINE);
});
afterEach(() => project.dispose());

const edit = (from: string, to: string): void => {
  const text = readFileSync(join(project.root, 'pipeline.yaml'), 'utf8');
  expect(text).toContain(from);
  project.write('pipeline.yaml', text.replace(from, to));
};

describe('what runs', () => {
  it('runs everything once, then nothing', async () => {
    const first = await project.run();
    expect(first.ran).toEqual(['a', 'b', 'c', 'data', 'p']);
    expect(project.results()).toEqual({ 'out/p.txt': 'Totals\na 3\nb 4\nc 7\n' });
    const again = await project.run();
    expect(again).toMatchObject({ ran: [], cached: [], fresh: ['a', 'b', 'c', 'data', 'p'] });
  });

  it('a changed column reruns only what reads it', async () => {
    await project.run();
    project.write('data/x.txt', 'u 1\nv 2\nw 5\n');
    expect((await project.run()).ran).toEqual(['b', 'c', 'data', 'p']);
  });

  it('reordered and added columns rerun the reader alone', async () => {
    await project.run();
    project.write('data/x.txt', '# comment\nw 3\nv 2\nextra 9\nu 1\n');
    // The number of lines is the rows' identity in this toy, so keep it: the comment does not count, `extra` does.
    project.write('data/x.txt', '# comment\nw 3\nv 2\nu 1\n');
    expect((await project.run()).ran).toEqual(['data']);
  });

  it('an unchanged result stops the wave', async () => {
    await project.run();
    project.write('data/x.txt', 'u 2\nv 1\nw 3\n');
    const run = await project.run();
    expect(run.ran).toEqual(['a', 'data']);
  });

  it('an undone edit runs nothing', async () => {
    await project.run();
    edit('add: 1', 'add: 5');
    expect((await project.run()).ran).toEqual(['b', 'c', 'p']);
    edit('add: 5', 'add: 1');
    const undone = await project.run();
    expect(undone.ran).toEqual([]);
    expect(undone.cached).toEqual(['b', 'c', 'p']);
    expect(project.results()['out/p.txt']).toBe('Totals\na 3\nb 4\nc 7\n');
  });

  it('comments, key order, step order and a touch run nothing', async () => {
    await project.run();
    project.write(
      'pipeline.yaml',
      `# a comment\n${PIPELINE.replace('{kind: sum, from: data, columns: [w], add: 1}', '{add: 1, columns: [w], from: data, kind: sum} # more')}`,
    );
    utimesSync(join(project.root, 'data/x.txt'), new Date(), new Date());
    expect(await project.run()).toMatchObject({ ran: [], cached: [] });
    const lines = PIPELINE.split('\n');
    [lines[3], lines[4]] = [lines[4]!, lines[3]!];
    project.write('pipeline.yaml', lines.join('\n'));
    expect(await project.run()).toMatchObject({ ran: [], cached: [] });
  });

  it('changed code reruns the kinds that have it, and names the file', async () => {
    await project.run();
    const { decisions } = await project.survey(toyKinds({ factor: 2 }));
    const decision = decisions.get('a' as never);
    expect(decision?.is === 'stale' && reasonLines(decision.reasons)).toEqual(['the code changed: steps/sum.ts']);
    expect((await project.run(toyKinds({ factor: 2 }))).ran).toEqual(['a', 'b', 'c', 'p']);
  });

  it('brings back outputs that were edited or deleted', async () => {
    await project.run();
    project.write('out/p.txt', 'forged');
    expect(await project.run()).toMatchObject({ ran: [], cached: ['p'] });
    expect(project.results()['out/p.txt']).toContain('c 7');
    project.remove('out');
    expect(await project.run()).toMatchObject({ ran: [], cached: ['p'] });
    expect(project.results()['out/p.txt']).toContain('c 7');
  });

  it('removes outputs no node makes any more, but not one edited by hand', async () => {
    edit('  p: {', '  q: {kind: print, of: [a]}\n  r: {kind: print, of: [b]}\n  p: {');
    await project.run();
    project.write('out/r.txt', 'precious');
    edit('  q: {kind: print, of: [a]}\n  r: {kind: print, of: [b]}\n', '');
    await project.run();
    expect(Object.keys(project.results())).toEqual(['out/p.txt', 'out/r.txt']);
  });

  it('runs only the ancestors of a target', async () => {
    expect((await project.run(toyKinds(), ['b'])).ran).toEqual(['b', 'data']);
    const unknown = await project.run(toyKinds(), ['bb']);
    expect(unknown.result).toMatchObject({ is: 'refused', problems: [{ hint: 'did you mean `b`?' }] });
  });
});

describe('an edit of the pipeline', () => {
  it('reruns the steps whose words changed, and what reads them', async () => {
    await project.run();
    edit('add: 1', 'add: 2');
    const run = await project.run();
    expect(run).toMatchObject({ ran: ['b', 'c', 'p'], fresh: ['a', 'data'] });
    expect(await project.run()).toMatchObject({ ran: [], fresh: ['a', 'b', 'c', 'data', 'p'] });
    expect(project.results()).toEqual({ 'out/p.txt': 'Totals\na 3\nb 5\nc 8\n' });
  });

  it('reruns nothing where comments, blank lines or the order of steps changed', async () => {
    await project.run();
    edit('  b: {', '\n  # of w\n  b: {');
    edit('  a: {kind: sum, from: data, columns: [u, v]}\n', '');
    edit('title: Totals}\n', 'title: Totals}  # last\n  a: {kind: sum,  from: data, columns: [u, v]}\n');
    expect((await project.run()).fresh).toEqual(['a', 'b', 'c', 'data', 'p']);
  });

  it('of a removed step removes what it wrote', async () => {
    edit('  p: {', '  q: {kind: print, of: [a]}\n  p: {');
    await project.run();
    edit('  q: {kind: print, of: [a]}\n', '');
    await project.run();
    expect(Object.keys(project.results())).toEqual(['out/p.txt']);
  });
});

describe('why', () => {
  it('names the YAML path with before and after, the column, the file', async () => {
    await project.run();
    edit('title: Totals', 'title: Sums');
    project.write('data/x.txt', 'u 1\nv 2\nw 5\n');
    const before = await project.survey();
    const data = before.decisions.get('data' as never)!;
    expect(data.is === 'stale' && reasonLines(data.reasons)).toEqual(['data/x.txt changed']);
    expect(before.decisions.get('b' as never)).toMatchObject({ is: 'pending', on: ['data'] });
    const { events } = await project.run();
    const told = Object.fromEntries(
      events.flatMap((e) => (e.event === 'start' ? [[e.node, reasonLines(e.reasons)]] : [])),
    );
    expect(told.b).toEqual(['column w of data changed']);
    expect(told.p).toEqual(['steps.p.title: `Totals` → `Sums`', 'b changed (total)', 'c changed (total)']);
  });
});

describe('failures', () => {
  const FAILING = PIPELINE.replace('columns: [w]', 'columns: [zz]');

  it('leaves fresh what is fresh when it stops', async () => {
    await project.run();
    project.write('pipeline.yaml', FAILING);
    expect(await project.run()).toMatchObject({ failed: ['b'], fresh: ['a', 'data'], skipped: ['c', 'p'] });
  });

  it('stops, or goes on with what does not depend on it', async () => {
    project.write('pipeline.yaml', FAILING);
    const stopped = await project.run();
    expect(stopped.failed).toEqual(['b']);
    expect(stopped.result).toMatchObject({
      problems: [{ message: '`b` reads a column `zz` of `data`, which has none of that name' }],
    });
    project.write('pipeline.yaml', `${FAILING}  d: {kind: sum, from: data, columns: [v]}\n`);
    const kept = await project.run(toyKinds(), [], { keepGoing: true });
    expect(kept).toMatchObject({ ran: ['d'], failed: ['b'], skipped: ['c', 'p'] });
    project.write('pipeline.yaml', PIPELINE);
    expect((await project.run()).ran).toEqual(['b', 'c', 'p']);
  });
});

describe('the store', () => {
  const log = (): string => join(project.root, '.papermake/traces-v1.log');

  it('survives a torn tail', async () => {
    await project.run();
    appendFileSync(log(), Buffer.from([200, 0, 0, 0, 1, 2, 3]));
    expect(await project.run()).toMatchObject({ ran: [] });
    edit('add: 1', 'add: 2');
    expect((await project.run()).ran).toEqual(['b', 'c', 'p']);
    expect((await project.run()).ran).toEqual([]);
  });

  it('takes any flipped or missing byte for a miss, never for a value', async () => {
    await project.run();
    const whole = readFileSync(log());
    const outputs = project.results();
    for (let at = 0; at < whole.length; at += 97) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x5a;
      writeFileSync(log(), damaged);
      project.remove('out');
      const run = await project.run();
      expect(run.failed).toEqual([]);
      expect(project.results()).toEqual(outputs);
      writeFileSync(log(), whole.subarray(0, at));
      project.remove('out');
      await project.run();
      expect(project.results()).toEqual(outputs);
    }
  });

  it('leaves no temporary files', async () => {
    await project.run();
    expect(Object.keys(project.results())).toEqual(['out/p.txt']);
    const left = join(project.root, '.papermake/tmp');
    expect(existsSync(left) ? readdirSync(left) : []).toEqual([]);
  });
});

/** Longer than it takes until the stamp of a file is trusted. */
const TRUSTED_MS = 30;

it('a run that comes to its end between the look and the lock of another is not overlooked', async () => {
  await sleep(TRUSTED_MS);
  await project.run();
  const early = await project.open();
  expect(early.resumed).toBeDefined();
  project.write('data/x.txt', 'u 2\nv 2\nw 3\n');
  await sleep(TRUSTED_MS);
  expect((await project.run()).ran).toEqual(['a', 'c', 'data', 'p']);
  await project.runOpened(early);
  // What the early one noted would claim that only the file was changed by hand.
  project.write('data/x.txt', 'u 1\nv 2\nw 3\n');
  await sleep(TRUSTED_MS);
  expect((await project.run()).ran).toEqual([]);
  expect(project.results()).toEqual({ 'out/p.txt': 'Totals\na 3\nb 4\nc 7\n' });
});

describe('an error beside another node', () => {
  it('ends the run wherever the run is at that moment', async () => {
    const { run: perform, ...others } = inThisThread();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const run: Executor['run'] = async (job, ...rest) => {
      if (job.node === 'a') throw full;
      return perform(job, ...rest);
    };
    // so long that the run gives up its turn before it waits for the node
    const listen = (event: RunEvent): void => {
      if (event.event === 'start') for (const until = performance.now() + 60; performance.now() < until; );
    };
    const started = project.run(toyKinds(), [], { jobs: 3, executor: { ...others, run }, listen });
    await expect(started).rejects.toBe(full);
    expect((await project.run()).failed).toEqual([]);
  });
});

/** Outputs that another program has open stay as they were; all else is written, and the next run makes it good. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onSystem, type Refused, refusing } from '../../../support/held.ts';
import { ToyProject, type ToyRun } from '../../../support/toy.ts';

const PIPELINE = `papermake: 1
steps:
  data: {kind: table, file: data/x.txt}
  a: {kind: sum, from: data, columns: [u]}
  p: {kind: print, of: [a], title: One}
  q: {kind: print, of: [a], title: Two}
`;

let project: ToyProject;
beforeEach(() => {
  project = new ToyProject();
  project.write('data/x.txt', 'u 1\n');
  project.write('pipeline.yaml', PIPELINE);
});
afterEach(() => project.dispose());

const ends = (name: string) => (path: string) => path.replaceAll(sep, '/').endsWith(name);

async function runRefused(refused: Refused, platform: NodeJS.Platform = 'linux'): Promise<ToyRun> {
  let ran: ToyRun | undefined;
  await onSystem(platform, () =>
    refusing([refused], async () => {
      ran = await project.run();
    }),
  );
  return ran!;
}

const heldOf = ({ events }: ToyRun) => events.flatMap((event) => (event.event === 'held' ? [event] : []));
const outcomeOf = ({ result }: ToyRun) => (result.is === 'ran' ? result.outcome : undefined);

describe('an output that another program has open', () => {
  it('stays as it was while the other is written, and the next run writes it', async () => {
    await project.run();
    project.write('data/x.txt', 'u 2\n');
    const run = await runRefused({ code: 'EBUSY', operation: 'rename', of: ends('out/p.txt') });
    expect(project.results()).toEqual({ 'out/p.txt': 'One\na 1\n', 'out/q.txt': 'Two\na 2\n' });
    expect(outcomeOf(run)).toMatchObject({ failed: [], skipped: [], held: ['out/p.txt'] });
    expect(heldOf(run).map(({ problem }) => problem)).toMatchObject([
      {
        code: 'output-held',
        message: '`out/p.txt` stays as it was: it is open in another program, it seems',
        hint: 'close it there and run again; what was computed is kept, and the file is then written',
      },
    ]);
    const next = await project.run();
    expect([next.ran, next.cached]).toEqual([[], ['p']]);
    expect(project.results()).toEqual({ 'out/p.txt': 'One\na 2\n', 'out/q.txt': 'Two\na 2\n' });
    expect(outcomeOf(await project.run())).toMatchObject({ fresh: ['data', 'a', 'p', 'q'] });
  });

  it('is not said in the manifest to hold what it does not hold', async () => {
    await project.run();
    const before = project.outputs()['out/manifest.json']!;
    project.write('data/x.txt', 'u 2\n');
    await runRefused({ code: 'EBUSY', operation: 'rename', of: ends('out/p.txt') });
    const line = (text: string, name: string) =>
      text
        .split('\n')
        .find((each) => each.includes(name))!
        .replace(',', '');
    const now = project.outputs()['out/manifest.json']!;
    expect(line(now, '"p.txt"')).toBe(line(before, '"p.txt"'));
    expect(line(now, '"q.txt"')).not.toBe(line(before, '"q.txt"'));
  });

  it.each(['EPERM', 'EACCES'])('is told by %s on Windows, where POSIX means permissions', async (code) => {
    await project.run();
    project.write('data/x.txt', 'u 2\n');
    const refused: Refused = { code, operation: 'rename', of: ends('out/p.txt') };
    await expect(runRefused(refused)).rejects.toThrow(code);
    expect(outcomeOf(await runRefused(refused, 'win32'))).toMatchObject({ held: ['out/p.txt'] });
  });

  it('is not removed with its step, and goes with the next run', async () => {
    await project.run();
    project.write('pipeline.yaml', PIPELINE.replace(/ {2}q: .*\n/, ''));
    const run = await runRefused({ code: 'EBUSY', operation: 'remove', of: ends('out/q.txt') });
    expect(outcomeOf(run)).toMatchObject({ held: ['out/q.txt'] });
    expect(existsSync(join(project.root, 'out/q.txt'))).toBe(true);
    expect((await project.run()).events).toContainEqual({ event: 'removed', path: 'out/q.txt' });
    expect(Object.keys(project.results())).toEqual(['out/p.txt']);
  });

  it('may be the manifest itself', async () => {
    const run = await runRefused({ code: 'EBUSY', operation: 'rename', of: ends('out/manifest.json') });
    expect(outcomeOf(run)).toMatchObject({ held: ['out/manifest.json'] });
    await project.run();
    expect(project.outputs()['out/manifest.json']).toContain('"p.txt"');
  });

  it('may be a file of the user that stands in its place, which is neither moved nor written over', async () => {
    project.write('out/p.txt', 'mine');
    const run = await runRefused({ code: 'EBUSY', operation: 'rename', of: ends('out/p.yours.txt') });
    expect(outcomeOf(run)).toMatchObject({ held: ['out/p.txt'] });
    expect(project.results()).toEqual({ 'out/p.txt': 'mine', 'out/q.txt': 'Two\na 1\n' });
    await project.run();
    expect(project.results()).toMatchObject({ 'out/p.yours.txt': 'mine', 'out/p.txt': 'One\na 1\n' });
  });
});

/**
 * A reader that has had enough, and an output that has no room: an exit code, never a trace.
 * @module-tag slow
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, type Finished, type Project } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

/** `$P` is papermake; the code of the whole is that of its last command, or `echo`ed. */
const shell = (line: string): Promise<Finished> =>
  new Promise((done) => {
    const env = { ...process.env, P: `${process.execPath} ${BINARY}` };
    execFile('bash', ['-c', line], { cwd: project.root, env }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

describe.skipIf(!existsSync('/dev/full'))('a standard output without room', () => {
  it.each(['run', 'run --json', 'status', 'why panel', 'show panel', 'graph', '--help', '--version', 'run -n'])(
    '%s',
    async (args) => {
      await project.make();
      project.remove('out');
      const { code, stderr } = await shell(`$P ${args} > /dev/full`);
      expect(stderr).toMatch(/(^|\n)papermake: cannot write to the standard output: no space left on device\n$/);
      expect(stderr).not.toMatch(/Internal error|\n {4}at /);
      expect(code).toBe(1);
    },
  );

  it('does not keep a run from its end, and the hot path says the same', async () => {
    expect(await shell('$P > /dev/full')).toMatchObject({ code: 1 });
    expect(await shell('$P > /dev/full')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'papermake: cannot write to the standard output: no space left on device\n',
    });
    expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
  });

  it('nor does one for messages', async () => {
    expect(await shell('$P 2> /dev/full')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^papermake: 12 nodes: 12 ran/),
    });
    expect(await shell('$P')).toMatchObject({ code: 0, stdout: 'papermake: all 12 nodes are fresh\n' });
  });
});

describe('a reader that has had enough', () => {
  it.each(['status', 'show panel --json', 'run --json --force', 'run', 'graph'])('%s', async (args) => {
    await project.make();
    // The reader is gone before the first byte.
    const { stdout, stderr } = await shell(`{ sleep 0.5; $P ${args}; echo "code $?" >&2; } | true`);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/(^|\n)code 141\n$/);
    expect(stderr).not.toMatch(/Internal error|EPIPE|\n {4}at /);
  });

  it('does not hide that a node failed', async () => {
    project.edit('data/panel.csv', 'u0,2010', 'u0,2011');
    expect((await shell('{ sleep 0.5; $P --json; echo "code $?" >&2; } | true')).stderr).toMatch(/code 1\n$/);
  });
});

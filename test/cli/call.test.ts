/** How papermake is called: where options stand, what a machine reads, readers that go away. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BINARY, type Project } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
beforeAll(async () => {
  project = paper();
  await project.make();
});
afterAll(() => project.dispose());

describe('options', () => {
  it('may stand before the command', async () => {
    const after = await project.run('status', '--json', '-f', 'pipeline.yaml');
    for (const args of [
      ['-f', 'pipeline.yaml', '--json', 'status'],
      ['--json', '-C', '.', 'status', '-fpipeline.yaml'],
      ['--file=pipeline.yaml', '--directory', '.', 'status', '--json'],
    ])
      expect(await project.run(...args)).toEqual(after);
    expect((await project.run('-qj', '2', 'run')).code).toBe(0);
    expect((await project.run('-f', 'pipeline.yaml', 'stauts')).stderr).toContain('did you mean `status`?');
    expect((await project.run('--force', 'status')).stderr).toContain('unknown option `--force`');
  });
});

it('check refuses names of claims where there are none', async () => {
  expect((await project.run('check')).code).toBe(0);
  const { code, stdout, stderr } = await project.run('check', 'nosuch');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('no claim is called `nosuch`\nhint: the pipeline makes no claims\n');
});

describe('--json', () => {
  it('ends with what is wrong, at lines and columns', async () => {
    project.write('wrong.yaml', 'papermake: 1\nsteps:\n  p: {kind: ingset, file: data/panel.csv}\n');
    const place = { is: 'text', file: 'wrong.yaml', line: 3, column: 13, start: 32, end: 38 };
    const problem = { code: 'unknown-kind', severity: 'error', message: 'unknown step kind `ingset`' };
    for (const args of [['run'], ['run', '-n'], ['status'], ['why', 'p'], ['check'], ['verify']]) {
      const { code, stdout, stderr } = await project.run(...args, '--json', '-f', 'wrong.yaml');
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toEqual({
        event: 'refused',
        problems: [{ ...problem, hint: 'did you mean `ingest`?', at: [place] }],
      });
      expect(stderr).toContain('wrong.yaml:3:13  unknown step kind');
    }
    const unknown = JSON.parse((await project.run('run', '--json', 'nosuch')).stdout);
    expect(unknown.problems).toMatchObject([{ code: 'unknown-node', at: [] }]);
  });

  it('tells places of failures and warnings likewise', async () => {
    const steps = [
      'p: {kind: ingest, file: data/late.csv, types: {x: number}}',
      'd: {kind: describe, from: p, variables: [x]}',
    ];
    project.write('late.yaml', `papermake: 1\nsteps:\n${steps.map((step) => `  ${step}\n`).join('')}`);
    project.write('data/late.csv', 'x\none\n');
    const { stdout } = await project.run('run', '--json', '-f', 'late.yaml');
    const failed = stdout.split('\n').flatMap((line) => (line.includes('"failed","node"') ? [JSON.parse(line)] : []));
    const [{ at }] = failed[0].problems;
    expect(at).toMatchObject([
      { is: 'cell', row: 2 },
      { is: 'text', file: 'late.yaml', line: 4 },
    ]);
  });
});

it.skipIf(process.platform === 'win32')('outlives a reader that has had enough', { tags: 'slow' }, () => {
  const piped = (args: string) => {
    const script = `"${process.execPath}" "${BINARY}" ${args} | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: project.root, encoding: 'utf8' });
    return { stdout, stderr };
  };
  for (const args of ['run --json --force', 'status', 'graph', 'run'])
    expect(piped(args)).toEqual({
      // 0 where all was written before the reader went.
      stdout: expect.stringMatching(/^(0|141)\n$/),
      stderr: args.startsWith('run') ? expect.any(String) : '',
    });
  expect(piped('run --json --force').stderr).not.toContain('EPIPE');
});

/**
 * A process that is kept for the next call answers as one of its own does.
 * @module-tag slow
 */
import { expect, it } from 'vitest';
import { BINARY, run } from './harness.ts';
import { paper } from './paper.ts';
import { runWarm } from './warm.ts';

it('says the same, with the same exit code, on every path to it', async () => {
  const [one, other] = [paper(), paper()];
  const calls = [
    ['--version'],
    ['run', '--dry-run'],
    ['-j', '1'],
    ['run'],
    ['-q'],
    ['status'],
    ['--nonsense'],
    ['show', 'none'],
  ];
  try {
    for (const args of calls) {
      const warm = await runWarm(BINARY, args, { cwd: one.root });
      const own = await run(args, { cwd: other.root });
      // How long things took is another each time, and so is what of a fresh project's stamps may be trusted.
      const told = ({ code, stdout, stderr }: typeof own) => ({
        code,
        stdout: stdout.replaceAll(/"\w*(ms|[mM]illiseconds|[sS]econds)":[\d.]+|[\d.]+ m?s\b/g, ''),
        stderr: stderr.replaceAll(/[\d.]+ m?s\b/g, ''),
      });
      expect(told(warm), args.join(' ')).toEqual(told(own));
    }
  } finally {
    one.dispose();
    other.dispose();
  }
});

it('has the environment and the folder of its call, and of no earlier one', async () => {
  const [one, other] = [paper(), paper()];
  try {
    const env = { ...process.env, XDG_STATE_HOME: other.path('state') };
    expect((await runWarm(BINARY, [], { cwd: one.root, env })).code).toBe(0);
    other.remove('state/papermake/key');
    expect((await runWarm(BINARY, [], { cwd: other.root })).code).toBe(0);
    expect(other.has('state/papermake')).toBe(true);
    expect(other.has('state/papermake/key')).toBe(false);
  } finally {
    one.dispose();
    other.dispose();
  }
});

/** Runs a program that has to succeed. */
import { spawnSync } from 'node:child_process';

/** Returns what a program wrote to standard output. It throws with all that the program said where it fails. */
export function must(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  throw new Error(
    `\`${program} ${args.join(' ')}\` failed${error === undefined ? '' : `: ${error.message}`}\n${stdout}${stderr}`,
  );
}

/** Asks git for what its files do not say by themselves, and has it do what only it can. */

/** Gives what git prints; undefined where there is no git or no repository, or where git refuses. */
export function git(root: string, args: readonly string[], input?: string): Buffer | undefined {
  const { status, stdout } = ran(root, args, input);
  return status === 0 ? stdout : undefined;
}

/** Says in git's own words why it did nothing. */
export class GitError extends Error {}

/** Gives what git prints, as text. Throws GitError where git refuses or is not there. */
export function gitOrThrow(root: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = ran(root, args);
  if (error !== undefined) throw new GitError(error.message);
  if (status !== 0)
    throw new GitError(stderr.toString('utf8').trim() || `\`git ${args.join(' ')}\` ended with ${status}`);
  return stdout.toString('utf8').trim();
}

function ran(root: string, args: readonly string[], input?: string) {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  // A repository from elsewhere may name programs to run when git reads its index, which is not needed here.
  return spawnSync('git', ['-c', 'core.fsmonitor=false', ...args], {
    cwd: root,
    // Nor does git fetch what a partial clone lacks, by whatever program its remote names.
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
    maxBuffer: Number.POSITIVE_INFINITY,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  });
}

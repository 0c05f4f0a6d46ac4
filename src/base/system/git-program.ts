/** Asks git for what its files do not say by themselves. */

/** Gives what git prints; undefined where there is no git or no repository, or where git refuses. */
export function git(root: string, args: readonly string[], input?: string): Buffer | undefined {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  // A repository from elsewhere may name programs to run when git reads its index, which is not needed here.
  const { status, stdout } = spawnSync('git', ['-c', 'core.fsmonitor=false', ...args], {
    cwd: root,
    // Nor does git fetch what a partial clone lacks, by whatever program its remote names.
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
    maxBuffer: Number.POSITIVE_INFINITY,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    ...(input === undefined ? {} : { input }),
  });
  return status === 0 ? stdout : undefined;
}

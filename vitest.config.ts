import { availableParallelism, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A nightly-sized run of the fault harness or of test/fuzz (docs/architecture.md) takes as long as it takes. */
const nightly = ['FAULTS', 'FUZZ', 'CLUSTER_KILLS'].some((each) => process.env[`PAPERMAKE_${each}`] !== undefined);

/** Folders whose files take longest, and for the most part wait: for a scheduler, for programs, for a file system to notice something. */
const LONG = ['cluster', 'faults', 'cli', 'docs', 'security', 'browser'];

/** Begins with what takes longest, so that nothing long is left for the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const [folder = ''] = path.relative(path.join(import.meta.dirname, 'test'), moduleId).split(path.sep);
      return LONG.includes(folder) ? LONG.indexOf(folder) : LONG.length;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The key by which an account knows what its runs left lies in a home of the tests' own. Tests of trust take it away.
    env: { XDG_STATE_HOME: path.join(tmpdir(), `papermake-tests-${userInfo().uid}`), PAPERMAKE_TRUST: '1' },
    pool: 'threads',
    isolate: false,
    setupFiles: ['test/support/written-values.ts'],
    sequence: { sequencer: LongFirst },
    // Most of the long files wait for what they started, and leave the processor to others.
    maxWorkers: Math.min(8, 2 * availableParallelism()),
    testTimeout: nightly ? 7_200_000 : 60_000,
    hookTimeout: 120_000,
  },
});

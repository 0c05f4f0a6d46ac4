import { availableParallelism, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isNightly, runsSlow, SLOW, SlowTold } from './test/support/slow.ts';

const isPartial = !runsSlow(process.env);

/** Far more than anything takes where nothing else is at work: no test fails by the machine that it runs on. */
const PATIENCE_MS = isNightly(process.env) ? 7_200_000 : 600_000;

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
    env: {
      COLUMNS: '',
      XDG_STATE_HOME: path.join(tmpdir(), `papermake-tests-${userInfo().uid}`),
      PAPERMAKE_TRUST: '1',
    },
    pool: 'threads',
    isolate: false,
    globalSetup: ['test/support/fresh-build.ts'],
    setupFiles: ['test/support/written-values.ts', 'test/support/short-failures.ts'],
    sequence: { sequencer: LongFirst },
    // Most of the long files wait for what they started, and leave the processor to others.
    maxWorkers: Math.min(8, 2 * availableParallelism()),
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    tags: [{ name: SLOW, description: 'runs where CI is set, or a variable asks for a large size' }],
    ...(isPartial && { tagsFilter: [`!${SLOW}`] }),
    diff: { expand: false, contextLines: 3 },
    reporters: ['default', ...(isPartial ? [new SlowTold()] : [])],
  },
});

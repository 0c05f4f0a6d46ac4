import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** A nightly-sized run of the fault harness or of test/fuzz (docs/architecture.md) takes as long as it takes. */
const nightly = ['FAULTS', 'FUZZ', 'CLUSTER_KILLS'].some((each) => process.env[`PAPERMAKE_${each}`] !== undefined);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The key by which an account knows what its runs left lies in a home of the tests' own.
    env: { XDG_STATE_HOME: path.join(tmpdir(), `papermake-tests-${userInfo().uid}`) },
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: nightly ? 7_200_000 : 60_000,
    hookTimeout: 120_000,
  },
});

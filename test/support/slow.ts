/**
 * Tests that take long bear the tag `slow`: by `{ tags: 'slow' }`, or by `@module-tag slow` in the comment that opens their file. They run where
 * `CI` is set, and where a variable asks for other draws or a large size; elsewhere they are skipped, counted and told.
 */
import type { Reporter, TestModule } from 'vitest/node';
import { SEED, SUITES } from '../../scripts/nightly-suites.ts';

export const SLOW = 'slow';

const sizes = SUITES.flatMap((suite) => Object.keys(suite.sizes));

/** Whether this is a run of a night, which takes as long as it takes. */
export const isNightly = (environment: NodeJS.ProcessEnv): boolean =>
  [SEED, ...sizes].some((name) => environment[name] !== undefined);

export const runsSlow = (environment: NodeJS.ProcessEnv): boolean => isNightly(environment) || Boolean(environment.CI);

/** Says at the end of a run how many tests it left out. */
export class SlowTold implements Reporter {
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void = console.log) {
    this.#say = say;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const left = modules.reduce((sum, module) => sum + slowIn(module), 0);
    if (left > 0) this.#say(`${left} slow ${left === 1 ? 'test runs' : 'tests run'} with CI=true`);
  }
}

function slowIn({ children }: TestModule): number {
  let count = 0;
  for (const test of children.allTests()) if (test.tags.includes(SLOW)) count++;
  return count;
}

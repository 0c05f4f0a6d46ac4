/** Slow tests are left out where nothing asks for them, and their number is told. */
import { expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import { runsSlow, SlowTold } from '../../support/slow.ts';

it('run in CI, and where a variable asks for other draws or a large size', () => {
  expect(runsSlow({})).toBe(false);
  expect(runsSlow({ CI: '' })).toBe(false);
  for (const name of ['CI', 'PAPERMAKE_SEED', 'PAPERMAKE_FUZZ', 'PAPERMAKE_FORMULAS'])
    expect(runsSlow({ [name]: '1' })).toBe(true);
});

it('are counted over all files', () => {
  const moduleOf = (...tags: readonly string[][]) =>
    ({ children: { allTests: () => tags.map((each) => ({ tags: each })) } }) as unknown as TestModule;
  const said: string[] = [];
  const told = new SlowTold((line) => said.push(line));
  told.onTestRunEnd([moduleOf([], [])]);
  told.onTestRunEnd([moduleOf(['slow'], [])]);
  told.onTestRunEnd([moduleOf(['slow'], ['slow']), moduleOf(['other', 'slow'])]);
  expect(said).toEqual(['1 slow test runs with CI=true', '3 slow tests run with CI=true']);
});

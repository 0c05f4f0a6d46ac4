/** What `npm run mutate` changes, and which tests it asks. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { mutantsOf, mutated } from '../../../scripts/mutate/mutants.ts';
import { testsByModule } from '../../../scripts/mutate/tests-of.ts';

const changed = (source: string): string[] => mutantsOf('a.ts', source).map((each) => mutated(source, each));

it('changes an operator, a condition, a constant, a call or a statement, each by itself', () => {
  expect(changed('const a = b < 1;')).toEqual(['const a = b <= 1;', 'const a = b < (1 + 1);']);
  expect(changed('if (新) f();')).toEqual(['if (!(新)) f();', 'if (新) ;']);
  expect(changed('const a = b ?? !c;')).toEqual(['const a = b && !c;', 'const a = b ?? c;']);
  expect(changed('a = Math.max(b, true);')).toEqual(['a = Math.min(b, true);', 'a = Math.max(b, false);']);
});

it('leaves types, and texts that are put together', () => {
  expect(changed("type A = 1 | true; const a = 'b' + c + 'd';")).toEqual([]);
});

it('asks the tests that import a source, the nearest first, and none of the built command line', async () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const tests = ['test/unit/scripts/mutants.test.ts', 'test/unit/base/glob.test.ts', 'test/cli/show-json.test.ts'];
  const testsOf = await testsByModule(root, tests);
  expect(testsOf('scripts/mutate/mutants.ts')).toEqual(['test/unit/scripts/mutants.test.ts']);
  expect(testsOf('src/base/text/glob.ts')).toEqual(['test/unit/base/glob.test.ts']);
});

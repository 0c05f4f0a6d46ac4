/** The note of a witness says what its counts say. */
import { expect, it } from 'vitest';
import { countsOf, type Verdict } from '../../../../steps/lib/witness/records.ts';
import { witnessNote } from '../../../../steps/witness/note.ts';

const note = (verdicts: readonly Verdict[], conventions: readonly string[] = []) => {
  const parts = { conventions, engines: ['R', 'Stata'], counts: countsOf(verdicts.map((verdict) => ({ verdict }))) };
  return witnessNote({ part: (name) => parts[name as keyof typeof parts] as never });
};

const found = 'Coefficients, standard errors and counts estimated once more by R, Stata from exported scripts';

it('tells of values that no engine came to, and of none where all were estimated', () => {
  expect(note(['same', 'no counterpart'])).toEqual({
    en: found,
    zh: '系数、标准误与样本量由 R、Stata 根据导出的程序重新估计',
  });
  expect(note(['same', 'explained', 'not run'], ['degrees of freedom']).en).toBe(
    `${found}; explained by degrees of freedom; one value was not run`,
  );
  expect(note(['unexplained', 'not run', 'not run'])).toEqual({
    en: `${found}; 2 values were not run`,
    zh: '系数、标准误与样本量由 R、Stata 根据导出的程序重新估计；2 个数值未运行',
  });
});

it('says that nothing was estimated where no engine ran', () => {
  expect(note(['not run', 'no counterpart'])).toEqual({
    en: 'No value was estimated once more: R, Stata did not run',
    zh: 'R、Stata 未运行，没有数值得到重新估计',
  });
  expect(note(['no counterpart']).en).toBe(found);
});

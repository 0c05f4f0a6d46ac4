/** Functions of macros whose value a do-file itself tells, and those of which it does not. */
import { expect, it } from 'vitest';
import { readStata } from '../../src/import/stata/read.ts';
import { nowhere } from './nowhere.ts';

const host = {
  ...nowhere,
  columns: () => ['y', 'q1', 'q2', 'x'],
};

const SETTING = [
  'use d.dta, clear',
  'label variable x "Digital finance"',
  'local c a b c',
  'local e c d',
  'local m a_b_c',
];
const read = (line: string) => readStata([...SETTING, line, "reg y v`m_'"].join('\n'), host);

it.each<[string, string]>([
  ["word count `c'", '3'],
  ['word count "a b" c', '2'],
  ["word 2 of `c'", 'b'],
  ["word 9 of `c'", ''],
  ['list c - e', 'a b'],
  ['list c | e', 'a b c d'],
  ['list c & e', 'c'],
  ['list sizeof c', '3'],
  ['list posof "c" in c', '3'],
  ['list e in c', '0'],
  ['list uniq c', 'a b c'],
  ['length local m', '5'],
  ['subinstr local m "_" "", all', 'abc'],
  ['subinstr local m "_" ""', 'ab_c'],
  ['display 2 * 3', '6'],
  ['di %03.0f 7', '007'],
  ['variable label x', 'Digital finance'],
])('`: %s` is `%s`', (written, value) => {
  const source = [...SETTING, `local m_ : ${written}`, 'if "`m_\'" == "' + value + '" {', 'reg y x', '}'].join('\n');
  const { draft, lines } = readStata(source, host);
  expect(lines.filter(({ outcome }) => outcome.is === 'unread')).toEqual([]);
  expect(draft.steps.filter(({ kind }) => kind === 'models')).toHaveLength(1);
});

it('is put in where it stands within a text', () => {
  const { draft } = readStata([...SETTING, "reg y q`: word 2 of a 2'"].join('\n'), host);
  expect(draft.steps.at(-1)!.entries[0]!.keys.get('fit')).toBe('y ~ q2');
});

it.each([
  'type x',
  'variable label q1',
  "word `n' of `c'",
  'subinstr local m "a" "b", word',
  'di %9.2e 3',
  'list c + e',
])('`: %s` is told, and so is what reads it', (written) => {
  const { lines } = read(`local m_ : ${written}`);
  expect(lines.slice(-2).map(({ outcome }) => outcome.is)).toEqual(['unread', 'unread']);
});

it('`unab` has the names of the data', () => {
  const { draft } = readStata("use d.dta, clear\nunab all : q*\nreg y `all'", host);
  expect(draft.steps.at(-1)!.entries[0]!.keys.get('fit')).toBe('y ~ q1 + q2');
});

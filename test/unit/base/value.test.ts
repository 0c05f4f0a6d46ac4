/** Marks of values in messages. */
import { describe, expect, it, vi } from 'vitest';

// Elsewhere in the tests values are written as soon as they are marked.
const {
  alsoOf,
  aside,
  datum,
  either,
  hiding,
  inFront,
  inTables,
  masked,
  nameOfResult,
  PRINTED,
  shownTo,
  SOME_VARIABLE,
  withMasks,
  written,
} = await vi.importActual<typeof import('../../../src/base/value.ts')>('../../../src/base/value.ts');

const hides = hiding(new Set(['income', '家庭 收入']));
const nothing = hiding(new Set());

describe('a value in a message', () => {
  const message = `got \`${datum('income', 71234.5)}\` in ${datum('year', 2010)}${aside(['person', 'income'], ` (${datum('person', 'A')}: 7)`)}`;

  it('is written, masked, or left out with its words', () => {
    expect(shownTo(message, nothing)).toBe('got `71234.5` in 2010 (A: 7)');
    expect(shownTo(message, hides)).toBe('got `…` in 2010');
    expect(masked(message)).toBe('got `…` in …');
    expect(written(either('income', 'the least is 3', 'some are below 0'))).toBe('the least is 3');
    expect(shownTo(either('income', 'the least is 3', 'some are below 0'), hides)).toBe('some are below 0');
  });

  it('stays a value of the other variables when one of them is hidden', () => {
    const once = withMasks(message, hides);
    expect(written(once)).toBe('got `…` in 2010');
    expect(masked(once)).toBe('got `…` in …');
    expect(masked(JSON.parse(JSON.stringify(structuredClone({ once }))).once)).toBe('got `…` in …');
  });

  it.each(['income', 'log(income)', 'L.income', 'x:income^2', 'log(`家庭 收入`)'])('is one of %s', (name) => {
    expect(shownTo(datum(name, 5), hides)).toBe('…');
    expect(shownTo(datum(`${name}s`.replace('income', 'incomes').replace('收入', '收'), 5), hides)).toBe('5');
  });

  it('that a result is called by stands in tables, and in messages where its variables are not hidden', () => {
    const cohort = `the cohort ${nameOfResult(['income', 'year'], 2004)} has ${datum('income', 7)}`;
    expect(inTables(cohort)).toBe('the cohort 2004 has …');
    expect(masked(cohort)).toBe('the cohort … has …');
    expect(shownTo(cohort, nothing)).toBe('the cohort 2004 has 7');
    expect(shownTo(cohort, hides)).toBe('the cohort … has …');
  });

  it.each([
    ['`i(income)::5` was dropped', '`i(income)::…` was dropped'],
    ['`i(income)::"a:b":x` and `i(year)::2010:i(income)::5`', '`i(income)::…:x` and `i(year)::2010:i(income)::…`'],
    ['`i(`家庭 收入`)::5`, `i(year)::2010`', '`i(`家庭 收入`)::…`, `i(year)::2010`'],
  ])('is the level in a term: %s', (message, said) => {
    expect(shownTo(message, hides)).toBe(said);
    expect(shownTo(message, nothing)).toBe(message);
  });

  it('is hidden where nobody knows its variable, or a program printed it, as soon as anything is', () => {
    for (const of of [SOME_VARIABLE, PRINTED]) {
      expect(shownTo(datum(of, 5), hides)).toBe('…');
      expect(shownTo(datum(of, 5), nothing)).toBe('5');
    }
  });

  it('is one of the variable too that a step calls otherwise', () => {
    const renamed = inFront('say ', alsoOf('income', aside('col7', datum('col7', 5))));
    expect(shownTo(renamed, hides)).toBe('');
    expect(shownTo(renamed, nothing)).toBe('say 5');
  });

  it.each([
    ['a mark in the data', (evil: string) => datum('income', evil)],
    ['marks in words around it', (evil: string) => aside('income', ` (${evil})`)],
  ])('does not end at %s', (_, made) => {
    const [, ...marks] = ['', '\ufdd0', '\ufdd1', '\ufdd2', '\ufdd3', '\ufdd4'];
    for (const a of marks)
      for (const b of marks) {
        const evil = `7${a}8${b}secret`;
        expect(shownTo(`got ${made(evil)}`, hides)).not.toContain('secret');
        expect(shownTo(made(evil), nothing)).toMatch(/7?.*8.*secret/);
      }
  });

  it('is masked where its end was cut off', () => {
    const whole = `got ${datum('x', 'secret')} here`;
    for (let end = 0; end < whole.length; end++) {
      const said = shownTo(whole.slice(0, end), (name) => name === 'x');
      expect(said).not.toContain('secre');
      expect(said).not.toMatch(/[\ufdd0-\ufdd6]/);
    }
  });
});

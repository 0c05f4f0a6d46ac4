/** Every form that docs/language.md shows in a table is read, compiled and run as users would, and nothing is left out. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../src/base/expression/check.ts';
import { evaluateExpression } from '../../src/base/expression/evaluate.ts';
import { columnFunctions, functionNames as everyFunction, signatureOf } from '../../src/base/expression/functions.ts';
import { parseExpression } from '../../src/base/expression/parser.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { type SpecContext, type SpecKeys, scopeOf } from '../../src/econ/compile/keys.ts';
import { functionNames } from '../../src/econ/formula/factor.ts';
import { parseFormula } from '../../src/econ/formula/formula.ts';
import { stepwise } from '../../src/econ/formula/term-parser.ts';
import { foreignCommands } from '../../src/econ/registry.ts';
import type { Column } from '../../src/frame/column.ts';
import { derive } from '../../src/frame/declared/derive.ts';
import { Frame } from '../../src/frame/frame.ts';
import { type Cells, frameOfColumns } from '../support/data.ts';
import { estimate } from '../support/estimate.ts';

const text = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/language.md'), 'utf8');

/** Text between a heading and the next. */
function section(heading: string): string {
  const [, body] = new RegExp(`\n## ${heading}\n([\\s\\S]*?)(?=\n## |$)`).exec(text) ?? [];
  if (body === undefined) throw new Error(`no section ${heading}`);
  return body;
}

/** Code spans, also those in double backticks. */
const spans = (cell: string): string[] =>
  [...cell.matchAll(/``\s?(.+?)\s?``|`([^`]+)`/g)].map(([, double, single]) =>
    (double ?? single!).replaceAll('\\|', '|'),
  );

/** The cells of a section's table, without its head. */
function rows(heading: string): [left: string, right: string][] {
  const lines = section(heading)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    return [cells[0]!, cells[1]!];
  });
}

const forms = (heading: string): string[] => rows(heading).flatMap(([left]) => spans(left));

// 24 firms in 8 provinces over 10 years, so that no effect or cluster is of single rows
const cells = Array.from({ length: 240 }, (_, i) => ({ firm: Math.floor(i / 10), year: 2011 + (i % 10) }));
const wave = (k: number): number[] =>
  cells.map((_, i) => 2 + ((i * k) % 101) / 50 + ((i * i * 7) % (k + 13)) / (k + 13));
const columns: Readonly<Record<string, Cells>> = {
  firm: cells.map(({ firm }) => firm),
  province: cells.map(({ firm }) => firm % 8),
  court: cells.map(({ firm }) => firm % 4),
  judge: cells.map(({ firm }) => firm % 8),
  year: cells.map(({ year }) => year),
  first_treated: cells.map(({ firm }) => (firm % 3 === 0 ? 0 : 2014 + (firm % 4))),
  region: cells.map(({ firm }) => ['East', 'West', 'North'][firm % 3]!),
  ...Object.fromEntries(
    ['y', 'x', 'x1', 'x2', 'z', 'w', 'c', 'NQP', 'jailed'].map((name, i) => [name, wave(17 + 6 * i)]),
  ),
  ...Object.fromEntries(['Education', 'Patent', 'DigEco', 'gdp per capita'].map((name, i) => [name, wave(71 + 4 * i)])),
  control: cells.map((_, i) => i % 2),
  a: cells.map((_, i) => (i * 37) % 12),
  b: cells.map((_, i) => 1 + ((i * 53) % 11)),
};
const panel = { unit: 'firm', time: 'year' };
const read: ReadonlyMap<string, Column> = new Map<string, Column>([
  ...frameOfColumns(columns, panel).names.map((name) => [name, frameOfColumns(columns, panel).column(name)] as const),
  ['day', { type: 'date', values: Float64Array.from(cells, (_, i) => 15_000 + 40 * i) }],
]);
const data = Frame.of(read, cells.length, panel);
const context: SpecContext = {
  sets: { controls: ['Education', 'Patent', 'DigEco'] },
  samples: {},
  frame: 'panel',
  columns: [...read].map(([name, { type }]) => ({ name, type })),
  panel,
};

/** The fits of a column as written; complains as the pipeline would. */
function fits(keys: SpecKeys) {
  const { specs, problems } = compileColumn(keys, null, context);
  expect(problems.map(({ message, hint }) => `${message}; ${hint}`)).toEqual([]);
  return specs.map((spec) => estimate(spec, data));
}

const formulaWith = (form: string): string => (form.startsWith('|') ? `y ~ w ${form}` : `y ~ ${form}`);
const termsOf = (form: string): string[] =>
  fits({ fit: `y ~ ${form}` }).flatMap((fit) => fit.terms.map(({ term }) => term));

describe('formulas', () => {
  it.each(forms('Formulas'))('%s', (form) => {
    for (const fit of fits({ fit: formulaWith(form) })) {
      expect(fit.nobs).toBeGreaterThan(100);
      expect(fit.dropped).toEqual([]);
    }
  });

  const equal = rows('Formulas').flatMap(([left, right]) => {
    const meanings = right.split(';').map((part) => part.trim());
    return spans(left).flatMap((form, i) =>
      /^`[^`]+`$/.test(meanings[i] ?? '') ? [[form, spans(meanings[i]!)[0]!]] : [],
    );
  });
  it.each(equal)('%s is %s', (form, meaning) => expect(termsOf(form).sort()).toEqual(termsOf(meaning).sort()));

  it('are all there', () => {
    expect(equal.length).toBeGreaterThanOrEqual(6);
    const shown = forms('Formulas').join(' ');
    for (const name of [...functionNames, ...stepwise, 'i']) expect(shown).toContain(`${name}(`);
    for (const operator of ['L.', 'F.', 'D.']) expect(shown).toContain(operator);
  });
});

describe('standard errors', () => {
  it.each(forms('Standard errors'))('%s', (vcov) => {
    const [fit] = fits({ fit: 'y ~ x1 + x2', vcov });
    expect(fit!.terms.every(({ stdError }) => typeof stdError === 'number' && stdError > 0)).toBe(true);
  });

  const [, styles] = /^`small:` names[\s\S]*?(?=\n\n|\n$)/m
    .exec(section('Standard errors'))![0]
    .split('`small:` names');
  const models = ['y ~ x1', 'y ~ x1 | firm', 'y ~ x1 | firm + year', 'y ~ w | x1 ~ z', 'y ~ w | firm | x1 ~ z'];
  it.each([...new Set(spans(styles!).map((span) => span.replace('small: ', '')))])('small: %s', (written) => {
    const small = /^(true|false)$/.test(written) ? written === 'true' : written;
    const suited = models.filter((fit) => compileColumn({ fit, small }, null, context).problems.length === 0);
    expect(suited).not.toEqual([]);
    for (const fit of suited) expect(fits({ fit, small })).toHaveLength(1);
  });
});

describe('what derive has', () => {
  const of = forms('What derive has beside these');

  it.each(of)('%s', (form) => {
    const parsed = parseExpression(form);
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    const { column } = derive({ name: 'made', text: form, expression: parsed.ast }, read, cells.length, panel);
    expect('values' in column ? column.values.some((value) => Number.isFinite(value)) : column.type).toBe(true);
  });

  it('are all there', () => {
    for (const name of Object.keys(columnFunctions)) expect(of.join(' ')).toContain(`${name}(`);
  });
});

describe('expressions', () => {
  it.each(forms('Expressions'))('%s', (form) => {
    const parsed = parseExpression(form);
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    expect(checkExpression(parsed.ast, scopeOf(context)).problems).toEqual([]);
    const { value } = evaluateExpression(parsed.ast, data);
    if (value.type === 'text') expect(value.codes.filter((code) => code >= 0).length).toBeGreaterThan(100);
    else expect([...value.values].filter((x) => !Number.isNaN(x))).toHaveLength(cells.length);
  });

  it('are all there', () => {
    const shown = forms('Expressions').join(' ');
    const names = everyFunction.filter((name) => signatureOf({ name, named: [] }).over === 'rows');
    for (const name of names) expect(shown).toContain(`${name}(`);
    for (const sign of [
      '+',
      '-',
      '*',
      '/',
      '^',
      '==',
      '!=',
      '<',
      '<=',
      '>',
      '>=',
      ' and ',
      ' or ',
      'not ',
      ' in ',
      ' not in ',
    ])
      expect(shown).toContain(sign);
  });
});

describe('forms of Stata and R', () => {
  const isTerm = (form: string): boolean => !form.includes('~') && !/^\w+ \w/.test(form);
  const each = rows('From Stata and R').flatMap(([left, right]) => spans(left).map((form) => [form, right] as const));
  it.each(each)('%s', (form, right) => {
    const parsed = parseFormula(isTerm(form) ? `y ~ ${form}` : form, context.sets, 'id', foreignCommands);
    const hint = parsed.ok ? 'read' : parsed.problems[0].hint;
    for (const written of spans(right).filter((span) => span !== 'ingest'))
      expect(hint).toContain(written.replace(/…\}$/, ''));
  });
});

it('a form that is not of the language is found', () => {
  expect(() => fits({ fit: formulaWith('x1 -- x2') })).toThrow();
  expect(rows('Formulas').length).toBeGreaterThan(12);
});

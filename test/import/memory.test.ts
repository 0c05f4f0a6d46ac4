/** Data that no statement loads, the rows of an estimate, and products of `xi`. */
import { describe, expect, it } from 'vitest';
import { readStata } from '../../src/import/stata/read.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { nowhere } from './nowhere.ts';

const read = (source: string) => readStata(source, nowhere);
const columns = (source: string): unknown[] =>
  read(source).draft.steps.flatMap(({ kind, entries }) =>
    kind === 'models' ? entries.map(({ keys }) => Object.fromEntries(keys)) : [],
  );

describe('data that no statement loads', () => {
  it('are a file which the author names, and the report asks for it', () => {
    const { draft, lines, files } = read('reg y x\nreg y z\n');
    expect(pipelineOf(draft, 'm.do')).toContain('file: data/data.dta');
    expect(draft.steps.map(({ kind }) => kind)).toEqual(['ingest', 'models']);
    expect([...files]).toEqual([['data/data.dta', 'data/data.dta']]);
    expect(lines[0]!.notes).toEqual([expect.stringContaining('no statement that was read loads the data')]);
    expect(lines[1]!.notes).toEqual([]);
  });

  it('may come from a line that was not read, which is told', () => {
    const { lines } = read('clear all\ndo clean.do\nreg y x\n');
    expect(lines.map(({ outcome }) => outcome.is)).toEqual(['nothing', 'unread', 'became']);
    expect(lines[2]!.notes.join()).toMatch(/line 2 may change the data/);
  });

  it.each([
    'clear\nreg y x\n',
    'set obs 100\nreg y x\n',
    "use `file', clear\nclear\nreg y x\n",
    'import spss d.sav\nreg y x\n',
  ])('are not made up: %j', (source) => {
    const told = read(source).lines.at(-1)!.outcome;
    expect(told).toMatchObject({ is: 'unread', why: 'no data are in memory here' });
  });

  it('are in doubt behind rows that Stata makes', () => {
    const { lines } = read('use d\nset obs 100\nreg y x\n');
    expect(lines[1]!.outcome.is).toBe('unread');
    expect(lines[2]!.notes.join()).toMatch(/line 2 may change the data/);
  });
});

describe('`e(sample)`', () => {
  const sample = (source: string): unknown => (columns(source)[1] as { sample?: unknown } | undefined)?.sample;

  it('is the rows in which the variables of the estimate have values', () => {
    expect(
      sample('use d\nxtset id t\nxtreg y x L.z i.t if a > 1 & a < 5, fe vce(cluster g)\nreg w x if e(sample)\n'),
    ).toBe(
      'a > 1 and a < 5 and not missing(y) and not missing(x) and not missing(L.z) and not missing(t) and not missing(id) and not missing(g)',
    );
    expect(sample('use d\nxtset id t\nreg y L(0/1).x\nreg w x if e(sample) == 1 & b == 2\n')).toBe(
      '(not missing(y) and not missing(x) and not missing(L1.x)) and b == 2',
    );
    expect(sample('use d\nreg y x if a == 1 | a == 2\nreg w x if e(sample)==0\n')).toMatch(
      /^not \(\(.* or .*\) and not /,
    );
  });

  it.each([
    'reghdfe y x, absorb(id)',
    'logit y x',
    'reg y x [aw = v]',
    'mycommand y x',
    'reg y x\ncollapse (mean) w x, by(id)',
  ])('behind `%s` is told', (command) => {
    const { lines } = read(`use d\n${command}\nreg w x if e(sample)\n`);
    expect(lines.at(-1)!.outcome.is).toBe('unread');
  });

  it('names values that were replaced since', () => {
    expect(sample('use d\nreg y x\nreplace x = 0 if missing(x)\nreg w x if e(sample)\n')).toBe(
      'not missing(y) and not missing(x_raw)',
    );
  });
});

describe('products of `xi`', () => {
  const formula = (terms: string): unknown => (columns(`use d\nxi: reg y ${terms}\n`)[0] as { fit: unknown }).fit;

  it('are those of factor variables', () => {
    expect(formula('i.a*i.b')).toBe('y ~ i(a) + i(b) + i(a):i(b)');
    expect(formula('i.a*x')).toBe('y ~ i(a) + x + i(a):x');
    expect(formula('i.a|x')).toBe('y ~ x + i(a):x');
    expect(columns('use d\nreg y i.a*i.b\n')).toEqual([]);
  });
});

it('a continuous lag in a product is a lag', () => {
  expect(columns('use d\nxtset id t\nreg y i.a#c.L.x\n')).toMatchObject([{ fit: 'y ~ i(a):L.x' }]);
});

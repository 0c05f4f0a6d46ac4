/** `papermake import --log`: what a do-file printed when it ran is compared with what its pipeline makes, cell by cell. */
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { fitsOfLog } from '../../src/import/printed/log.ts';
import { Project } from './harness.ts';

let project: Project | undefined;
afterEach(() => project?.dispose());

interface Term {
  readonly term: string;
  readonly estimate: number;
  readonly stdError: number;
  readonly pValue: number;
}

/** A number as Stata prints it. */
const printed = (value: number): string => value.toPrecision(7).replace(/^(-?)0\./, '$1.');

/** Stars as `esttab` gives them where nobody says so. */
const starsOf = (pValue: number): string => '*'.repeat([0.05, 0.01, 0.001].filter((level) => pValue < level).length);

/** A table of coefficients as Stata's logs have it. */
const logged = (command: string, outcome: string, n: number, terms: readonly Term[]): string =>
  [
    `. ${command}`,
    '',
    `Linear regression                               Number of obs     =  ${n}`,
    '-'.repeat(78),
    '             |               Robust',
    `${outcome.padStart(12)} | Coefficient  std. err.      t    P>|t|     [95% conf. interval]`,
    `-------------+${'-'.repeat(64)}`,
    ...terms.map(
      ({ term, estimate, stdError }) =>
        `${term.padStart(12)} |   ${printed(estimate)}   ${printed(stdError)}     1.00   0.500     .1234567    .2345678`,
    ),
    '-'.repeat(78),
    '',
  ].join('\n');

const source =
  'import delimited d.csv, clear\neststo a: reg y x, r\neststo b: reg y x z, r\nesttab a b using t.csv, se\n';

/** Numbers that look drawn and are the same in every run. */
function data(): string {
  let state = 17;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return `y,x,z\n${Array.from({ length: 50 }, () => [next(), next(), next()].join(',')).join('\n')}\n`;
}

/** The terms that the pipeline finds. */
async function found(): Promise<{ a: Term[]; b: Term[] }> {
  project = new Project({ 'main.do': source, 'd.csv': data() });
  expect((await project.run('import', 'main.do', '--out', 'first')).code).toBe(0);
  expect((await project.run('-C', 'first')).code).toBe(0);
  const termsOf = async (id: string): Promise<Term[]> =>
    JSON.parse((await project!.run('show', `models.${id}`, '--json', '-C', 'first')).stdout).terms;
  return { a: await termsOf('a'), b: await termsOf('b') };
}

it('compares a log, in which one figure differs', async () => {
  const { a, b } = await found();
  const wrong = b.map((each) => (each.term === 'z' ? { ...each, estimate: each.estimate + 0.5 } : each));
  const log = `${logged('reg y x, r', 'y', 50, a)}${logged('reg y x z, r', 'y', 50, wrong)}${logged('reg w x, r', 'w', 50, a)}`;
  project!.write('main.log', log);
  const { stdout, code } = await project!.run('import', 'main.do', '--log', 'main.log', '--out', 'second');
  expect(code).toBe(0);
  expect(stdout).toContain('1 of 3 estimates of `main.log` have no column of the same outcome and variables');
  expect(stdout).toContain(
    `2 printed columns are compared with the results\nLook at ${path.join('second', 'import-report.md')}; the pipeline runs now\n`,
  );
  expect(stdout).toMatch(/\ncells equal: 6 of 7; 1 differs by 0\.5\n$/);
  const compared = await project!.run('compare', '-C', 'second');
  expect(compared.stdout).toMatch(/printed\.main: 7 cells: 6 same, 1 /);
  expect(compared.stdout).toContain('z / models.b');
  expect(compared.code).toBe(4);
});

it('compares the file of `esttab`', async () => {
  const { b } = await found();
  const excel = (text: string): string => `"=""${text}"""`;
  const rows = b.flatMap(({ term, estimate, stdError, pValue }) => [
    [term, '', `${estimate.toFixed(3)}${starsOf(pValue)}`],
    ['', '', `(${stdError.toFixed(3)})`],
  ]);
  const table = [['', '(1)', '(2)'], ['', 'y', 'y'], ...rows, ['N', '', '50'], ['Standard errors in parentheses']];
  project!.write('t.csv', `${table.map((row) => row.map(excel).join(',')).join('\n')}\n`);
  expect((await project!.run('import', 'main.do', '--log', 't.csv', '--out', 'second')).code).toBe(0);
  const { stdout, code } = await project!.run('compare', '-C', 'second');
  expect(stdout).toMatch(/cells: \d+ same/);
  expect(stdout).not.toMatch(/differs|sign|unmatched/);
  expect(code).toBe(0);
});

it('waits for data that were not found', async () => {
  const { a } = await found();
  project!.write('main.log', logged('reg y x, r', 'y', 50, a));
  project!.write('main.do', source.replace('d.csv', 'e.csv'));
  const { stdout, code } = await project!.run('import', 'main.do', '--log', 'main.log', '--out', 'second');
  expect(code).toBe(0);
  expect(stdout).toContain('not found: `e.csv`: put the data there');
  // how lines break hangs on where papermake lies
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /will be compared with the results Look at .*, then `.*papermake(?:\.js)? run -C second` and `.*papermake(?:\.js)? compare -C second` $/,
  );
  expect(project!.has('second/out')).toBe(false);
});

it('tells with `--strict` that a cell differs', async () => {
  const { a } = await found();
  const wrong = a.map((each) => ({ ...each, stdError: 2 * each.stdError }));
  project!.write('main.log', logged('reg y x, r', 'y', 50, wrong));
  const { code, stdout } = await project!.run('import', 'main.do', '--log', 'main.log', '--out', 'second', '--strict');
  expect(stdout).toMatch(/cells equal: 1 of 3; 2 differ by at most 0\.\d+\n$/);
  expect(code).toBe(4);
});

it('names what nothing of can be compared', async () => {
  project = new Project({ 'main.do': source, 'd.csv': data(), 'x.log': 'nothing\n', 'x.smcl': '{smcl}\n' });
  const says = async (log: string) => (await project!.run('import', 'main.do', '--log', log)).stderr;
  expect(await says('x.log')).toContain('holds no estimate that a column of the pipeline makes\nhint: `--log` takes');
  expect(await says('x.smcl')).toContain('holds no estimate');
  expect(await says('none.log')).toContain('there is no file `none.log`');
  expect(project.has('pipeline.yaml')).toBe(false);
});

it('reads levels, lags and what was omitted', () => {
  const row = (name: string, numbers = ''): string => `${name.padStart(12)} | ${numbers}`;
  const text = [
    '. xtreg y i.g L.x w, fe',
    'Number of obs     =      1,200',
    '     Within  = 0.4301',
    row('y', 'Coefficient  Std. err.      t    P>|t|     [95% conf. interval]').trimEnd(),
    `-------------+${'-'.repeat(64)}`,
    row('g'),
    row('2', ' -.1232   .0421    -2.93   0.003  -.2 -.1'),
    row('3', '  1.5e-07   .04    -2.93   0.003  -.2 -.1'),
    row(''),
    row('x'),
    row('L1.', '  2.5   .1    2   0.003  -.2 -.1'),
    row('w', '        0  (omitted)'),
    row('_cons', '  2   .1    2   0.003  -.2 -.1'),
    `-------------+${'-'.repeat(64)}`,
    row('sigma_u', '  .3'),
    '-'.repeat(78),
  ].join('\r\n');
  const [fit, more] = fitsOfLog(text);
  expect(more).toBeUndefined();
  expect(fit!.stats).toEqual({ n: '1200', r2Within: '0.4301' });
  expect(fit!.terms.map(({ name: [factor], estimate }) => [factor!.form, factor!.variable, estimate])).toEqual([
    ['i({})::2', 'g', '-.1232'],
    ['i({})::3', 'g', '1.5e-07'],
    ['L.{}', 'x', '2.5'],
    ['{}', '_cons', '2'],
  ]);
});

/** Problems in colour where a terminal has colours, and the same words where it has none. */
import { afterEach, expect, it, vi } from 'vitest';
import { paintProblem, sequencesIn } from '../../../../src/app/terminal/style.ts';
import { screenWidth, textWidth } from '../../../../src/app/terminal/width.ts';
import { countedProblems, printProblem } from '../../../../src/base/print.ts';
import { type Problem, problemAt } from '../../../../src/base/problem.ts';

const { isTTY } = process.stderr;
afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.unstubAllEnvs();
});

const problem: Problem = problemAt(
  { code: 'x', message: 'unknown key `colums`', hint: 'did you mean `columns`?' },
  { is: 'text', file: 'pipeline.yaml', start: 0, end: 6 },
);
const source = (): string => 'colums: 1';
const plain = 'pipeline.yaml:1:1  unknown key `colums`\n    colums: 1\n    ~~~~~~\nhint: did you mean `columns`?';

it('an error is red, its place bold, and its hint apart', () => {
  vi.stubEnv('NO_COLOR', '');
  vi.stubEnv('TERM', 'xterm');
  process.stderr.isTTY = true;
  const told = sequencesIn(printProblem(problem, source, paintProblem));
  expect(told).toContain('\x1b[31munknown key `colums`\x1b[0m');
  expect(told).toContain('\x1b[1mpipeline.yaml:1:1\x1b[0m');
  expect(told).toContain('\x1b[31m~~~~~~\x1b[0m');
  expect(told).toContain('\x1b[36mhint:\x1b[0m');
  expect(told.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(plain);
  const warning = sequencesIn(printProblem({ ...problem, severity: 'warning' }, source, paintProblem));
  expect(warning).toContain('\x1b[33mwarning: unknown key `colums`\x1b[0m');
});

it.each([
  ['in a file', false, ''],
  ['where nobody wants colour', true, '1'],
])('is plain %s', (_, isTerminal, noColour) => {
  vi.stubEnv('NO_COLOR', noColour);
  process.stderr.isTTY = isTerminal;
  expect(printProblem(problem, source, paintProblem)).toBe(plain);
});

it('are counted from two', () => {
  const warning = { ...problem, severity: 'warning' } as const;
  expect(countedProblems([problem])).toBeUndefined();
  expect(countedProblems([problem, problem])).toBe('2 errors');
  expect(countedProblems([problem, warning])).toBe('1 error, 1 warning');
});

it('a width is what COLUMNS says, else the terminal’s, and none of a file', () => {
  const stream = (isTerminal: boolean, columns?: number): NodeJS.WriteStream =>
    ({ isTTY: isTerminal, columns }) as unknown as NodeJS.WriteStream;
  vi.stubEnv('COLUMNS', '');
  expect(screenWidth(stream(false))).toBeUndefined();
  expect(screenWidth(stream(true, 120))).toBe(120);
  vi.stubEnv('COLUMNS', '72');
  expect([screenWidth(stream(false)), screenWidth(stream(true, 120)), textWidth()]).toEqual([72, 72, 72]);
  vi.stubEnv('COLUMNS', '300');
  expect(textWidth()).toBe(100);
  vi.stubEnv('COLUMNS', '2; x');
  expect(screenWidth(stream(false))).toBeUndefined();
});

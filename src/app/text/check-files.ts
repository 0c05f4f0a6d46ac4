/** `check FILE…`: the numbers that a text prints beside their names, compared with the results. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printProblems } from '../../base/print.ts';
import type { Problem } from '../../base/problem.ts';
import { type Mark, marksOf, printing, setAs, withoutName } from '../../document/number-marks.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import { survey } from '../../engine/run/session.ts';
import { Store } from '../../engine/store/store.ts';
import { plainNumber } from '../../table/text-number.ts';
import { EXIT } from '../command.ts';
import { overInput } from '../over-input.ts';
import { again, type OpenedProject, openProject } from '../project.ts';
import { refuse } from '../survey/open-survey.ts';
import { paintProblem } from '../terminal/style.ts';
import { note, tell } from '../terminal/terminal.ts';
import { TextResults } from './results.ts';
import { readTextFile, type TextFile } from './text-file.ts';

type Open = OpenedProject & { readonly ok: true };

export interface CheckedNumber {
  readonly file: string;
  readonly line: number;
  readonly of: string;
  readonly printed: string;
  /** The text that should be printed. */
  readonly expected: string;
  readonly holds: boolean;
}

export interface FilesRequest {
  readonly operands: readonly string[];
  /** The folder of the call, relative to which paths are printed. */
  readonly folder: string;
  readonly write: boolean;
  /** A copy with numbers instead of marks. */
  readonly render: string | undefined;
  readonly json: boolean;
  /** Runs nodes; an exit code. */
  readonly make: (targets: readonly string[]) => Promise<number>;
}

export interface CheckedFiles {
  /** Exit code. */
  readonly code: number;
  readonly numbers: readonly CheckedNumber[];
}

export async function checkFiles(opened: Open, request: FilesRequest): Promise<CheckedFiles> {
  const { root } = opened;
  const read = request.operands.map((operand) => readTextFile(operand, request.folder, root));
  const files = read.filter((each): each is TextFile => 'text' in each);
  const refused = (problems: readonly Problem[]): CheckedFiles => ({
    code: told(problems, files, root, request),
    numbers: [],
  });
  const target = request.render === undefined ? undefined : resolve(request.folder, request.render);
  const over =
    target &&
    overInput(
      opened.session,
      target,
      files.map(({ path }) => path),
    );
  if (over) return refused([over]);
  const absent = read.filter((each): each is Problem => 'message' in each);
  if (absent.length > 0) return refused(absent);
  const marked = files.map((file) => ({ file, marks: marksOf(file) }));
  const targets = targetsOf(
    opened,
    marked.flatMap(({ marks }) => marks),
  );
  const code = targets.length === 0 ? EXIT.done : await request.make(targets);
  if (code !== EXIT.done && code !== EXIT.claimFalse) return { code, numbers: [] };
  const now = await openProject(again(opened.project));
  if (!now.ok) return refused(now.problems);
  const store = new Store(opened.project.root, opened.project.file);
  const results = resultsOf(now);
  const problems: Problem[] = [];
  const settled = marked.map(({ file, marks }) => ({
    file,
    numbers: marks.flatMap((mark) => {
      const expected = results.expected(mark, store);
      if (expected.ok) return [[mark, expected.text] as const];
      const { message, hint } = expected;
      problems.push(at(file, mark, { code: 'unknown-result', severity: 'error', message, hint }));
      return [];
    }),
  }));
  if (problems.length > 0) return refused(problems);
  if (request.write) for (const { file, numbers } of settled) mend(file, numbers);
  const numbers = settled.flatMap((each) => each.numbers.map(([mark, expected]) => checked(each.file, mark, expected)));
  if (target !== undefined) {
    const { file, marks } = marked[0]!;
    writeFileSync(target, file.edited(marks.map(withoutName)));
  }
  if (!request.json) tellNumbers(numbers, files, request);
  return { code: request.write || numbers.every(({ holds }) => holds) ? EXIT.done : EXIT.claimFalse, numbers };
}

const resultsOf = ({ session }: Open): TextResults =>
  new TextResults(survey(session).graph, session.spec.source.keys([NUMBERS]));

function targetsOf(opened: Open, marks: readonly Mark[]): string[] {
  const results = resultsOf(opened);
  return [...new Set(marks.flatMap(({ of }) => results.target(of) ?? []))];
}

const checked = (file: TextFile, mark: Mark, expected: string): CheckedNumber => ({
  file: file.name,
  line: file.text.slice(0, mark.at[0]).split('\n').length,
  of: mark.of,
  printed: mark.printed,
  expected,
  holds: plainNumber(mark.printed) === expected,
});

/** Only numbers that are wrong are touched. */
function mend(file: TextFile, settled: readonly (readonly [Mark, string])[]): void {
  const wrong = settled.filter(([mark, expected]) => plainNumber(mark.printed) !== expected);
  if (wrong.length === 0) return;
  writeFileSync(file.path, file.edited(wrong.map(([mark, expected]) => printing(mark, setAs(expected, mark, file)))));
}

function tellNumbers(numbers: readonly CheckedNumber[], files: readonly TextFile[], { write }: FilesRequest): void {
  const wrong = numbers.filter(({ holds }) => !holds);
  for (const { file, line, of, printed, expected } of wrong)
    tell(`${file}:${line}  \`${of}\` is printed as ${printed === '' ? 'nothing' : printed}, expected ${expected}\n`);
  const count = `${numbers.length} number${numbers.length === 1 ? '' : 's'} in ${files.map(({ name }) => name).join(', ')}`;
  const told = wrong.length === 0 ? 'all as the results are' : `${wrong.length} ${write ? 'mended' : 'wrong'}`;
  tell(`${count}: ${told}\n`);
  if (wrong.length > 0 && !write) note('hint: `--write` puts the results in their place\n');
}

const at = (file: TextFile, mark: Mark, problem: Omit<Problem, 'at'>): Problem => ({
  ...problem,
  at: [{ is: 'text', file: file.name, start: mark.at[0], end: mark.at[1] }],
});

/** Problems point into the author's files, and into Word documents by their paragraphs. */
function told(problems: readonly Problem[], files: readonly TextFile[], root: string, { json }: FilesRequest): number {
  if (json) return refuse(problems, root, json);
  note(`${printProblems(problems, (name) => files.find((file) => file.name === name)?.text, paintProblem)}\n`);
  return EXIT.wrong;
}

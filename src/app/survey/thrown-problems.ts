/** Turns whatever was thrown while a project was looked at into problems, for doors that go on after it. */
import { attempt } from '../../base/attempt.ts';
import { type Problem, ProblemError, problemAt } from '../../base/problem.ts';
import { thrownText } from '../../engine/code/thrown.ts';
import { systemRefusal } from '../../engine/system/system-refusal.ts';

export function thrownProblems(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const said = attempt(() => systemRefusal(error));
  return [problemAt({ code: 'internal-error', message: said ?? `Internal error: ${thrownText(error)}` })];
}

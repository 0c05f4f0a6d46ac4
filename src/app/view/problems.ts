/** Problems as the page shows them. */
import { inFileOrder, printProblem, type SourceText } from '../../base/print.ts';
import type { Problem } from '../../base/problem.ts';
import type { ProblemView } from './model.ts';

/** A person reads no more, and the first explain the others. */
const MOST = 50;

export const problemViews = (problems: readonly Problem[], source: SourceText): ProblemView[] =>
  inFileOrder(problems)
    .slice(0, MOST)
    .map((problem) => problemView(problem, source));

export function problemView(problem: Problem, source: SourceText): ProblemView {
  const { message, hint = '', at } = problem;
  if (at.length === 0) return { place: '', message, excerpt: '', hint };
  // A printed problem has the place, two spaces and the message, then the excerpts.
  const told = printProblem({ code: problem.code, severity: 'error', message: '', at }, source);
  const [place = '', ...excerpt] = told.split('\n');
  return { place: place.trim(), message, excerpt: excerpt.join('\n'), hint };
}

/** Advises on formulas in the form of Stata, R or fixest. It is asked only where a text cannot be read. */
import { plainSign } from '../../base/text/full-width.ts';
import type { TextProblem } from '../../base/text/text-problem.ts';
import { foreignCommand } from './commands.ts';
import { covarianceForms } from './covariances.ts';
import { type FormMatch, hintOf } from './form.ts';
import { foreignParts, withoutTilde } from './formulas.ts';
import { foreignTerms, inOurTerms } from './terms.ts';

/** Patterns go over the text again and again: nobody writes a formula as long as this by hand. */
const LONGEST = 2000;

/** Tells whether a problem may come from another language. A text that was read and refused for its meaning or size does not. */
const isAdvisable = ({ code, start }: TextProblem, text: string): boolean =>
  /^(un|bad-)/.test(code) && text.length <= LONGEST && plainSign(text.charAt(start) || ' ') === undefined;

/** The problem with the hint that leads from the other language to this one, where a term of another stands at its place. */
export function advisedTerm(problem: TextProblem, text: string): TextProblem {
  if (!isAdvisable(problem, text)) return problem;
  const found = foreignTerms.flatMap((form) => form.find(text)).find((each) => covers(each, problem));
  if (found === undefined) return problem;
  const { meaning } = found;
  return told(
    problem,
    text,
    'write' in meaning ? { ...found, meaning: { ...meaning, write: inOurTerms(meaning.write) } } : found,
  );
}

/** Adds advice to the problem of a whole formula. `unit` is the panel's, which Stata's commands know from `xtset`. */
export function advisedFormula(
  problem: TextProblem,
  text: string,
  unit: string | undefined,
  commands: Readonly<Record<string, string>>,
): TextProblem {
  if (!isAdvisable(problem, text)) return problem;
  const whole = foreignCommand(text, unit, commands) ?? withoutTilde(text);
  if (whole) return told(problem, text, whole);
  const advised = advisedTerm(problem, text);
  if (advised !== problem) return advised;
  const found = foreignParts(text).find((each) => each.message !== undefined || covers(each, problem));
  return found ? told(problem, text, found) : problem;
}

/** Adds advice to the problem of a covariance. */
export function advisedCovariance(problem: TextProblem, text: string): TextProblem {
  if (!isAdvisable(problem, text)) return problem;
  const meaning = covarianceForms.flatMap(([source, mean]) => {
    const match = new RegExp(`^\\s*(?:${source})\\s*$`, 'iu').exec(text);
    return match ? [mean(match[1] ?? '')] : [];
  })[0];
  return meaning === undefined ? problem : { ...problem, hint: hintOf(meaning) };
}

const covers = ({ start, end }: FormMatch, problem: TextProblem): boolean =>
  start <= problem.start && problem.start < end;

/** A function or an operator that is not known has a message and a place of its own. */
function told({ code, message, start, end }: TextProblem, text: string, found: FormMatch): TextProblem {
  const hint = hintOf(found.meaning);
  if (found.message === undefined && code.startsWith('unknown-')) return { code, message, start, end, hint };
  const said = found.message ?? `\`${text.slice(found.start, found.end)}\` is not of this language`;
  return { code: 'foreign-form', message: said, start: found.start, end: found.end, hint };
}

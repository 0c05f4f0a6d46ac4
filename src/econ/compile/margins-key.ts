/** Compiles the key `margins`: which marginal effects stand beside the coefficients. */
import { inText } from '../../base/text/text-problem.ts';
import { printTerm } from '../formula/factor.ts';
import { parseTerm } from '../formula/formula.ts';
import type { ModelSpec } from '../spec.ts';
import type { KeyProblem, MarginsKey } from './keys.ts';

/** `false` takes a base's away. */
export function compileMargins(written: MarginsKey | undefined, problems: KeyProblem[]): Pick<ModelSpec, 'margins'> {
  if (written === undefined || written === false) return {};
  if (written === true) return { margins: {} };
  const { at, dummies } = written;
  const names = dummies === undefined ? [] : typeof dummies === 'string' ? [dummies] : dummies;
  const read = names.flatMap((text, i) => {
    const parsed = parseTerm(text);
    if (parsed.ok) return [printTerm(parsed.term)];
    problems.push({ ...inText(parsed.problems[0]), key: 'margins', below: ['dummies', i] });
    return [];
  });
  return { margins: { ...(at === undefined ? {} : { at }), ...(read.length === 0 ? {} : { dummies: read.sort() }) } };
}

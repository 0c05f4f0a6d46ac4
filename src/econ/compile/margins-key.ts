/** Compiles the key `margins`: which marginal effects stand beside the coefficients. */
import { inText } from '../../base/text-problem.ts';
import { printTerm } from '../formula/factor.ts';
import { parseTerm } from '../formula/formula.ts';
import type { ModelSpec } from '../spec.ts';
import type { KeyProblem, MarginsKey } from './keys.ts';

/** The base's where the key says nothing; `false` takes them away. */
export function compileMargins(
  written: MarginsKey | undefined,
  base: ModelSpec['margins'],
  problems: KeyProblem[],
): Pick<ModelSpec, 'margins'> {
  if (written === undefined) return base === undefined ? {} : { margins: base };
  if (written === false) return {};
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

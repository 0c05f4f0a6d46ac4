/** Says which terms stand by themselves in an equation whose controls are a sum. */
import { termsMovingWith, variablesOfTerm } from '../spec.ts';

/** The first term, its powers and products, and the variables that its products are with. */
export function usuallyKept(terms: readonly string[]): readonly string[] {
  const [first] = terms;
  if (first === undefined) return [];
  const own = [first, ...termsMovingWith(first, terms.slice(1))];
  const variables = new Set(own.flatMap((text) => variablesOfTerm(text)));
  return terms.filter((text) => own.includes(text) || variablesOfTerm(text).every((name) => variables.has(name)));
}

/** The effect of one unit of a variable at the means of the variables, as a combination of coefficients. */
import { isIndicators, leafOf, printFactor } from '../../../src/econ/formula/factor.ts';
import { termOf, variablesOfTerm } from '../../../src/econ/spec.ts';

/** A term's share in the effect: its exponent of the variable, and the powers of other variables that it is multiplied by. */
export interface SlopePart {
  readonly term: string;
  readonly exponent: number;
  /** Exponents by the variables' texts. */
  readonly others: readonly (readonly [variable: string, exponent: number])[];
}

/** Terms of which a variable's effect is made; the term that is no product of variables comes back as a text. */
export function slopeOf(variable: string, terms: readonly string[]): readonly SlopePart[] | { readonly odd: string } {
  const own = variablesOfTerm(variable);
  const moving = terms.filter((text) => variablesOfTerm(text).some((name) => own.includes(name)));
  const parts: SlopePart[] = [];
  for (const term of moving) {
    const factors = termOf(term).map((factor) => ({
      text: isIndicators(factor) ? null : printFactor(leafOf(factor)!),
      exponent: factor.is === 'power' ? factor.exponent : 1,
    }));
    const others = factors.filter(({ text }) => text !== variable);
    const isOdd = others.some(({ text }) => text === null || variablesOfTerm(text).some((name) => own.includes(name)));
    const mine = factors.find(({ text }) => text === variable);
    if (isOdd || mine === undefined) return { odd: term };
    parts.push({ term, exponent: mine.exponent, others: others.map(({ text, exponent }) => [text!, exponent]) });
  }
  return parts;
}

/** Variables whose means the effect depends on. */
export const meansOf = (variable: string, parts: readonly SlopePart[]): readonly string[] => [
  ...new Set(
    parts.flatMap(({ exponent, others }) => [...(exponent > 1 ? [variable] : []), ...others.map(([name]) => name)]),
  ),
];

/** Columns of the data whose names read as something else in a formula: `L.x`, `log(x)`, `x^2`. */
import type { Scope } from '../../base/expression/check.ts';
import { type Factor, leafOf, printFactor, printTerm, type Term } from '../formula/factor.ts';

export interface Shadowed {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** The first part of the term that has the name of a column and is read as something else; undefined where none has. */
export function shadowedColumn(term: Term, scope: Scope): Shadowed | undefined {
  if (term.length === 1 && term[0].is === 'column') return undefined;
  // columns that are not known yet have no names
  const name = readings(term).find((text) => scope.names.includes(text));
  if (name === undefined) return undefined;
  const { of } = scope;
  const hint = `the column is written in backticks, \`\`${name}\`\`; to use both, \`rename: {"${name}": …}\` where \`${of}\` is read`;
  const message = `\`${name}\` is computed from its variables, and \`${of}\` has a column of this name too`;
  return { code: 'shadowed-column', message, hint };
}

/** The term, its factors and their leaves, as a header may spell them: with the language's blanks or without any. */
function readings(term: Term): string[] {
  const parts = term.flatMap((factor) => [factor, leafOf(factor) ?? factor]).filter((part) => part.is !== 'column');
  const texts = [printTerm(term), ...parts.map((part: Factor) => printFactor(part))];
  return texts.flatMap((text) => [text, text.replaceAll(' ', '')]);
}

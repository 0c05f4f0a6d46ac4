/** The columns of a model by what they are made of: the factors of their terms, and the levels that their indicators are of. */
import { levelTerm } from '../../base/text/term-names.ts';
import type { NamedColumn } from '../design.ts';
import type { Term } from '../formula/factor.ts';
import { termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';

export interface FormulaMember {
  readonly name: string;
  /** Canonical text of its term. */
  readonly text: string;
  readonly term: Term;
  /** For each factor of the term the level of an indicator; null of other factors. */
  readonly levels: readonly (string | null)[];
}

/** The column as one of some term among these. */
export function memberOf({ name, levels = [] }: NamedColumn, texts: readonly string[]): FormulaMember {
  for (const text of texts) {
    const term = termOf(text);
    let at = 0;
    const own = term.map((factor) => (factor.is === 'levels' ? (levels[at++]?.level ?? '') : null));
    if (at === levels.length && nameOf(term, own) === name) return { name, text, term, levels: own };
  }
  throw new Error(`a column of no term: ${name}`);
}

const nameOf = (term: Term, levels: readonly (string | null)[]): string =>
  term
    .map((factor, i) => (factor.is === 'levels' ? levelTerm(`i(${factor.column})`, levels[i]!) : termName([factor])))
    .join(':');

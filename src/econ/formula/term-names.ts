import { Refusal } from '../../base/problem.ts';

const constant = '_cons';

/**
 * Refuses terms that go by one name: `L.x` and a column called so, or a column that is called as the constant is. Tables, claims and
 * comparisons know terms by their names alone. O(K).
 */
export function requireOwnNames(terms: readonly { readonly name: string }[]): void {
  const known = new Set<string>([constant]);
  for (const { name } of terms) {
    if (!known.has(name)) known.add(name);
    else if (name === constant)
      throw new Refusal(
        'term-name',
        `a column called \`${constant}\` cannot be a term: that is the constant's name`,
        renamed,
      );
    else throw new Refusal('term-name', `two terms are called \`${name}\``, renamed);
  }
}

const renamed = { hint: 'give the column another name in the data', param: 'terms' };

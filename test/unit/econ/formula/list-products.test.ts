/** Formulas with parentheses mean what R's rules make of them, as a small expander of their trees finds it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../../../src/econ/formula/formula.ts';

type Tree =
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: '+' | ':' | '*'; readonly left: Tree; readonly right: Tree }
  | { readonly is: '^'; readonly of: Tree; readonly order: number };

/** Products as letters in alphabetical order: `aab` is a² b. A list of terms is read otherwise than one variable. */
interface Meaning {
  readonly products: readonly string[];
  readonly isList: boolean;
}

const sorted = (letters: string): string => [...letters].sort().join('');
const distinct = (products: readonly string[]): string[] => [...new Set(products)];
const share = (a: string, b: string): boolean => [...a].some((letter) => b.includes(letter));

class Refused extends Error {}

function meaning(tree: Tree): Meaning {
  switch (tree.is) {
    case 'variable':
      return { products: [tree.name], isList: false };
    case '^':
      return power(meaning(tree.of), tree.order);
    default: {
      const [left, right] = [meaning(tree.left), meaning(tree.right)];
      const sum = [...left.products, ...right.products];
      if (tree.is === '+') return { products: distinct(sum), isList: true };
      const isList = left.isList || right.isList;
      const pairs = left.products.flatMap((a) => right.products.map((b) => [a, b] as const));
      if (isList && pairs.some(([a, b]) => share(a, b))) throw new Refused();
      const products = pairs.map(([a, b]) => sorted(a + b));
      return tree.is === ':'
        ? { products: distinct(products), isList }
        : { products: distinct([...sum, ...products]), isList: true };
    }
  }
}

/** Of a variable its power; of a list every product of at most `order` of its terms. */
function power({ products, isList }: Meaning, order: number): Meaning {
  if (order === 1) return { products, isList: isList && products.length > 1 };
  if (!isList) {
    if (new Set(products[0]).size > 1) throw new Refused();
    return { products: [products[0]!.repeat(order)], isList };
  }
  if (products.some((a, i) => products.some((b, j) => i !== j && share(a, b)))) throw new Refused();
  const found: string[] = [];
  for (let chosen = 1; chosen < 2 ** products.length; chosen++) {
    const factors = products.filter((_, i) => (chosen >> i) % 2 === 1);
    if (factors.length <= order) found.push(sorted(factors.join('')));
  }
  return { products: found, isList: found.length > 1 };
}

/** Every operand in parentheses, but for variables. */
function written(tree: Tree): string {
  const operand = (of: Tree): string => (of.is === 'variable' ? of.name : `(${written(of)})`);
  if (tree.is === 'variable') return tree.name;
  if (tree.is === '^') return `${operand(tree.of)}^${tree.order}`;
  return `${operand(tree.left)} ${tree.is} ${operand(tree.right)}`;
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...'abcdef').map((name): Tree => ({ is: 'variable', name })),
    fc.record({ is: fc.constantFrom('+', ':', '*'), left: tie('tree'), right: tie('tree') }),
    fc.record({ is: fc.constant('^'), of: tie('tree'), order: fc.integer({ min: 1, max: 3 }) }),
  ) as fc.Arbitrary<Tree>,
}));

/** `a^2:b` as `aab`. */
const lettersOf = (term: string): string =>
  sorted(
    term
      .split(':')
      .map((factor) => factor[0]!.repeat(Number(factor.split('^')[1] ?? 1)))
      .join(''),
  );

describe('parentheses', () => {
  it('mean the terms that R makes of them, or are refused by name', () => {
    let [read, refused] = [0, 0];
    fc.assert(
      fc.property(tree, (drawn) => {
        const parsed = parseFormula(`y ~ ${written(drawn)}`, {});
        let expected: readonly string[];
        try {
          expected = meaning(drawn).products;
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          refused++;
          expect(parsed.ok || parsed.problems[0].code).toMatch(/^(repeated-variable|bad-power)$/);
          return;
        }
        read++;
        if (!parsed.ok) expect(parsed.problems[0].message).toBe('');
        else expect(parsed.formula.equations[0].terms.map(lettersOf).sort()).toEqual([...expected].sort());
      }),
      { numRuns: 1000 },
    );
    expect(read > 200 && refused > 50, `${read} read, ${refused} refused`).toBe(true);
  });
});

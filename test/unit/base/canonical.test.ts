import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/canonical.ts';

/** The definition, word by word. */
function defined(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(defined).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${defined(member)}`).join(',')}}`;
}

const keys = fc.oneof(fc.string(), fc.constantFrom('10', '9', '__proto__', 'toString', '2b', 'é', '\ud800', 'a', 'B'));
const leaves = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constantFrom(null, -0, 1e21, 5e-324),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaves,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(keys, fc.oneof(tie('tree'), fc.constant(undefined)), { maxKeys: 6, noNullPrototype: false }),
  ),
}));

describe('canonical JSON', () => {
  it('sorts keys by code unit at every depth and leaves out what is undefined', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(defined(value));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 2000, seed: 4 },
    );
  });

  it('sorts many keys as it does few', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${(i * 37) % 200}`, i]));
    expect(canonicalJson(many)).toBe(defined(many));
  });

  it('changes nothing of what it is given', () => {
    const value = { b: [{ d: 1, c: 2 }], a: undefined };
    canonicalJson(value);
    expect(Object.keys(value)).toEqual(['b', 'a']);
    expect(Object.keys(value.b[0]!)).toEqual(['d', 'c']);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [undefined], [() => 1], [new Date(0)], [Symbol('s')], [1n]])(
    'refuses %s, alone, in a list and in an object',
    (value) => {
      for (const each of [value, [1, value], { '1': { b: [value], a: 1 } }]) {
        expect(() => canonicalJson(each)).toThrow(TypeError);
      }
    },
  );
});

/**
 * Every regular expression of papermake meets texts of users, and none may take more than proportional work: each is matched with texts made of
 * its own parts, repeated, by a matcher that counts its tries as ECMAScript prescribes them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { superlinear } from '../support/regex-pump.ts';
import { CountedRegex } from '../support/regex-steps.ts';
import { regexesBuiltBy, regexesInSource } from '../support/source-regexes.ts';

/**
 * Files that build theirs within functions: of a name or a format that is escaped or of letters alone, of sources that repeat nothing, or of
 * sentences that papermake itself has written. A scheduler's are its user's, and meet the lines that it prints.
 */
const WITHIN_FUNCTIONS: readonly string[] = [
  'src/app/editor/name-patterns.ts',
  'src/base/expression/texts/pattern-syntax.ts',
  'src/base/text/naming.ts',
  'src/base/text/term-names.ts',
  'src/base/text/unicode-pattern.ts',
  'src/document/languages/latex.ts',
  'src/document/latex-log.ts',
  'src/econ/compile/edits.ts',
  'src/econ/foreign/advise.ts',
  'src/econ/foreign/terms.ts',
  'src/econ/formula/restriction.ts',
  'src/engine/code/own-kinds.ts',
  'src/engine/executors/cluster/scheduler-text.ts',
  'src/frame/ingest/patch.ts',
  'src/frame/readers/xlsx/xml.ts',
  'src/frame/cells/readings.ts',
  'src/table/words/messages-zh.ts',
  'steps/lib/bridge/python.ts',
];

const { literals, builders } = regexesInSource();
const built = regexesBuiltBy(builders);
const all = [...new Map([...literals, ...built].map((each) => [String(each.pattern), each])).values()];

it('reads them all', () => {
  expect(literals.length).toBeGreaterThan(700);
  const later = builders.filter((place) => built.every(({ at }) => at !== place));
  expect(new Set(later.map((place) => place.replace(/:\d+$/, '')))).toEqual(new Set(WITHIN_FUNCTIONS));
});

it('none takes more than proportional work', () => {
  const found = all.flatMap(({ at, pattern }) => {
    const pumped = superlinear(pattern);
    return pumped === undefined ? [] : [`${at} ${pattern} on ${JSON.stringify(pumped)}`];
  });
  expect(found).toEqual([]);
});

describe('the matcher that counts', () => {
  it.each([
    /\s+$/,
    /^(a+)+$/,
    /(?:\d+,?)*;/,
    /a.*b.*c/s,
    /<!--[\s\S]*?-->/g,
    /x*(?=y)/g,
    /\s*\n\s*/g,
    /^([^)]*)(.*)$/,
    /(?<=k\w*):/g,
  ])('finds %s out', (pattern) => {
    expect(superlinear(pattern)).toBeDefined();
  });

  it.each([/(?<!\s)\s+$/, /^a+$/, /a[^a]*b/g, /^(\w+)\s*=\s*(.*)$/s, /"[^"]*"/g, /<!--[\s\S]*?(?:-->|$)/g])(
    'lets %s pass',
    (pattern) => {
      expect(superlinear(pattern)).toBeUndefined();
    },
  );

  it('matches what the engine matches', () => {
    const text = fc.string({ unit: fc.constantFrom(...' \nab1_.,:"\'(){}[]<>/\\=+-*$%#@é中'), maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...all), text, ({ pattern }, said) => {
        const plain = new RegExp(pattern.source, pattern.flags.replace('g', ''));
        const match = plain.exec(said);
        const expected = match ? [match.index, match.index + match[0].length] : undefined;
        expect(new CountedRegex(plain).first(said)).toEqual(expected);
      }),
      { numRuns: 4000, seed: 1 },
    );
  });
});

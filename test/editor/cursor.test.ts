/** What stands at a place of a text that is being written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorAt } from '../../src/app/editor/cursor.ts';
import { placesOf } from '../../src/app/editor/uses.ts';

const PAPER = readFileSync(join(import.meta.dirname, '../../pipeline.yaml'), 'utf8');
const at = (marked: string) => cursorAt(marked.replace('|', ''), marked.indexOf('|'));

describe('the cursor', () => {
  it.each([
    ['steps:\n  a: {kind: in|}\n', ['steps', 'a', 'kind'], false, 'in'],
    ['steps:\n  a: {kind: in|\n', ['steps', 'a', 'kind'], false, 'in'],
    ['steps:\n  a: {ki|}\n', ['steps', 'a'], true, 'ki'],
    ['steps:\n  a:\n    kind: x\n    fr|\n', ['steps', 'a'], true, 'fr'],
    ['steps:\n  a:\n    kind: x\n    |\n    from: y\n', ['steps', 'a'], true, ''],
    ['steps:\n  a:\n    columns:\n      - {fit: y ~ x|}\n', ['steps', 'a', 'columns', 0, 'fit'], false, 'x'],
    ['steps:\n  a:\n    columns:\n      - one\n      - tw|\n', ['steps', 'a', 'columns', 1], false, 'tw'],
    ['steps:\n  a:\n    columns:\n      - {id: one}\n      - fi|\n', ['steps', 'a', 'columns', 1], true, 'fi'],
    ['steps:\n  a:\n    fit: "y ~ |"\n', ['steps', 'a', 'fit'], false, ''],
    ['sets: {c: [u, v|]}\n', ['sets', 'c', 1], false, 'v'],
    ['变量:\n  收|入: 1\n', ['变量'], true, '收入'],
    ['ti|', [], true, 'ti'],
  ])('in %j', (marked, path, isKey, word) => {
    expect(at(marked)).toMatchObject({ path, isKey, word });
  });

  it.each(['a: 1 # ki|', '# ki|\n', 'a: b\n  # x: |\n'])('is nowhere in a comment: %j', (marked) => {
    expect(at(marked)).toBeUndefined();
  });

  it('is not in a comment where a text holds the sign', () => {
    expect(at('a: "x # y|"')).toMatchObject({ path: ['a'], isKey: false });
  });

  it('is found or is not, wherever somebody stops writing', () => {
    fc.assert(
      fc.property(
        fc.nat(PAPER.length),
        fc.nat(60),
        fc.constantFrom('', '{', '[', ': ', '- ', '"', "'", '&', '*', '|', '\t'),
        (end, back, more) => {
          const text = PAPER.slice(0, end) + more;
          const offset = Math.max(0, text.length - back);
          const found = cursorAt(text, offset);
          if (found === undefined) return;
          expect(text.slice(found.at.start, found.at.end)).toBe(found.word);
          expect(found.at.start).toBeLessThanOrEqual(offset);
          expect(found.at.end).toBeGreaterThanOrEqual(offset);
        },
      ),
      { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 150) },
    );
  });
});

describe('places of a name', () => {
  it('are values and keys that name something, whole words alone', () => {
    const text = 'steps:\n  base: {kind: models, base: base.main, note: a base}\n  b2: {from: based, of: [base]}\n';
    expect(placesOf('base', text).map(({ start, end }) => text.slice(start - 2, end + 1))).toEqual([
      '  base:',
      ': base.',
      'a base}',
      ' [base]',
    ]);
  });
});

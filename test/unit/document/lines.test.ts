/** Paragraphs of Word documents with text boxes in them, and what is put in their places. */
import { describe, expect, it } from 'vitest';
import { equationKey, equationMarks } from '../../../src/document/equation-mark.ts';
import { withDisplays } from '../../../src/document/word/fill.ts';
import { linesOf } from '../../../src/document/word/marks/lines.ts';
import { elementsOf } from '../../../src/document/word/marks/tree.ts';
import { zip } from '../../../src/table/formats/office/zip.ts';
import { bodyOf, encoded, run } from '../../support/word-edits.ts';

const paragraph = (words: string): string => `<w:p>${run(words)}</w:p>`;
const boxed = (first: string, other: string, around: readonly [string, string]): string =>
  `<w:p>${run(around[0])}<w:r><mc:AlternateContent><mc:Choice>${first}</mc:Choice><mc:Fallback>${other}</mc:Fallback></mc:AlternateContent></w:r>${run(around[1])}</w:p>`;

interface Said {
  readonly words: string;
  readonly copies: readonly string[];
  readonly isAround: boolean;
}

function said(body: string): Said[] {
  const xml = `<x>${body}</x>`;
  return linesOf(xml, elementsOf(xml)).map(({ words, copies, isAround }) => ({
    ...{ words, isAround },
    copies: copies.map((each) => each.words),
  }));
}

describe('the lines of a Word document', () => {
  it('are its paragraphs, and those of text boxes once, each with its own words', () => {
    const inside = paragraph('one') + paragraph('two');
    expect(said(paragraph('before') + boxed(inside, inside, ['a ', ' b']) + paragraph('behind'))).toEqual([
      { words: 'before', copies: [], isAround: false },
      { words: 'a  b', copies: [], isAround: true },
      { words: 'one', copies: ['one'], isAround: false },
      { words: 'two', copies: ['two'], isAround: false },
      { words: 'behind', copies: [], isAround: false },
    ]);
  });

  it('count a text box in a text box once, with all its forms', () => {
    const inner = boxed(paragraph('deep'), paragraph('deep'), ['c', 'd']);
    const lines = said(boxed(inner, inner, ['a', 'b']));
    expect(lines.map(({ words }) => words)).toEqual(['ab', 'cd', 'deep']);
    expect(lines.map(({ copies }) => copies)).toEqual([[], ['cd'], ['deep', 'deep', 'deep']]);
  });

  it('are those of both forms where these say different things', () => {
    for (const other of [paragraph('else'), paragraph('one') + paragraph('more'), ''])
      expect(said(boxed(paragraph('one'), other, ['', ''])).flatMap(({ copies }) => copies)).toEqual([]);
  });
});

describe('what stands in the place of a paragraph', () => {
  const MARK = '{{equation main}}';
  const shown = (body: string): string => {
    const file = new Map([
      ['word/document.xml', encoded(`<w:document><w:body>${body}</w:body></w:document>`)],
      ['word/styles.xml', encoded('<w:styles></w:styles>')],
    ]);
    const equations = new Map([[equationKey(equationMarks(MARK)[0]!), 'y = 1']]);
    return bodyOf(withDisplays(zip(file), { tables: new Map(), figures: new Map(), equations }));
  };
  const FORMULA = shown(paragraph(MARK));

  it('is put there in both forms of a text box', () => {
    expect(FORMULA).toContain('m:oMath');
    const now = shown(boxed(paragraph(MARK), paragraph(MARK), ['a', 'b']));
    expect(now).toBe(boxed(FORMULA, FORMULA, ['a', 'b']));
  });

  it('stands behind a paragraph with a text box in it, which stays', () => {
    const inside = paragraph('one');
    expect(shown(boxed(inside, inside, ['{{equation ', 'main}}']))).toBe(boxed(inside, inside, ['', '']) + FORMULA);
  });
});

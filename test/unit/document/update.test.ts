/** Random edits of a Word file, around its marks and within, lose no word and give no number to another result. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateWord } from '../../../src/document/update/update.ts';
import { elementsOf, within } from '../../../src/document/word/marks/tree.ts';
import { wordsOf } from '../../../src/document/word/marks/words.ts';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../../src/table/formats/office/zip.ts';
import {
  BODY,
  bodyOf,
  bodyWith,
  CONTROL,
  edited,
  edits,
  encoded,
  fileOf,
  NAMES,
  NEW,
  NEW_CELLS,
  OLD,
  OLD_CELLS,
  run,
} from '../../support/word-edits.ts';
import { zipOf } from '../../support/zip.ts';

/** The words of each control by its title, in the order of the text. */
function controls(body: string): [string, string][] {
  const xml = `<x>${body}</x>`;
  return [...within(elementsOf(xml))]
    .filter(({ name }) => name === 'w:sdt')
    .map((each) => [/w:alias w:val="(\w+)"/.exec(xml.slice(each.start, each.end))![1]!, wordsOf(xml, each)]);
}

/** The words outside of controls and tables, those that a tracked change deletes too. */
const outside = (body: string): string =>
  body
    .replace(CONTROL, '')
    .replace(/<w:tbl>.*<\/w:tbl>/s, '')
    .replace(/<[^>]*>/g, '');

const runs = (body: string): string => body.replace(/<[^>]*>/g, '');

describe('a Word file that came back', () => {
  it('loses no word, and each mark has its own result or what stood there', () => {
    fc.assert(
      fc.property(edits, fc.boolean(), (changes, deflated) => {
        const came = changes.reduce(edited, bodyWith(OLD, OLD_CELLS));
        const plain = fileOf(came);
        const file = deflated
          ? zipOf(
              new Map([
                ['word/a.xml', encoded('<a/>')],
                [BODY, encoded(openZip(plain)(BODY)!)],
              ]),
            )
          : plain;
        const { bytes, outcomes } = updateWord(file, fileOf(bodyWith(NEW, NEW_CELLS)));
        const now = bodyOf(bytes);
        expect(outside(now)).toBe(outside(came));
        const before = controls(came);
        const after = controls(now);
        expect(after.map(([of]) => of)).toEqual(before.map(([of]) => of));
        for (const [i, [of, words]] of after.entries()) {
          const at = NAMES.indexOf(of);
          const stood = before[i]![1];
          if (stood === OLD[at]) expect([stood, NEW[at]], of).toContain(words);
          else expect(words, of).toBe(stood);
        }
        // Whatever was not put there is told.
        const left = after.filter(([of, words]) => words !== NEW[NAMES.indexOf(of)]).length;
        const told = outcomes.filter(
          ({ kind, verdict }) => kind === 'number' && ['edited', 'deleted', 'blocked'].includes(verdict),
        );
        expect(told).toHaveLength(left);
        const table = (body: string): string => runs(/<w:tbl>.*<\/w:tbl>/s.exec(body)![0]);
        const isWhole =
          runs(/<w:tbl>.*<\/w:tbl>/s.exec(came)![0]) === OLD_CELLS.join('') && !/<w:tbl>.*<w:(?:ins|del) /s.test(came);
        expect(table(now)).toBe(isWhole ? NEW_CELLS.join('') : table(came));
        // A second time nothing is left to do.
        const again = updateWord(bytes, fileOf(bodyWith(NEW, NEW_CELLS)));
        expect(again.bytes).toBe(bytes);
        expect(again.outcomes.some(({ verdict }) => verdict === 'updated')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same bytes where every result stands in it already', () => {
    const file = fileOf(bodyWith(OLD, OLD_CELLS));
    const { bytes, outcomes } = updateWord(file, fileOf(bodyWith(OLD, OLD_CELLS)));
    expect(bytes).toBe(file);
    expect(outcomes.every(({ verdict }) => verdict === 'same')).toBe(true);
  });

  it('is updated again and again', () => {
    const once = updateWord(fileOf(bodyWith(OLD, OLD_CELLS)), fileOf(bodyWith(NEW, NEW_CELLS))).bytes;
    const { bytes } = updateWord(once, fileOf(bodyWith(OLD, OLD_CELLS)));
    expect(bodyOf(bytes)).toBe(bodyWith(OLD, OLD_CELLS));
  });

  it('keeps a tracked change that puts back what was placed, and takes what was moved away for deleted', () => {
    const change = 'w:id="1" w:author="A"';
    const tracked = (xml: string): string[] => {
      const came = bodyWith(OLD, OLD_CELLS).replace(run('1.01'), xml);
      const { bytes, outcomes } = updateWord(fileOf(came), fileOf(bodyWith(NEW, NEW_CELLS)));
      expect(bodyOf(bytes)).toContain(xml);
      return outcomes.filter(({ of }) => of === 'a').map(({ verdict }) => verdict);
    };
    const gone = '<w:r><w:delText>9</w:delText></w:r>';
    expect(tracked(`<w:del ${change}>${gone}</w:del><w:ins ${change}>${run('1.01')}</w:ins>`)).toEqual(['blocked']);
    expect(tracked(`<w:moveFrom ${change}>${run('1.01')}</w:moveFrom>`)).toEqual(['deleted']);
  });

  it('is read with its footnotes, and its damage is told', () => {
    expect(() => updateWord(fileOf('<w:p>'), fileOf(''))).toThrow('damaged');
    expect(() => updateWord(zip(new Map([['a', encoded('')]])), fileOf(''))).toThrow('it has no');
  });
});

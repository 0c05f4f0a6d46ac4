/** Random edits of a Word file, around its marks and within, lose no word and give no number to another result. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateWord } from '../../../src/document/update/update.ts';
import { Marking, wordsControlled } from '../../../src/document/word/marks/control.ts';
import { elementsOf, within } from '../../../src/document/word/marks/tree.ts';
import { wordsOf } from '../../../src/document/word/marks/words.ts';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../../src/table/formats/office/zip.ts';
import { zipOf } from '../../support/zip.ts';

const BODY = 'word/document.xml';
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
const fileOf = (body: string): Uint8Array =>
  zip(
    new Map([
      ['word/a.xml', encoded('<a/>')],
      [BODY, encoded(`<w:document><w:body>${body}</w:body></w:document>`)],
    ]),
  );
const bodyOf = (bytes: Uint8Array): string => /<w:body>(.*)<\/w:body>/s.exec(openZip(bytes)(BODY)!)![1]!;

const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const number = (of: string, text: string): string => wordsControlled({ kind: 'number', of, form: '' }, run(text));
const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** Five paragraphs, each with a number between words, and a table. */
const bodyWith = (values: readonly string[], cells: readonly string[]): string => {
  const paragraphs = NAMES.map(
    (of, i) => `<w:p>${run(`first ${of} `)}${number(of, values[i]!)}${run(` last ${of}`)}</w:p>`,
  );
  const row = cells.map((cell) => `<w:tc><w:p><w:pPr></w:pPr>${run(cell)}</w:p></w:tc>`).join('');
  const table = new Marking().ofTable('t').marked('grid', `<w:tbl><w:tr>${row}</w:tr></w:tbl>`);
  return paragraphs.join('') + table;
};

/** Text that stands where the results stand, and nowhere else. */
const OLD = ['1.01', '2.02', '3.03', '4.04', '5.05'];
const NEW = ['1.91', '2.92', '3.93', '4.94', '5.95'];
const [OLD_CELLS, NEW_CELLS] = [
  ['x6', 'x7'],
  ['y6', 'y7'],
];

interface Edit {
  readonly is: 'type' | 'split' | 'remove' | 'move' | 'copy' | 'unmark' | 'insert' | 'delete' | 'comment';
  readonly at: number;
}

const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    is: fc.constantFrom('type', 'split', 'remove', 'move', 'copy', 'unmark', 'insert', 'delete', 'comment'),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  }),
  { maxLength: 6 },
);

/** One of the matches of a pattern, replaced. */
function replaced(body: string, pattern: RegExp, at: number, by: (match: string) => string): string {
  const all = [...body.matchAll(pattern)];
  const chosen = all[Math.floor(at * all.length)];
  if (chosen === undefined) return body;
  return body.slice(0, chosen.index) + by(chosen[0]) + body.slice(chosen.index + chosen[0].length);
}

const PARAGRAPH = /(?<=<w:body>|^|<\/w:p>)<w:p>.*?<\/w:p>/g;
const CONTROL = /<w:sdt>.*?<\/w:sdt>/g;
const RUN = /<w:r><w:t xml:space="preserve">[^<]*<\/w:t><\/w:r>/g;

function edited(body: string, { is, at }: Edit): string {
  switch (is) {
    case 'type':
      return replaced(
        body,
        /(?<=<w:t xml:space="preserve">)[^<]*/g,
        at,
        (text) => `${text.slice(0, 2)}Ω${text.slice(2)}`,
      );
    case 'split':
      return replaced(
        body,
        /(?<=<w:t xml:space="preserve">)[^<]{2,}/g,
        at,
        (text) => `${text.slice(0, 1)}</w:t></w:r><w:proofErr/><w:r><w:t xml:space="preserve">${text.slice(1)}`,
      );
    case 'remove':
      return replaced(body, PARAGRAPH, at, () => '');
    case 'move': {
      let moved = '';
      const rest = replaced(body, PARAGRAPH, at, (paragraph) => {
        moved = paragraph;
        return '';
      });
      return moved + rest;
    }
    case 'copy':
      return replaced(body, CONTROL, at, (control) => control + control);
    case 'unmark':
      return replaced(body, CONTROL, at, (control) => /<w:sdtContent>(.*)<\/w:sdtContent>/.exec(control)![1]!);
    case 'insert':
      return replaced(body, RUN, at, (each) => `<w:ins w:id="1" w:author="A">${run('Ψ')}</w:ins>${each}`);
    case 'delete':
      return replaced(
        body,
        RUN,
        at,
        (each) =>
          `<w:del w:id="2" w:author="A">${each.replaceAll('w:t>', 'w:delText>').replace('<w:t ', '<w:delText ')}</w:del>`,
      );
    case 'comment':
      return replaced(body, RUN, at, (each) => `<w:commentRangeStart w:id="3"/>${each}<w:commentRangeEnd w:id="3"/>`);
    default:
      return is satisfies never;
  }
}

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

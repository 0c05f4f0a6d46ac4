/** A small Word file with marks of papermake, and random edits of it as readers make them. */
import fc from 'fast-check';
import { Marking, wordsControlled } from '../../src/document/word/marks/control.ts';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../src/table/formats/office/zip.ts';

export const BODY = 'word/document.xml';
export const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
export const fileOf = (body: string): Uint8Array =>
  zip(
    new Map([
      ['word/a.xml', encoded('<a/>')],
      [BODY, encoded(`<w:document><w:body>${body}</w:body></w:document>`)],
    ]),
  );
export const bodyOf = (bytes: Uint8Array): string => /<w:body>(.*)<\/w:body>/s.exec(openZip(bytes)(BODY)!)![1]!;

export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
export const number = (of: string, text: string, form = ''): string =>
  wordsControlled({ kind: 'number', of, form }, run(text));
export const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** Five paragraphs, each with a number between words, and a table. */
export const bodyWith = (values: readonly string[], cells: readonly string[]): string => {
  const paragraphs = NAMES.map(
    (of, i) => `<w:p>${run(`first ${of} `)}${number(of, values[i]!)}${run(` last ${of}`)}</w:p>`,
  );
  const row = cells.map((cell) => `<w:tc><w:p><w:pPr></w:pPr>${run(cell)}</w:p></w:tc>`).join('');
  const table = new Marking().ofTable('t').marked('grid', `<w:tbl><w:tr>${row}</w:tr></w:tbl>`);
  return paragraphs.join('') + table;
};

/** Text that stands where the results stand, and nowhere else. */
export const OLD = ['1.01', '2.02', '3.03', '4.04', '5.05'];
export const NEW = ['1.91', '2.92', '3.93', '4.94', '5.95'];
export const [OLD_CELLS, NEW_CELLS] = [
  ['x6', 'x7'],
  ['y6', 'y7'],
];

export interface Edit {
  readonly is: 'type' | 'split' | 'remove' | 'move' | 'copy' | 'unmark' | 'insert' | 'delete' | 'comment';
  readonly at: number;
}

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
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
export const CONTROL = /<w:sdt>.*?<\/w:sdt>/g;
const RUN = /<w:r><w:t xml:space="preserve">[^<]*<\/w:t><\/w:r>/g;

export function edited(body: string, { is, at }: Edit): string {
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

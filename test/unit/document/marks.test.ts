/** Marks of results in Word documents: what they say, and where a text in Markdown or an author's own file may have them. */
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../src/document/markdown/parse.ts';
import { Marking, nextBookmark, wordsControlled } from '../../../src/document/word/marks/control.ts';
import { signedManuscript } from '../../../src/document/word/marks/manuscript.ts';
import { piecesOf, unwrapped, wrapped } from '../../../src/document/word/marks/signs.ts';
import {
  bookmarkName,
  digestOf,
  readBookmark,
  readTag,
  tagFor,
  writtenTag,
} from '../../../src/document/word/marks/tags.ts';
import { attributeOf, elementsOf, within } from '../../../src/document/word/marks/tree.ts';
import { wordsOf } from '../../../src/document/word/marks/words.ts';
import { textRuns } from '../../../src/document/word/runs.ts';
import { readWord } from '../../../src/document/word/template.ts';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../../src/table/formats/office/zip.ts';

describe('a tag', () => {
  it('is read as it was written, within what Word reads, and holds no name', () => {
    for (const kind of ['number', 'caption', 'grid', 'notes', 'picture'] as const) {
      const tag = tagFor({ kind, of: 'baseline.main.NQP', form: '{"digits":3}' }, digestOf('1.592'));
      expect(readTag(writtenTag(tag))).toEqual(tag);
      expect(readBookmark(bookmarkName(tag))).toEqual(tag);
      expect(writtenTag(tag).length).toBeLessThanOrEqual(64);
      expect(bookmarkName(tag).length).toBeLessThanOrEqual(40);
      expect(writtenTag(tag)).not.toMatch(/baseline|NQP|1\.592/);
      expect(bookmarkName(tag)).toMatch(/^[_a-z\d]+$/);
    }
    for (const other of ['', 'pm', 'pm:x:a:b:c', 'pm:n:a:b', 'goog_rdk_1']) expect(readTag(other)).toBeUndefined();
    for (const other of ['_GoBack', '_Toc12345', '_pmg']) expect(readBookmark(other)).toBeUndefined();
  });

  it('tells results, forms and values apart', () => {
    const digests = Array.from({ length: 5000 }, (_, i) => digestOf(`${i}`));
    expect(new Set(digests).size).toBe(5000);
    expect(digestOf('a')).toMatch(/^[a-z\d]{8}$/);
  });
});

describe('numbers of a text in Markdown', () => {
  const read = (text: string, numbers: readonly string[]) => {
    const edits = numbers.map((number, i) => ({
      at: [text.indexOf(`#${i}`), text.indexOf(`#${i}`) + 2] as const,
      text: number,
      number: { of: `n${i}`, form: '' },
    }));
    const textWith = (words: (edit: (typeof edits)[number], index: number) => string): string =>
      edits.reduceRight((all, edit, i) => all.slice(0, edit.at[0]) + words(edit, i) + all.slice(edit.at[1]), text);
    const parsed = parseMarkdown(textWith((edit) => edit.text));
    if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
    const signed = signedManuscript(parsed.manuscript, edits, textWith as never);
    return { plain: parsed.manuscript, signed, json: JSON.stringify(signed) };
  };
  const without = (value: unknown): unknown => JSON.parse(unwrapped(JSON.stringify(value)));

  it('stand between signs in lines of every kind, and change nothing else', () => {
    const { plain, signed, json } = read(
      '---\ntitle: Of #0\nabstract: It is #1.\n---\n\n# With #2\n\n**#3** and *#4*, [#5](x)^[#6]\n\n- #7\n\n> "#8"\n\n| a |\n|---|\n| #9 |\n',
      ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
    );
    expect(without(signed)).toEqual(plain);
    for (let i = 1; i <= 9; i++) expect(json, `#${i}`).toContain(wrapped(`${i + 1}`, i));
    expect(signed.head.title).toBe('Of 1');
  });

  it('stand without signs where the text would be read otherwise: formulas, code, labels, starts of lists', () => {
    const { plain, signed, json } = read('#0. one\n#1. two\n\nIn $x = #2$, `#3` and #4.\n', ['1', '2', '5', '6', '7']);
    expect(without(signed)).toEqual(plain);
    expect(json.match(/\ufdd0/g)).toHaveLength(1);
    expect(json).toContain(wrapped('7', 4));
  });

  it('are left alone in a text that has such signs itself', () => {
    expect(read('\ufdd0 #0', ['1']).json).not.toContain(wrapped('1', 0));
  });

  it('keep the quotation marks around them', () => {
    const text = `He said "${wrapped('1.5', 12)}" and '${wrapped('x', 3)}'.`;
    expect(piecesOf(text).filter(({ index }) => index !== undefined)).toEqual([
      { text: '1.5', index: 12 },
      { text: 'x', index: 3 },
    ]);
    const xml = `<x>${textRuns(text, {}, (index, run) => `<w:sdt n="${index}">${run}</w:sdt>`)}</x>`;
    expect(wordsOf(xml, elementsOf(xml))).toBe('He said “1.5” and ‘x’.');
  });
});

const BODY = 'word/document.xml';
const wordOf = (body: string): Uint8Array =>
  zip(new Map([[BODY, new TextEncoder().encode(`<w:document><w:body>${body}</w:body></w:document>`)]]));
const bodyOf = (bytes: Uint8Array): string => /<w:body>(.*)<\/w:body>/s.exec(openZip(bytes)(BODY)!)![1]!;

describe("an author's own file", () => {
  const number = { of: 'effect', form: '' };
  const mark = (run: string): string => wordsControlled({ kind: 'number', ...number }, run);

  it('has a number in a mark of its own, in the look of its run, which is cut in two', () => {
    const bytes = wordOf('<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>is N &amp;</w:t></w:r><w:r><w:t>M now</w:t></w:r></w:p>');
    const at = [3, 7] as const;
    expect(bodyOf(readWord(bytes).edited([{ at, text: '<2>', number }]))).toBe(
      `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">is </w:t></w:r>${mark(
        '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">&lt;2&gt;</w:t></w:r>',
      )}<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"></w:t></w:r><w:r><w:t> now</w:t></w:r></w:p>`,
    );
  });

  it('has several in one run, and none within a control of the author', () => {
    const bytes = wordOf(
      '<w:p><w:r><w:t>A, B</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>C</w:t></w:r></w:sdtContent></w:sdt></w:p>',
    );
    const edited = readWord(bytes).edited([
      { at: [0, 1], text: '1', number },
      { at: [3, 4], text: '2', number },
      { at: [4, 5], text: '3', number },
    ]);
    expect(readWord(edited).text).toBe('1, 23');
    const xml = openZip(edited)(BODY)!;
    expect(xml.match(/<w:tag /g)).toHaveLength(2);
    expect(() => elementsOf(xml)).not.toThrow();
  });
});

describe('the elements of a part', () => {
  it('have their offsets, whatever stands between them', () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE a><a b="1>2"><!-- <c> --><c/><![CDATA[<d>]]><e f=\'"\'>x</e></a>';
    const [a, c, e] = [...within(elementsOf(xml))];
    expect([a, c, e].map((each) => xml.slice(each!.start, each!.end))).toEqual([
      xml.slice(33),
      '<c/>',
      "<e f='\"'>x</e>",
    ]);
    expect(attributeOf(xml, e!, 'f')).toBe('"');
    for (const damaged of ['<a>', '<a></b>', '<a', '<a b="', '<a/><b/>', '', '</a>', '<!-- <a/>'])
      expect(() => elementsOf(damaged), damaged).toThrow('damaged');
  });

  it('have bookmarks with ids of their own', () => {
    expect(nextBookmark('<w:bookmarkStart w:name="a" w:id="41"/><w:bookmarkStart w:id="7"/>')).toBe(42);
    const marks = new Marking(5).ofTable('t');
    const table = '<w:tbl><w:tr><w:tc><w:p><w:pPr></w:pPr></w:p></w:tc></w:tr></w:tbl>';
    const [one, two] = [marks.marked('grid', table), marks.marked('grid', table)];
    expect([one, two].map((each) => /w:id="(\d+)"/.exec(each)![1])).toEqual(['5', '6']);
    expect(/w:name="(\w+)"/.exec(one)![1]).not.toBe(/w:name="(\w+)"/.exec(two)![1]);
  });
});

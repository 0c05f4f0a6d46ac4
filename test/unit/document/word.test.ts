/** Numbers of a Word text are mended in its XML, and nothing else is. Needs pandoc, and for a look LibreOffice: skipped where absent, but not under CI. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTextFile, type TextFile } from '../../../src/app/text/text-file.ts';
import { marksOf, printing, withoutName } from '../../../src/document/number-marks.ts';
import { PART_BREAK, readWord } from '../../../src/document/word/template.ts';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../../src/table/formats/office/zip.ts';
import { lacksPandoc, readByPandoc } from '../../support/pandoc.ts';

const BODY = 'word/document.xml';
const wordOf = (body: string): Uint8Array =>
  zip(
    new Map([
      ['a.bin', Uint8Array.of(0, 1, 255)],
      [BODY, new TextEncoder().encode(`<w:document><w:body>${body}</w:body></w:document>`)],
      ['word/z.xml', new TextEncoder().encode('<z/>')],
    ]),
  );
const bodyOf = (bytes: Uint8Array): string => /<w:body>(.*)<\/w:body>/s.exec(openZip(bytes)(BODY)!)![1]!;

describe('the text of a Word document', () => {
  it('has a line a paragraph, empty ones too, whatever runs it is cut into', () => {
    const { text } = readWord(
      wordOf(
        '<w:p/><w:p w:rsidR="1"/><w:p w:a="b"><w:r><w:t>a &amp;</w:t></w:r><w:proofErr/><w:r><w:t xml:space="preserve"> &#x3b1;&#233;</w:t></w:r></w:p><w:p><w:r><w:tab/><w:t/></w:r></w:p>',
      ),
    );
    expect(text).toBe('\n\na & αé\n');
  });

  it('is edited in the run in which a stretch begins, and all else stays', () => {
    const runs =
      '<w:p><w:r><w:t>x &lt; 3</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>71</w:t></w:r><w:r><w:t> &gt; y</w:t></w:r></w:p>';
    const word = readWord(wordOf(runs));
    expect(word.text).toBe('x < 371 > y');
    const edited = word.edited([
      { at: [4, 7], text: '<4>' },
      { at: [10, 11], text: '&' },
      { at: [11, 11], text: '!' },
    ]);
    expect(bodyOf(edited)).toBe(
      '<w:p><w:r><w:t>x &lt; &lt;4&gt;</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t></w:t></w:r><w:r><w:t> &gt; &amp;!</w:t></w:r></w:p>',
    );
    expect(readWord(edited).text).toBe('x < <4> > &!');
    expect(openZip(edited)('word/z.xml')).toBe('<z/>');
    // With no edit, every byte is as it was.
    expect(Buffer.compare(word.edited([]), wordOf(runs))).toBe(0);
  });
});

it('has the words of notes, headers and footers behind its own, each edited in its own part', () => {
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const part = (words: string): string => `<w:x><w:p><w:r><w:t>${words}</w:t></w:r></w:p></w:x>`;
  const parts = {
    [BODY]: part('own'),
    'word/_rels/document.xml.rels': `<R><r Id="1" Type="${types}/header" Target="/word/header1.xml"/><r Id="2" Type="${types}/endnotes" Target="endnotes.xml"/></R>`,
    'word/header1.xml': part('head'),
    'word/endnotes.xml': part('note'),
  };
  const bytes = zip(new Map(Object.entries(parts).map(([name, xml]) => [name, new TextEncoder().encode(xml)])));
  const word = readWord(bytes);
  expect(word.text.split(PART_BREAK)).toEqual(['own', 'head', 'note']);
  const at = (words: string): [number, number] => [word.text.indexOf(words), word.text.indexOf(words) + words.length];
  const edited = openZip(
    word.edited([
      { at: at('note'), text: 'end' },
      { at: at('own'), text: 'body' },
      { at: [word.text.length, word.text.length], text: '!' },
    ]),
  );
  expect(Object.keys(parts).map((name) => edited(name))).toEqual([
    part('body'),
    parts['word/_rels/document.xml.rels'],
    part('head'),
    part('end!'),
  ]);
});

const TEXT =
  'The effect is {{pm effect "1.**59**2"}} in {{pm n}} rows, by {{pm patent "-0.0*2*3"}}.\n\nNothing else is *touched*: é & < 中文.\n';

describe.skipIf(lacksPandoc)('a document of pandoc', () => {
  let folder = '';
  let file: TextFile;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'papermake-word-'));
    execFileSync('pandoc', ['--from', 'markdown', '-o', join(folder, 'paper.docx')], { input: TEXT });
    file = readTextFile(join(folder, 'paper.docx'), folder, folder) as TextFile;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const mended = (): Uint8Array =>
    file.edited(
      marksOf(file).map((mark) => printing(mark, { effect: '1.6', n: '372', patent: '−0.022' }[mark.of]!)),
    ) as Uint8Array;

  it('has marks over several runs, which are mended', () => {
    expect(marksOf(file).map(({ of, printed }) => [of, printed])).toEqual([
      ['effect', '1.592'],
      ['n', ''],
      ['patent', '-0.023'],
    ]);
    const bytes = mended();
    const { text } = readByPandoc(bytes, 'docx');
    expect(text).toContain('The effect is {{pm effect “1.6”}} in {{pm n "372"}} rows, by {{pm patent “−0.022”}}.');
    expect(text).toContain('Nothing else is touched: é & < 中文.');
  });

  it('keeps every other byte of its XML, and its other files', () => {
    const names = ['[Content_Types].xml', '_rels/.rels', 'word/styles.xml', 'word/settings.xml', 'docProps/core.xml'];
    const [before, after] = [openZip(readFileSync(file.path)), openZip(mended())];
    for (const name of names) expect(after(name), name).toBe(before(name));
    const tags = (xml: string): string[] => xml.match(/<[^>]*>/g)!;
    expect(tags(after(BODY)!)).toEqual(tags(before(BODY)!));
    expect(after(BODY)!.split('Nothing')[1]).toBe(before(BODY)!.split('Nothing')[1]);
  });

  const absent = ['soffice', 'pdftotext'].filter((program) => spawnSync(program, ['-v']).error !== undefined);
  it.skipIf(absent.length > 0 && !process.env.CI)(
    'opens in LibreOffice, mended and rendered',
    () => {
      writeFileSync(join(folder, 'mended.docx'), mended());
      writeFileSync(join(folder, 'rendered.docx'), readTextEdited());
      execFileSync(
        'soffice',
        [
          `-env:UserInstallation=file://${folder}/profile`,
          '--headless',
          '--convert-to',
          'pdf',
          'mended.docx',
          'rendered.docx',
        ],
        { cwd: folder, stdio: 'ignore' },
      );
      const set = (name: string): string =>
        execFileSync('pdftotext', ['-layout', join(folder, `${name}.pdf`), '-']).toString();
      expect(set('mended')).toContain('{{pm effect “1.6”}} in {{pm n "372"}} rows');
      expect(set('rendered')).toMatch(/The effect is 1\.592 in\s+rows, by -0\.023\./);
    },
    120_000,
  );

  const readTextEdited = (): Uint8Array => file.edited(marksOf(file).map(withoutName)) as Uint8Array;
});

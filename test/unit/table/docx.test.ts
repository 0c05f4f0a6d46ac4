/** Word tables: their XML, and how LibreOffice sets them. That needs soffice and pdftotext: skipped where absent, but not under CI. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { cellText, plainStyle, rowsOf } from '../../../src/table/formats/cells.ts';
import { formatNames, settledOptions } from '../../../src/table/formats/choose.ts';
import { document } from '../../../src/table/formats/office/document.ts';
import { layoutOf, PADDING } from '../../../src/table/formats/office/layout.ts';
import { textWidth } from '../../../src/table/formats/office/metrics.ts';
import { readable } from '../../../src/table/number.ts';
import type { Table } from '../../../src/table/table.ts';
import { cases } from '../../golden/cases.ts';
import { build } from '../../golden/fixtures.ts';

const table = (name: string): Table => build(cases.find((one) => one.name === name)!);
const optionsOf = (said: object) => settledOptions(formatNames, said).docx!;
const file = (name: string, said: object = {}) => document([{ table: table(name), options: optionsOf(said) }]);
const xmlOf = (bytes: Uint8Array): string => openZip(bytes)('word/document.xml')!;

/** The same table with its columns repeated or left out. */
function withColumns(given: Table, count: number): Table {
  const taken = <T>(items: readonly T[]): T[] => Array.from({ length: count }, (_, c) => items[c % items.length]!);
  return {
    ...given,
    spanners: [],
    columns: taken(given.columns),
    panels: given.panels.map((panel) => ({
      ...panel,
      rows: panel.rows.map((row) => ({ ...row, cells: taken(row.cells) })),
    })),
  };
}

const usual = { landscape: 'auto', size: 10, wider: 1, shares: { labels: null, texts: null } } as const;

describe('the layout of a page', () => {
  it('fills the line, whatever the columns', () => {
    for (const columns of [1, 2, 5, 8, 12, 30]) {
      const { widths, landscape } = layoutOf(withColumns(table('baseline'), columns), usual);
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(landscape ? 698 : 451, 6);
    }
  });

  it('gives labels no more of the line than is said, as far as their words let it', () => {
    const two = withColumns(table('long-labels-chinese'), 2);
    const labels = (share: number | null): number =>
      layoutOf(two, { ...usual, landscape: false, shares: { labels: share, texts: null } }).widths[0]!;
    expect(labels(0.2)).toBeLessThan(labels(0.3));
    expect(labels(0.3)).toBeLessThan(labels(0.45));
  });

  it('breaks no cell of eight columns on A4', () => {
    for (const name of ['baseline', 'chinese', 'styles', 'describe', 'correlate']) {
      const eight = withColumns(table(name), 8);
      const { widths, size } = layoutOf(eight, usual);
      expect(size).toBe(10);
      for (const { label, cells } of rowsOf(eight)) {
        expect(textWidth(label) * size).toBeLessThan(widths[0]!);
        for (const [c, cell] of cells.entries()) {
          const text = cellText(cell, { ...plainStyle, number: readable, stars: () => '' });
          expect(textWidth(text) * size).toBeLessThan(widths[c + 1]! - 2 * PADDING);
        }
      }
    }
  });

  it('turns the page where a table is wider than it, and as it is told', () => {
    const turned = (columns: number, landscape: boolean | 'auto'): boolean =>
      layoutOf(withColumns(table('baseline'), columns), { ...usual, landscape }).landscape;
    expect([turned(5, 'auto'), turned(10, 'auto'), turned(5, true), turned(10, false)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('breaks long headings before it turns the page for them, and not where there is room', () => {
    const five = withColumns(table('baseline'), 5);
    const headed = (header: string): Table => ({
      ...five,
      columns: five.columns.map((column) => ({ ...column, header })),
    });
    const long = layoutOf(headed('Excluding municipalities and ports'), usual);
    expect([long.landscape, long.size]).toEqual([false, 10]);
    const { widths } = layoutOf(headed('Excluding all'), usual);
    expect(widths[1]! - 2 * PADDING).toBeGreaterThan(textWidth('Excluding all') * 10);
  });

  it('sets in smaller letters only what even a turned page is too narrow for', () => {
    expect(layoutOf(withColumns(table('baseline'), 11), usual).size).toBe(10);
    const { size, landscape } = layoutOf(withColumns(table('baseline'), 30), usual);
    expect([size < 10, size >= 4, landscape]).toEqual([true, true, true]);
  });
});

describe('a Word document', () => {
  it('names the fonts and sizes that are asked for', () => {
    const styles = (said: object): string => openZip(file('chinese', said))('word/styles.xml')!;
    expect(styles({})).toContain(
      '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/><w:sz w:val="20"/>',
    );
    const asked = styles({
      font: 'Arial',
      font_asian: '仿宋',
      font_size: 10.5,
      note_size: 7.5,
      caption_font_asian: '黑体',
      caption_size: 12,
      caption_bold: true,
    });
    expect(asked).toContain('w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="仿宋" w:cs="Arial"/><w:sz w:val="21"/>');
    expect(asked).toContain('w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体" w:cs="Arial"/><w:b/><w:sz w:val="24"/>');
    expect(asked).toContain('<w:sz w:val="15"/>');
    // Notes are never larger than the table.
    expect(styles({ font_size: 8 })).not.toContain('<w:sz w:val="18"/>');
  });

  it('sets each of its tables in its own fonts and sizes', () => {
    const entries = [
      { table: table('baseline'), options: optionsOf({}) },
      { table: table('vif'), options: optionsOf({ font: 'Arial', font_size: 8, note_size: 7, caption_bold: true }) },
      { table: table('describe'), options: optionsOf({ landscape: true }) },
    ];
    const part = openZip(document(entries));
    const styleOf = (id: string): string =>
      new RegExp(`<w:style [^>]*w:styleId="${id}".*?</w:style>`).exec(part('word/styles.xml')!)![0];
    expect(styleOf('TableCell2')).toContain(
      'w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="宋体" w:cs="Arial"/><w:sz w:val="16"/>',
    );
    expect(styleOf('Caption2')).toContain('<w:name w:val="caption 2"/>');
    expect(styleOf('Caption2')).toContain('w:cs="Arial"/><w:b/><w:sz w:val="16"/>');
    expect(styleOf('TableNote2')).toContain('w:cs="Arial"/><w:sz w:val="14"/>');
    // The third is as the first.
    expect(part('word/styles.xml')).not.toContain('TableCell3');
    const used = (xml: string): string[] => [
      ...new Set([...xml.matchAll(/<w:pStyle w:val="(\w+)"/g)].map(([, id]) => id!)),
    ];
    const tables = part('word/document.xml')!
      .split(/(?=<w:p><w:pPr><w:pStyle w:val="Caption)/)
      .slice(1);
    expect(tables.map(used)).toEqual([
      ['Caption', 'TableCell', 'TableNote'],
      ['Caption2', 'TableCell2', 'TableNote2'],
      ['Caption', 'TableCell', 'TableNote'],
    ]);
    expect(tables[1]).not.toContain('<w:sz ');
  });

  it('repeats its header rows, breaks no row over pages, and has three lines and one above the statistics', () => {
    const xml = xmlOf(file('baseline'));
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2);
    expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(xml.match(/<w:tr>/g)!.length);
    expect(xml.match(/<w:tblBorders>.*?<\/w:tblBorders>/)![0].match(/w:sz="12"/g)).toHaveLength(2);
    const rows = xml.match(/<w:tr>.*?<\/w:tr>/g)!;
    const ruled = rows.flatMap((row, r) => (row.includes('<w:tcBorders>') ? [r] : []));
    expect(ruled).toEqual([1, rows.findIndex((row) => row.includes('Province FE'))]);
  });

  it('centres figures beside Chinese labels, whose lines are higher', () => {
    const alignments = (name: string): string[] => [
      ...new Set([...xmlOf(file(name)).matchAll(/<w:vAlign w:val="(\w+)"/g)].map(([, at]) => at!)),
    ];
    expect([alignments('chinese'), alignments('baseline')]).toEqual([
      ['bottom', 'center'],
      ['bottom', 'top'],
    ]);
  });

  it('lines numbers up without a tab, which a reader of the text would meet', () => {
    const xml = xmlOf(file('baseline'));
    expect(xml).toContain('<w:tab w:val="decimal"');
    expect(xml).not.toContain('<w:tab/>');
  });

  it('has no table without rows, which Word takes for damage', () => {
    const empty: Table = { ...withColumns(table('vif'), 1), columns: [{ header: '' }], stub: '', panels: [] };
    expect(xmlOf(document([{ table: empty, options: optionsOf({}) }]))).not.toContain('<w:tbl>');
  });

  it('holds no time and no name of a machine', () => {
    const part = openZip(file('baseline'));
    expect(part('docProps/core.xml')).not.toMatch(/dcterms|modified/);
    expect(Buffer.compare(file('baseline'), file('baseline'))).toBe(0);
  });
});

const absent = ['soffice', 'pdftotext'].filter((program) => spawnSync(program, ['--version']).error !== undefined);

describe.skipIf(absent.length > 0 && !process.env.CI)('a Word document in LibreOffice', () => {
  const goldens = path.resolve(import.meta.dirname, '../../golden/tables');
  const names = readdirSync(goldens).filter((name) => name.endsWith('.docx'));
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'papermake-word-'));
    for (const name of names) copyFileSync(path.join(goldens, name), path.join(folder, name));
    const thirty = withColumns(table('baseline'), 30);
    const odd = { ...thirty, notes: ['مرحبا 😀 \u0000 \ud800 <w:p> & "'], caption: 'x'.repeat(80) };
    writeFileSync(path.join(folder, 'odd.docx'), document([{ table: odd, options: optionsOf({}) }]));
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', ...names, 'odd.docx'], {
      cwd: folder,
      stdio: 'ignore',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  interface Word {
    readonly left: number;
    readonly top: number;
    readonly text: string;
  }
  function wordsOf(name: string): Word[] {
    const to = path.join(folder, `${name}.xhtml`);
    execFileSync('pdftotext', ['-bbox', path.join(folder, `${name}.pdf`), to]);
    return [...readFileSync(to, 'utf8').matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</g)].map(
      ([, left, top, text]) => ({ left: Number(left), top: Number(top), text: text! }),
    );
  }

  it('opens every one, each on one page', () => {
    for (const name of [...names, 'odd.docx']) {
      const info = execFileSync('pdfinfo', [path.join(folder, name.replace('.docx', '.pdf'))]).toString();
      expect(info, name).toMatch(/^Pages: +1$/m);
    }
  });

  it('lines up decimal points under stars, minus signs and brackets', () => {
    const points = wordsOf('baseline').flatMap(({ left, text }) => {
      const [, before] = /^([(−]?\d)\.\d{3}/.exec(text) ?? [];
      return before === undefined ? [] : [left + textWidth(before) * 10];
    });
    // Five columns, to half a point, and the statistics, which are centred in them.
    const columns = new Map<number, number>();
    for (const point of points) {
      const column = [...columns.keys()].find((each) => Math.abs(each - point) < 0.5) ?? point;
      columns.set(column, (columns.get(column) ?? 0) + 1);
    }
    expect([...columns.values()].filter((count) => count > 1).sort((a, b) => a - b)).toEqual([4, 6, 8, 10, 12]);
  });

  it('breaks no cell into lines', () => {
    const { length: rows } = xmlOf(readFileSync(path.join(goldens, 'baseline.docx'))).match(/<w:tr>/g)!;
    const notes = wordsOf('baseline').find(({ text }) => text === 'Notes:')!.top;
    const above = wordsOf('baseline').filter(({ top, text }) => top < notes && !/^\**$/.test(text));
    const lines = new Set(above.map(({ top }) => Math.round(top / 4)));
    expect(lines.size).toBe(rows + 1);
  });
});

/** Workbooks made of rows of numbers, texts and moments, with merged areas, as Excel stores them. */
import { zip } from '../../src/table/formats/office/zip.ts';

export interface SheetOf {
  readonly name: string;
  readonly rows: readonly (readonly (string | number | Date | null)[])[];
  /** `B1:C1` */
  readonly merged?: readonly string[];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function letters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);
}

function sheetXml({ rows, merged = [] }: SheetOf): string {
  const data = rows.map((cells, i) => {
    const xml = cells.map((value, j) => {
      const at = `${letters(j)}${i + 1}`;
      if (value === null) return `<c r="${at}" s="1"/>`;
      if (value instanceof Date) return `<c r="${at}" s="2"><v>${value.getTime() / 86_400_000 + 25_569}</v></c>`;
      if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
      return `<c r="${at}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    });
    return `<row r="${i + 1}">${xml.join('')}</row>`;
  });
  const areas = merged.map((area) => `<mergeCell ref="${area}"/>`).join('');
  const mergedXml = merged.length === 0 ? '' : `<mergeCells count="${merged.length}">${areas}</mergeCells>`;
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data.join('')}</sheetData>${mergedXml}</worksheet>`;
}

export function xlsxOf(...sheets: readonly SheetOf[]): Uint8Array {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const names = sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const targets = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const styles = [0, 0, 22].map((format) => `<xf numFmtId="${format}"/>`).join('');
  const parts: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.join('')}<Relationship Id="styles" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3">${styles}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)])),
  };
  return zip(new Map(Object.entries(parts).map(([path, xml]) => [path, new TextEncoder().encode(head + xml)])));
}

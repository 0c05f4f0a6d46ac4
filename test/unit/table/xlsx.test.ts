/** Excel tables, read by a library of others. */
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { workbook } from '../../../src/table/formats/office/workbook.ts';
import { cases } from '../../golden/cases.ts';
import { build } from '../../golden/fixtures.ts';

const table = (name: string) => build(cases.find((one) => one.name === name)!);
const sheetsOf = (bytes: Uint8Array) => readExcelFile(Buffer.from(bytes));

describe('a workbook', () => {
  it('has numbers that are numbers, unrounded, and texts beside them', async () => {
    const [{ data } = { data: [] }] = await sheetsOf(workbook([table('baseline')]));
    expect(data[0]![0]).toBe('Baseline regressions: income gap & NQP');
    expect(data[1]!.slice(0, 2)).toEqual([null, 'Dependent variable: Gap']);
    expect(data[3]).toEqual(['NQP', 4.50213, 1.96551, 1.59224, 5.79404, 1.1021]);
    expect(data[4]).toEqual([null, 0.66384, 0.5629, 0.45573, 1.14291, 0.4411]);
    // Excel would show 0.1215, a little less in binary, as 0.122.
    expect(data.find(([label]) => label === 'Constant')!.length).toBe(6);
    expect(data.flat()).toContain(0.121);
    expect(data.find(([label]) => label === 'Observations')).toEqual(['Observations', 372, 372, 372, 372, 341]);
    expect(data.find(([label]) => label === 'Year FE')).toEqual(['Year FE', 'No', 'No', 'No', 'No', 'Yes']);
    expect(data.at(-1)![0]).toMatch(/^Notes: Standard errors .* Synthetic data\.$/);
  });

  it('has a sheet a table, under names that Excel takes', async () => {
    const long = 'a'.repeat(40);
    const tables = [
      table('chinese'),
      table('vif'),
      { ...table('vif'), id: `t.${long}` },
      { ...table('vif'), id: `t.${long}B` },
    ];
    const sheets = await sheetsOf(workbook(tables));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['chinese', 'vif', 'a'.repeat(31), `${'a'.repeat(27)} (2)`]);
  });

  it('shows them as they are printed, with brackets and stars', () => {
    const part = openZip(workbook([table('baseline')]));
    const codes = [...part('xl/styles.xml')!.matchAll(/formatCode="([^"]*)"/g)].map(([, code]) =>
      code!.replaceAll('&quot;', '"'),
    );
    expect(codes).toContain('_−_(0.000"***"_);_−_("−"0.000"***"_)');
    expect(codes).toContain('_−"("0.000")"_*_*_*;_−"(−"0.000")"_*_*_*');
    expect(codes).toContain('0;"−"0');
  });

  it('has room for a heading over its columns, and prints on one page across', () => {
    const part = openZip(workbook([table('threshold-regimes'), table('scaled')]));
    const sheet = (number: number): string => part(`xl/worksheets/sheet${number}.xml`)!;
    const widths = [...sheet(1).matchAll(/ width="(\d+)"/g)].map(([, width]) => Number(width));
    expect(widths[1]).toBeGreaterThan('Dependent variable: Gap'.length);
    expect(sheet(1)).toContain('orientation="portrait" fitToWidth="1" fitToHeight="0"');
    expect(sheet(2)).toContain('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
    expect(sheet(2)).toContain('orientation="landscape" fitToWidth="1"');
  });

  it('has no row higher than Excel takes', () => {
    const noted = { ...table('vif'), notes: ['A long note. '.repeat(500)] };
    const [, height] = / ht="(\d+)"/.exec(openZip(workbook([noted]))('xl/worksheets/sheet1.xml')!)!;
    expect(height).toBe('409');
  });
});

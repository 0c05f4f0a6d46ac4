/** Nothing is lost where pandoc reads our tables. Needs pandoc: skipped where absent, but not under CI. */
import { describe, expect, it } from 'vitest';
import { cellText, plainStyle, rowsOf } from '../../../src/table/formats/cells.ts';
import { formatNames, settledOptions } from '../../../src/table/formats/choose.ts';
import { formats } from '../../../src/table/formats/registry.ts';
import { readable } from '../../../src/table/number.ts';
import { renderTable } from '../../../src/table/render.ts';
import { plainSuperscript, superscriptRun } from '../../../src/table/superscripts.ts';
import type { Table } from '../../../src/table/table.ts';
import { cases } from '../../golden/cases.ts';
import { build, template } from '../../golden/fixtures.ts';
import { lacksPandoc, readByPandoc } from '../../support/pandoc.ts';

async function rendered(table: Table, name: string, said: object = {}): Promise<Uint8Array> {
  const format = formats.find((each) => each.name === name)!;
  const options = { formatOptions: settledOptions(formatNames, said), templates: {} };
  return (await renderTable(table, [format], options, template)).get(format.extension)!;
}

const style = { ...plainStyle, number: readable };

/** Label and cells of every row that has some, as they are printed. */
const printed = (table: Table): string[][] =>
  rowsOf(table).map(({ label, cells }) => [label, ...cells.map((cell) => cellText(cell, style))]);

/** Superscripts lose their place in `textOf`: `NQP²` is `NQP2`. */
const lowered = (text: string): string =>
  text.replace(superscriptRun, (run) => plainSuperscript(run).replace('-', '−'));

const flat = (rows: readonly (readonly string[])[]): string[][] =>
  rows.map((row) => row.map((cell) => lowered(cell).trim()));

const squeezed = (text: string): string => lowered(text).replace(/\s+/g, '');

describe.skipIf(lacksPandoc)('pandoc', () => {
  it.each(cases.map((one) => [one.name, one] as const))(
    'keeps every cell, star and note of Markdown: %s',
    async (_, one) => {
      const table = build(one);
      const { tables, text } = readByPandoc(await rendered(table, 'markdown'), 'markdown-smart');
      expect(tables.length).toBe(1);
      const rows = flat(tables[0]!.rows);
      for (const row of flat(printed(table))) expect(rows).toContainEqual(row);
      for (const { header, number = '' } of table.columns) {
        expect(rows[0]!.join('\n')).toContain(lowered(squeezed(header) === '' ? number : header.trim()));
      }
      for (const note of [table.caption, ...table.notes]) expect(squeezed(text)).toContain(squeezed(note));
    },
  );

  it.each(cases.map((one) => [one.name, one] as const))(
    'keeps every cell, star and note of Word: %s',
    async (_, one) => {
      const table = build(one);
      const { tables, text } = readByPandoc(await rendered(table, 'docx'), 'docx');
      expect(tables.length).toBe(1);
      // A row lacks its first cell where the label above reaches over it.
      const rows = flat(tables[0]!.rows).map((row) => (row.length === table.columns.length ? ['', ...row] : row));
      for (const row of flat(printed(table))) expect(rows).toContainEqual(row);
      const heads = [table.columns.map(({ header }) => header), table.columns.map(({ number = '' }) => number)];
      for (const head of flat(heads.filter((texts) => texts.some((each) => each !== ''))))
        expect(rows.map(([, ...cells]) => cells)).toContainEqual(head);
      for (const note of [table.caption, ...table.notes]) expect(squeezed(text)).toContain(squeezed(note));
    },
  );
});

/** Comparisons with every verdict and findings of every severity, byte for byte. `UPDATE=1` rewrites. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditFinding } from '../../src/check/audit.ts';
import { findingsTable } from '../../src/check/audit-table.ts';
import { type ComparedCell, compareCell, countCells, notPrinted, unmatchedCell } from '../../src/check/compare.ts';
import { comparisonTable, summaryTable } from '../../src/check/compare-table.ts';
import { readPrinted } from '../../src/check/printed.ts';
import { verdicts } from '../../src/check/verdicts.ts';
import { formatNames } from '../../src/table/formats/choose.ts';
import { formats } from '../../src/table/formats/registry.ts';
import { settle } from '../../src/table/options/options.ts';
import { renderTable } from '../../src/table/render.ts';
import type { Table } from '../../src/table/table.ts';
import { template } from './fixtures.ts';
import { expectGolden } from './golden.ts';

const folder = path.join(import.meta.dirname, 'checked');
const levels = [0.1, 0.05, 0.01];

function cell(
  row: string,
  printed: string,
  value: number,
  stdError: number,
  pValue: number,
  why: string | null = null,
): ComparedCell {
  const compared = compareCell(readPrinted(printed)!, { value, stdError, pValue }, levels);
  return { table: 'one', row, column: '(1)', of: `m.1.terms.${row}`, explanation: why, ...compared };
}

const bare = { table: 'one', column: '(1)', of: '' } as const;
const cells: readonly ComparedCell[] = [
  cell('NQP', '1.592*** (0.456)', 1.592049, 0.456, 0.002),
  cell('Education', '0.080*** (-0.009)', 0.0804, 0.0092, 0.001),
  cell('Patent', '-0.021*** (0.006)', -0.0222, 0.006, 0.001),
  cell('DigEco', '0.035** (0.018)', 0.035, 0.018, 0.06),
  cell('NQP^2', '-7.783*** (1.733)', -3.9, 1.9, 0.001, 'another sample: 341 of 372 rows'),
  cell('Constant', '0.092 (0.072)', -0.092, 0.072, 0.2, 'another sample: 341 of 372 rows'),
  { ...bare, row: 'Province FE', explanation: null, ...unmatchedCell('Yes', 'it is no figure') },
  { ...bare, row: 'n', explanation: null, ...notPrinted({ value: 341 }, levels) },
];

const findings: readonly AuditFinding[] = [
  {
    severity: 'error',
    rule: 'negative-se',
    table: 'table4',
    cell: 'Winsorization',
    message: 'a standard error is never negative, but 1 is, as in (-0.5), for `x`',
  },
  {
    severity: 'warning',
    rule: 'stars',
    table: 'table6',
    cell: 'DigEco / Gap',
    message: 't = 1.69, with t(30) p = 0.101: no star, but `*` is printed',
  },
  {
    severity: 'note',
    rule: 'no-n',
    table: 'table3',
    cell: 'N',
    message: 'the table prints estimates without the number of observations',
  },
];

const counts = countCells(cells);
const tables: Readonly<Record<string, Table>> = {
  compared: comparisonTable('compare', 'one', cells, 'Synthetic figures'),
  summary: summaryTable('compare', [{ table: 'one', counts }], counts),
  narrow: findingsTable('audit', findings, ['table3', 'table4'], false),
  wide: findingsTable('audit', findings, ['table3', 'table4'], true),
  nothing: findingsTable('audit', [], ['table3'], true),
};

describe('golden comparisons and audits', () => {
  it('shows every verdict', () => {
    expect(new Set(cells.map((each) => each.verdict))).toEqual(new Set(verdicts));
  });

  for (const [name, table] of Object.entries(tables)) {
    it(name, async () => {
      const suited = formats.filter(
        ({ breaksCells }) => !(name === 'narrow' && breaksCells) && !(name === 'wide' && !breaksCells),
      );
      const presentation = { ...settle({ formats: [...formatNames] }, {}, {}), templates: {} };
      for (const [extension, bytes] of await renderTable(table, suited, presentation, template)) {
        expectGolden(path.join(folder, `${name}.${extension}`), bytes);
      }
    });
  }
});

/** What stands below the estimates, by name, order and label, and rows of one's own. */
import { describe, expect, it } from 'vitest';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import type { TableEntry } from '../../../src/table/options/option-schemas.ts';
import type { Table } from '../../../src/table/table.ts';
import { build, fitOf, node, render, renderedTexts, term, warned } from '../../golden/fixtures.ts';

const terms = [term('NQP', 1.5, 0.4, 0.001), term('Education', 0.2, 0.1, 0.04)];
const twoClusters = [
  { name: 'province', count: 31 },
  { name: 'year', count: 12 },
];
const one = node('m.1', fitOf(terms));
const two = node(
  'm.2',
  fitOf(terms, {
    absorbed: twoClusters.map(({ name, count }) => ({ name, levels: count })),
    vcovInfo: { type: 'CRV1', text: '', clusters: twoClusters, small: '' },
  }),
);
const tableOf = (entry: TableEntry, sources = [one, two]): Table =>
  build({ name: 'footer', entry, groups: [{ title: null, sources }] });
const keysOf = (table: Table): string[] =>
  table.panels.flatMap(({ rows }) => rows.filter((row) => row.section === 'footer').map((row) => row.key));
const rowOf = (table: Table, key: string) => table.panels[0]!.rows.find((row) => row.key === key)!;

describe('the footer of a regression table', () => {
  it('has effects, clusters, N and R² by itself, one number a cell', () => {
    const table = tableOf({});
    expect(keysOf(table)).toEqual(['fe:province', 'fe:year', 'nclusters:province', 'nclusters:year', 'n', 'r2Within']);
    const cells = table.panels.flatMap(({ rows }) =>
      rows.flatMap((row) => (row.section === 'footer' ? row.cells : [])),
    );
    expect(cells.filter((cell) => cell.is === 'pieces')).toEqual([]);
    expect(keysOf(tableOf({}, [one]))).toEqual(['fe:province', 'nclusters', 'n', 'r2Within']);
  });

  it('shows what `stats` names, in its order, with labels and decimals', () => {
    const table = tableOf({ stats: ['n', { ymean: { digits: 1, label: 'Mean of Y' } }, 'fe:year', 'clusteredBy'] });
    expect(keysOf(table)).toEqual(['n', 'ymean', 'fe:year', 'clusteredBy']);
    expect(rowOf(table, 'ymean').label).toBe('Mean of Y');
    expect(rowOf(table, 'ymean').cells[0]).toMatchObject({ format: { digits: 1 } });
  });

  it('puts effects and sets first unless `stats` places them, and leaves out clusters it does not name', () => {
    expect(keysOf(tableOf({ stats: ['n'], indicate: { Controls: 'Education' } }))).toEqual([
      'indicate:Controls',
      'fe:province',
      'fe:year',
      'n',
    ]);
    expect(keysOf(tableOf({ stats: ['n', 'fe'], indicate: { Controls: 'Education' } }))).toEqual([
      'indicate:Controls',
      'n',
      'fe:province',
      'fe:year',
    ]);
  });

  it('hides rows by name, by kind and by pattern', () => {
    expect(keysOf(tableOf({ hide: ['nclusters', 'fe:year', 'r2*'] }))).toEqual(['fe:province', 'n']);
    expect(keysOf(tableOf({ hide: 'fe', stats: ['n'] }))).toEqual(['n']);
  });

  it('refuses an effect that no column has', () => {
    expect(() => tableOf({ stats: ['n', 'fe:month'] })).toThrow('`stats` names `fe:month`, which is no row');
  });
});

describe('rows of one’s own', () => {
  it('stand after the row that they name, or last', () => {
    const table = tableOf({
      stats: ['n'],
      rows: [
        { label: 'Sample', cells: ['All', '2011–2019'], after: 'n' },
        { label: 'Beside', cells: [true, null], after: 'NQP' },
        { label: 'Bandwidth', cells: [0.5, 1] },
      ],
    });
    expect(table.panels[0]!.rows.map((row) => row.label)).toEqual([
      'NQP',
      '',
      'Beside',
      'Education',
      '',
      'Province FE',
      'Year FE',
      'Observations',
      'Sample',
      'Bandwidth',
    ]);
    expect(rowOf(table, 'row:Beside').cells).toEqual([{ is: 'text', text: 'Yes' }, { is: 'empty' }]);
  });

  it('need a cell for each column, and a row to stand after', () => {
    expect(() => tableOf({ rows: [{ label: 'Sample', cells: ['All'] }] })).toThrow('expected 2 cells in the row');
    expect(() => tableOf({ rows: [{ label: 'S', cells: ['a', 'b'], after: 'N' }] })).toThrow('no row of this table');
  });
});

describe('what a table names and has no more', () => {
  const warnedOf = (entry: TableEntry): string[] =>
    warned({ name: 'footer', entry, groups: [{ title: null, sources: [one, two] }] });

  it('is warned of, and the table is made without it', () => {
    const entry: TableEntry = {
      order: ['DigEco', 'Education'],
      drop: ['Patent'],
      rename: { DigEco: 'Digital', NQP: 'N' },
    };
    expect(warnedOf(entry)).toEqual([
      '`order` names `DigEco`, which is no term of this table',
      '`drop` names `Patent`, which is no term of this table',
      '`rename` names `DigEco`, which is no row of this table',
    ]);
    const labels = tableOf(entry).panels[0]!.rows.map((row) => row.label);
    expect(labels.filter((label) => label !== '').slice(0, 2)).toEqual(['Education', 'N']);
  });

  it('is refused where nothing of a choice is left', () => {
    expect(warnedOf({ keep: ['NQP', 'DigEco'] })).toEqual(['`keep` names `DigEco`, which is no term of this table']);
    expect(() => tableOf({ keep: ['DigEco'] })).toThrow('`keep` names `DigEco`');
  });
});

describe('the head', () => {
  it('has a first cell, spanners and the outcome by choice', () => {
    const table = tableOf({ stub: '变量', spanners: ['All', ''], outcome: false });
    expect(table.stub).toBe('变量');
    expect(table.spanners).toEqual([[{ text: 'All', from: 0, to: 0 }]]);
    expect(tableOf({ spanners: false, outcome: false }).spanners).toEqual([]);
    expect(() => tableOf({ spanners: ['All'] })).toThrow('expected 2 texts');
  });

  it('has rules below spanners by choice, in every format that draws them', async () => {
    const rules = async (entry: TableEntry) => {
      const spanners = ['Both', 'Both'];
      const files = await render({
        name: 'rules',
        entry: { spanners, outcome: false, ...entry },
        groups: [{ title: null, sources: [one, two] }],
      });
      const text = (name: string): string => new TextDecoder().decode(files.get(name));
      const part = (file: string, name: string): string => openZip(files.get(file)!)(name)!;
      return {
        latex: text('tex').match(/\\cmidrule/g)?.length ?? 0,
        html: text('html').match(/colspan="2"><span>Both/g)?.length ?? 0,
        typst: text('typ').match(/ over\(2, "Both"\)/g)?.length ?? 0,
        docx: part('docx', 'word/document.xml').match(/<w:pBdr>/g)?.length ?? 0,
        xlsx: part('xlsx', 'xl/styles.xml').match(/<bottom style="thin">/g)?.length ?? 0,
      };
    };
    const [ruled, plain] = [await rules({}), await rules({ spanner_rules: false })];
    expect(ruled).toMatchObject({ latex: 1, html: 1, typst: 1, docx: 1 });
    expect(plain).toEqual({ latex: 0, html: 0, typst: 0, docx: 0, xlsx: ruled.xlsx - 1 });
  });

  it('has no rule above the statistics where none is wanted', async () => {
    const rules = async (entry: TableEntry): Promise<number> => {
      const files = await renderedTexts({ name: 'rules', entry, groups: [{ title: null, sources: [one, two] }] });
      return files.get('tex')!.match(/\\midrule/g)!.length;
    };
    expect([await rules({}), await rules({ statistics_rule: false })]).toEqual([2, 1]);
  });
});

/** Panels with columns and heads of their own, and tables of which a regression is a row or a cell. */
import { describe, expect, it } from 'vitest';
import { printedTable } from '../../../src/table/formats/printed-cells.ts';
import { build, type Case, fitOf, node, renderedTexts, term } from '../../golden/fixtures.ts';

const of = (outcome: string, b = 1, more = {}) =>
  fitOf([term('NQP', b, 0.5, 0.04), term('_cons', 2, 1, 0.04)], { outcome, absorbed: [], stats: { n: 372 }, ...more });
const source = (id: string, outcome: string, header = '', b = 1) => node(id, of(outcome, b), { header });
const tableOf = (groups: Case['groups'], entry: Case['entry'] = {}) => build({ name: 't', entry, groups });
const texts = (levels: readonly (readonly { readonly text: string }[])[] = []) =>
  levels.map((l) => l.map((s) => s.text));
const labels = (rows: readonly { readonly label: string }[]) => rows.map(({ label }) => label);

const a = [source('m.a.1', 'Gap', 'All'), source('m.a.2', 'Gap', 'Men')];
const b = [source('m.b.1', 'Patent', 'All'), source('m.b.2', 'Patent', 'Men')];

describe('panels with columns of their own', () => {
  it('have heads of their own, and empty cells at the right of the narrower one', () => {
    const { columns, panels } = tableOf([
      { title: 'A', sources: a },
      { title: 'B', sources: [source('m.c', 'Gap', 'Old')] },
    ]);
    expect(columns.map(({ header }) => header)).toEqual(['', '']);
    expect(panels.map(({ head }) => head!.columns.map(({ header }) => header))).toEqual([
      ['All', 'Men'],
      ['Old', ''],
    ]);
    expect(panels[1]!.rows.every(({ cells }) => cells.length === 2 && cells[1]!.is === 'empty')).toBe(true);
  });

  it('never stand below the headers of another panel', () => {
    const { panels } = tableOf([
      { title: 'A', sources: a },
      { title: 'B', sources: [source('m.c', 'Gap', 'Old'), source('m.d', 'Gap', 'Young')] },
    ]);
    expect(panels[1]!.head!.columns.map(({ header }) => header)).toEqual(['Old', 'Young']);
  });

  it('name the nodes of their own columns in the sidecar', () => {
    const shared = printedTable(
      tableOf([
        { title: 'A', sources: a },
        { title: 'B', sources: b },
      ]),
    );
    expect(shared.printed[1]!.sources).toEqual(['m.b.1', 'm.b.2']);
    expect(shared.printed[1]!.heads).toBeUndefined();
  });
});

describe('the dependent variable', () => {
  const two = (entry: Case['entry']) =>
    tableOf(
      [
        { title: 'Panel A.', sources: a },
        { title: 'Panel B. Patent grants', sources: b },
      ],
      entry,
    );

  it('stands nowhere by default where panels have others', () => {
    const { spanners, panels } = two({});
    expect([spanners, panels.flatMap(({ head }) => head ?? [])]).toEqual([[], []]);
  });

  it('stands in titles of panels, once', () => {
    const { panels } = tableOf(
      [
        { title: 'Panel A.', sources: a },
        { title: 'Panel B. Gap', sources: a },
      ],
      { outcome: 'panel', rename: { Gap: 'Gap' } },
    );
    expect(panels.map(({ title }) => title).slice(0, 2)).toEqual(['Panel A. Dependent variable: Gap', 'Panel B. Gap']);
  });

  it('stands above the columns of each panel, or in a line, where it is asked for', () => {
    expect(texts(two({ outcome: 'column' }).panels[0]!.head!.spanners)).toEqual([['Dependent variable: Gap']]);
    const line = two({ outcome: 'row' });
    expect(line.columns.map(({ header }) => header)).toEqual(['All', 'Men']);
    expect(line.panels[0]!.head!.outcomes).toEqual({ label: 'Dependent variable', texts: ['Gap', 'Gap'] });
    const one = tableOf([{ title: null, sources: a }], { outcome: 'row' });
    expect(one.outcomes!.texts).toEqual(['Gap', 'Gap']);
    expect(one.spanners).toEqual([]);
  });

  it('is refused in the title of a panel that has several', () => {
    const mixed = [{ title: 'A', sources: [a[0]!, b[0]!] }];
    expect(() => tableOf(mixed, { outcome: 'panel' })).toThrow(/have 2 dependent variables/);
  });
});

describe('`layout: rows`', () => {
  const shown = (entry: Case['entry'] = {}) =>
    tableOf([{ title: null, sources: [source('m.a', 'Gap', '', 1), source('m.b', 'Patent', '', 2)] }], {
      layout: 'rows',
      stats: ['n'],
      ...entry,
    });

  it('turns terms and statistics into columns', () => {
    const { columns, panels } = shown();
    expect(columns.map(({ header, name }) => name ?? header)).toEqual(['NQP', 'Constant', 'N']);
    const [first, below, second] = panels[0]!.rows;
    expect([first!.key, below!.key, second!.key]).toEqual(['m.a', 'm.a', 'm.b']);
    expect(below!.continues).toBe(true);
    expect(first!.cells[0]).toMatchObject({ value: 1, stars: '**' });
    expect(below!.cells[0]).toMatchObject({ value: 0.5, wrap: ['(', ')'] });
  });

  it('has computed values where they are put, before and after a term', () => {
    const { columns, panels } = shown({
      drop: '_cons',
      rows: [
        { label: 'Mean', value: 'b(_cons)', before: 'NQP' },
        { label: 'p', value: 'p(NQP)', after: 'NQP' },
      ],
    });
    expect(columns.map(({ header }) => header)).toEqual(['Mean', expect.any(String), 'p', 'Observations']);
    expect(panels[0]!.rows[0]!.cells.map((cell) => (cell as { value?: number }).value)).toEqual([2, 1, 0.04, 372]);
  });

  it('calls rows by headers, and by outcomes where these are the same or none', () => {
    const rows = (headers: readonly string[]) => {
      const { panels } = tableOf(
        [{ title: null, sources: [source('x', 'Gap', headers[0]), source('y', 'DigEco', headers[1])] }],
        { layout: 'rows', cell: '{b}' },
      );
      return labels(panels[0]!.rows);
    };
    expect(rows(['Age', 'Height'])).toEqual(['Age', 'Height']);
    expect(rows(['All', 'All'])).toEqual([expect.stringContaining(', All'), 'Digital economy, All']);
    expect(rows(['', ''])[1]).toBe('Digital economy');
  });

  it('compiles no second head line of numbers unless asked', () => {
    expect(shown().columns.every(({ number }) => number === undefined)).toBe(true);
    expect(shown({ numbers: true }).columns[1]!.number).toBe('(2)');
  });
});

describe('`layout: outcomes`', () => {
  const sources = [...a, b[1]!];
  it('has a row for each dependent variable and a column for each header', () => {
    const { columns, panels } = tableOf([{ title: null, sources }], { layout: 'outcomes', keep: 'NQP', stats: ['n'] });
    expect(columns.map(({ header }) => header)).toEqual(['All', 'Men']);
    const rows = panels[0]!.rows;
    expect(rows.map(({ key }) => key)).toEqual(['Gap', 'Gap', 'n', 'Patent', 'Patent', 'n']);
    expect(rows[3]!.cells.map(({ is }) => is)).toEqual(['empty', 'number']);
    expect(rows[3]!.sources).toEqual([null, 'm.b.2']);
  });

  it('refuses several coefficients, and two regressions in one cell', () => {
    expect(() => tableOf([{ title: null, sources }], { layout: 'outcomes' })).toThrow(/one coefficient for each/);
    const twice = [source('p', 'Gap', 'All'), source('q', 'Gap', 'All')];
    expect(() => tableOf([{ title: null, sources: twice }], { layout: 'outcomes', keep: 'NQP' })).toThrow(
      /`p` and `q` have one cell: `Gap` under `All`/,
    );
  });
});

describe('every format', () => {
  it('sets heads of panels', async () => {
    const made = await renderedTexts({
      name: 'formats',
      entry: {},
      groups: [
        { title: 'A', sources: a },
        { title: 'B', sources: [source('m.c', 'Gap', 'Old & wise')] },
      ],
    });
    expect(made.get('tex')).toContain('\\pmh{Old \\& wise}');
    expect(made.get('tex')).not.toContain('\\toprule\n\\midrule');
    expect(made.get('html')).toContain('<th scope="col">Old &amp; wise</th>');
    expect(made.get('md')).toContain('**Old & wise (1)**');
    expect(made.get('csv')).toContain('B,Old & wise');
    expect(made.get('typ')).toContain('"Old & wise"');
  });
});

describe('footnotes', () => {
  it('stand at heads and cells of a panel that heads its columns itself, and at a regression’s row', () => {
    const groups = [
      { title: 'A', sources: a },
      { title: 'B', sources: [source('m.c', 'Gap', 'Old')] },
    ];
    const { panels } = tableOf(groups, {
      footnotes: [
        { at: 'Old', text: 'Aged 60 and more.' },
        { at: { row: 'NQP', column: 'Men' }, text: 'Of working age.' },
      ],
    });
    expect(panels.map(({ head }) => head!.columns[0]!.header)).toEqual(['All', 'Oldᵇ']);
    expect(panels[0]!.rows[0]!.cells[1]).toMatchObject({ mark: 'ᵃ' });
    expect(panels[1]!.rows[0]!.cells.every((cell) => !('mark' in cell))).toBe(true);
    const turned = tableOf([{ title: null, sources: a }], {
      layout: 'rows',
      footnotes: [{ at: 'Men', text: 'Born there.' }],
    });
    expect(turned.panels[0]!.rows.map(({ label }) => label)).toContain('Menᵃ');
  });
});

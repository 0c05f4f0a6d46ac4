/** Sets the marks of footnotes into a table, and what they say below it. */
import { repeated } from '../base/repeated.ts';
import { quoted } from '../base/text/quoted.ts';
import { didYouMean } from '../base/text/suggest.ts';
import type { BuildContext } from './builders/builder.ts';
import { placeOfColumn, shortNames } from './column-names.ts';
import { statKey } from './computed/row.ts';
import type { Footnote, FootnotePlace } from './options/footnote-schemas.ts';
import { plainSuperscript, raised } from './superscripts.ts';
import type { Cell, Row, Spanner, Table, TableColumn, TablePanel } from './table.ts';

type Marked = Pick<Table, 'columns' | 'spanners' | 'panels' | 'notes'>;

/** One thing that may bear marks: by where it stands, `spanner 0 1`, `head 2`, `title 0`, `over 0 2` (the head of a panel's own column), `label 0 3` or `cell 0 3 1`. */
type Spot = string;

/** The table with marks at what its footnotes name, and their texts after the notes, both in the order in which readers meet them. */
export function withFootnotes<T extends Marked>(
  table: T,
  footnotes: readonly Footnote[],
  context: Pick<BuildContext, 'options' | 'refuse'>,
): T {
  if (footnotes.length === 0) return table;
  const spots = footnotes.map(({ at }, f) =>
    (Array.isArray(at) ? at : [at]).flatMap((place) => spotsOf(place, table, f, context)),
  );
  const inOrder = spotsInOrder(table);
  const first = spots.map((each) => Math.min(...each.map((spot) => inOrder.indexOf(spot))));
  const order = footnotes.map((_, f) => f).toSorted((a, b) => first[a]! - first[b]!);
  const marks = marksOf(footnotes, order, context);
  const markAt = (spot: Spot): string =>
    order
      .filter((f) => spots[f]!.includes(spot))
      .map((f) => marks[f]!)
      .join(',');
  const texts = order.map((f) => `${marks[f]} ${footnotes[f]!.text}`);
  return { ...table, ...markedParts(table, markAt), notes: [...table.notes, ...texts] };
}

/** Marks as raised characters: those that are said, and letters that neither these nor the stars have. */
function marksOf(
  footnotes: readonly Footnote[],
  order: readonly number[],
  { options, refuse }: Pick<BuildContext, 'options' | 'refuse'>,
): readonly string[] {
  const said = footnotes.flatMap(({ mark }) => mark ?? []);
  const [twice] = repeated(said);
  if (twice !== undefined) {
    const hint = 'one text may stand at several places: `at: [x, (2)]`';
    refuse('mark-twice', `two footnotes have the mark \`${twice}\``, { option: 'footnotes', hint });
  }
  const taken = new Set([...said, ...options.starSymbols]);
  const free = letters().filter((letter) => !taken.has(letter));
  const own = new Map(order.filter((f) => footnotes[f]!.mark === undefined).map((f, i) => [f, free[i]!]));
  return footnotes.map(({ mark }, f) => raised(mark ?? own.get(f)!));
}

/** a, b, …, z, aa, …; there is no raised q. */
function letters(): string[] {
  const one = [...'abcdefghijklmnoprstuvwxyz'];
  return [...one, ...one.flatMap((first) => one.map((second) => first + second))];
}

function spotsInOrder({ spanners, columns, panels }: Marked): Spot[] {
  return [
    ...spanners.flatMap((level, l) => level.map((_, s) => `spanner ${l} ${s}`)),
    ...columns.map((_, c) => `head ${c}`),
    ...panels.flatMap(({ rows, head }, p) => [
      `title ${p}`,
      ...(head?.columns ?? []).map((_, c) => `over ${p} ${c}`),
      ...rows.flatMap(({ cells }, r) => [`label ${p} ${r}`, ...cells.map((_, c) => `cell ${p} ${r} ${c}`)]),
    ]),
  ];
}

/** Finds where a footnote stands; ends the build where the table has no such place. */
function spotsOf(place: FootnotePlace, table: Marked, f: number, { refuse }: Pick<BuildContext, 'refuse'>): Spot[] {
  const none = (what: string, name: string, known: readonly string[]): never => {
    const hint = didYouMean(name, known) ?? `${what}s: ${quoted([...new Set(known)])}`;
    const message = `footnote ${f + 1} stands at \`${name}\`, which is no ${what} of this table`;
    return refuse(`unknown-${what}`, message, { option: 'footnotes', hint });
  };
  if (typeof place === 'string') {
    const found = [...labelSpots(place, table), ...headSpots(place, table), ...titleSpots(place, table)];
    return found.length > 0 ? found : none('row', place, namesIn(table));
  }
  const { row, column, panel } = place;
  const panels = panel === undefined ? table.panels.map((_, p) => p) : panelsNamed(panel, table);
  if (panel !== undefined && panels.length === 0) none('panel', panel, panelTitles(table));
  const named = (p: number): number[] => (column === undefined ? [] : columnsNamed(column, columnsIn(p, table)));
  if (column !== undefined && panels.every((p) => named(p).length === 0)) none('column', column, columnNamesOf(table));
  if (row === undefined)
    return column === undefined ? panels.map((p) => `title ${p}`) : headSpots(column, table, panels);
  const rows = panels.flatMap((p) => rowsNamed(row, table.panels[p]!).map((r) => ({ p, r })));
  if (rows.length === 0) none('row', row, rowNames(table));
  if (column === undefined) return rows.map(({ p, r }) => `label ${p} ${r}`);
  const filled = rows.flatMap(({ p, r }) =>
    named(p).flatMap((c) => (table.panels[p]!.rows[r]!.cells[c]!.is === 'empty' ? [] : [`cell ${p} ${r} ${c}`])),
  );
  if (filled.length > 0) return filled;
  const message = `footnote ${f + 1} stands at \`${row}\` in \`${column}\`, where nothing is printed`;
  return refuse('empty-cell', message, { option: 'footnotes' });
}

const labelSpots = (name: string, { panels }: Marked): Spot[] =>
  panels.flatMap((panel, p) => rowsNamed(name, panel).map((r) => `label ${p} ${r}`));

/** A column that panels head by themselves bears the mark there. */
const headSpots = (name: string, table: Marked, panels = table.panels.map((_, p) => p)): Spot[] => [
  ...columnsNamed(name, table.columns).flatMap((c) => (isBlank(table.columns[c]!) ? [] : [`head ${c}`])),
  ...panels.flatMap((p) =>
    columnsNamed(name, table.panels[p]!.head?.columns ?? []).flatMap((c) =>
      isBlank(table.panels[p]!.head!.columns[c]!) ? [] : [`over ${p} ${c}`],
    ),
  ),
  ...table.spanners.flatMap((level, l) => level.flatMap(({ text }, s) => (text === name ? [`spanner ${l} ${s}`] : []))),
];

const titleSpots = (name: string, table: Marked): Spot[] => panelsNamed(name, table).map((p) => `title ${p}`);

/** First lines of the rows of a name. */
const rowsNamed = (name: string, { rows }: TablePanel): number[] =>
  rows.flatMap((row, r) => (row.continues !== true && namesOfRow(row).includes(name) ? [r] : []));

/** A row of a regression, whose key is its node, is named by that in short and by its label too. */
function namesOfRow({ key, label, sources }: Row): readonly string[] {
  if (sources !== undefined) return [key, ...shortNames(key), label];
  return key === `row:${label}` || key === statKey(label) || /^row:\d+$/.test(key) ? [key, label] : [key];
}

const rowNames = ({ panels }: Marked): string[] =>
  panels.flatMap(({ rows }) => rows.flatMap((row) => (row.continues ? [] : [namesOfRow(row).at(-1)!])));

const isBlank = ({ header, number = '' }: TableColumn): boolean => header + number === '';

/** The columns as a panel heads them. */
const columnsIn = (p: number, { panels, columns }: Marked): readonly TableColumn[] =>
  columns.map((column, c) => {
    const own = panels[p]!.head?.columns[c];
    return own === undefined || isBlank(own) ? column : own;
  });

const columnsNamed = (name: string, columns: readonly TableColumn[]): number[] =>
  columns.flatMap((column, c) => (namesOfColumn(column, c).includes(name) ? [c] : []));

const namesOfColumn = ({ header, name, source }: TableColumn, c: number): string[] =>
  [placeOfColumn(c), header, name, ...(source === undefined ? [] : [source, ...shortNames(source)])].filter(
    (each) => each !== undefined && each !== '',
  ) as string[];

const columnNamesOf = (table: Marked): string[] =>
  [table.columns, ...table.panels.map((_, p) => columnsIn(p, table))].flatMap((columns) =>
    columns.flatMap(namesOfColumn),
  );

const panelsNamed = (title: string, { panels }: Marked): number[] =>
  panels.flatMap((panel, p) => (panel.title === title ? [p] : []));

const panelTitles = ({ panels }: Marked): string[] => panels.flatMap(({ title }) => title ?? []);

const namesIn = (table: Marked): string[] => [
  ...rowNames(table),
  ...columnNamesOf(table),
  ...table.spanners.flat().map(({ text }) => text),
  ...panelTitles(table),
];

function markedParts(table: Marked, markAt: (spot: Spot) => string): Pick<Marked, 'columns' | 'spanners' | 'panels'> {
  const { spanners, columns, panels } = table;
  return {
    spanners: spanners.map((level, l) =>
      level.map((spanner, s): Spanner => ({ ...spanner, text: markedText(spanner.text, markAt(`spanner ${l} ${s}`)) })),
    ),
    columns: columns.map((column, c) => markedColumn(column, markAt(`head ${c}`))),
    panels: panels.map(({ title, rows, head, ...panel }, p): TablePanel => {
      const mark = markAt(`title ${p}`);
      return {
        ...panel,
        ...(head && {
          head: { ...head, columns: head.columns.map((column, c) => markedColumn(column, markAt(`over ${p} ${c}`))) },
        }),
        title: title === null ? null : markedText(title, mark),
        ...(title !== null && mark !== '' && { name: title }),
        rows: rows.map((row, r) => markedRow(row, markAt(`label ${p} ${r}`), (c) => markAt(`cell ${p} ${r} ${c}`))),
      };
    }),
  };
}

function markedColumn(column: TableColumn, mark: string): TableColumn {
  if (mark === '') return column;
  const { header, name = header, number } = column;
  if (header === '' && number !== undefined) return { ...column, number: markedText(number, mark), name };
  return { ...column, header: markedText(header, mark), name };
}

function markedRow(row: Row, mark: string, markOfCell: (column: number) => string): Row {
  const cells = row.cells.map((cell, c) => markedCell(cell, markOfCell(c)));
  if (mark === '') return { ...row, cells };
  return { ...row, cells, label: markedText(row.label, mark), name: row.name ?? row.label };
}

function markedCell(cell: Cell, mark: string): Cell {
  if (mark === '' || cell.is === 'empty') return cell;
  return cell.is === 'pieces'
    ? { is: 'pieces', pieces: [...cell.pieces, { is: 'text', text: '', mark }] }
    : { ...cell, mark };
}

/** A text with its mark, apart from a raised character at its end. */
function markedText(text: string, mark: string): string {
  if (mark === '') return text;
  const last = [...text].at(-1) ?? '';
  return plainSuperscript(last) === last ? text + mark : `${text} ${mark}`;
}

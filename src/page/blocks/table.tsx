/** A table as the paper prints it, of which every number opens what it shows. */
import { useEffect, useRef } from 'preact/hooks';
import type { BlockCell, BlockHead, BlockHeads, TableBlock, TableCopy, TableRow } from '../../app/show/block.ts';
import { type PageWords, useWords, words } from '../words.ts';
import { figuresOf, linesOf, widthOf } from './cells.ts';
import { Copy } from './copy.tsx';
import type { CellPlace, OpenedCell } from './opened.ts';
import { Opens, walkCells } from './opens.tsx';
import { Wide } from './wide.tsx';

interface TableShown {
  /** The node that writes it. */
  readonly node: string;
  readonly table: TableBlock;
}

/** Formats whose text is pasted as what it shows: Word takes a table of HTML. */
const SHOWN_BY_WORD = /\.html$/;

/** A table, and below it its files as texts to be copied. */
export const CopiedTable = (shown: TableShown) => (
  <>
    <PaperTable {...shown} />
    <Copies copies={shown.table.copies ?? []} />
  </>
);

function Copies({ copies }: { copies: readonly TableCopy[] }) {
  const { column } = useWords();
  if (copies.length === 0) return null;
  return (
    <p class="copies">
      {column.copyAs}{' '}
      {copies.map(({ title, path, text }) => (
        <Copy
          key={path}
          text={text}
          label={SHOWN_BY_WORD.test(path) ? `Word (${title})` : title}
          isMarkup={SHOWN_BY_WORD.test(path)}
        />
      ))}
    </p>
  );
}

export function PaperTable({ node, table }: TableShown) {
  const said = useWords();
  const place = useRef<HTMLTableElement>(null);
  const { caption, language, heads, panels, notes } = table;
  const widths = heads.map((_, column) => widthsOf(table, column));
  const within = { table: node, caption };
  const first = firstOpening(table);
  useEffect(() => {
    const { current } = place;
    current?.addEventListener('keydown', walkCells);
    return () => current?.removeEventListener('keydown', walkCells);
  }, []);
  return (
    <Wide label={caption || said.table}>
      <table class="paper" lang={words[language].html} ref={place}>
        {caption && (
          <caption>
            <span class="held">{caption}</span>
          </caption>
        )}
        <thead>{headLines(table, within)}</thead>
        {panels.flatMap(({ title, rows, ...head }, p) =>
          (['body', 'footer'] as const).flatMap((section) => {
            const own = rows.flatMap((row, r) => (row.section === section ? [{ row, r }] : []));
            if (own.length === 0) return [];
            return [
              <tbody key={`${p}${section}`} class={section}>
                {title !== null && section === 'body' && (
                  <tr>
                    <th class="panel" scope="rowgroup" colSpan={heads.length + 1}>
                      <span class="held">{title}</span>
                    </th>
                  </tr>
                )}
                {section === 'body' && headLines(head, within)}
                {own.flatMap(({ row, r }) =>
                  rowLines(row, {
                    said,
                    widths: section === 'body' ? widths : [],
                    openedAt: (column) => ({
                      ...within,
                      column: nameOf((head.heads ?? heads)[column]) || nameOf(heads[column]),
                      at: [p, r, column],
                    }),
                    isFirst: (column) => first === [p, r, column].join(),
                  }),
                )}
              </tbody>,
            ];
          }),
        )}
        {notes.length > 0 && (
          <tfoot>
            <tr>
              <td colSpan={heads.length + 1}>
                <div class="held">
                  <em>{said.notes[language]}</em> {notes.join(words[language].space)}
                </div>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </Wide>
  );
}

/** The place of the first number, to which Tab leads. */
function firstOpening({ panels }: TableBlock): string | undefined {
  for (const [p, { rows }] of panels.entries())
    for (const [r, { cells }] of rows.entries()) {
      const column = cells.findIndex((cell) => cell?.of !== undefined);
      if (column >= 0) return [p, r, column].join();
    }
  return undefined;
}

/** A column as a reader finds it: `(2)`, or its header. */
const nameOf = (head: BlockHead | undefined): string => head?.number || head?.header || '';

/** Rows of headings as tables have them: spanners, headers, column numbers and dependent variables, as far as there are any. */
function headLines(
  { spanners = [], heads = [], stub = '', outcomesLabel = '' }: Partial<BlockHeads>,
  within: Omit<CellPlace, 'column'>,
) {
  const isAny = (texts: readonly string[]): boolean => texts.some((text) => text !== '');
  const headed = [heads.map(({ header }) => header), heads.map(({ number = '' }) => number)].filter(isAny);
  const outcomes = heads.map(({ outcome = '' }) => outcome);
  const lines = [
    ...headed.map((texts, l) => ({
      label: l === headed.length - 1 ? stub : '',
      texts,
      isLast: l === headed.length - 1,
    })),
    ...(isAny(outcomes) ? [{ label: outcomesLabel, texts: outcomes, isLast: false }] : []),
  ];
  return [
    ...spanners.map((over, i) => (
      <tr key={`over${i}`}>
        <td />
        {spannerCells(over, heads.length)}
      </tr>
    )),
    ...lines.map(({ label, texts, isLast }, l) => (
      <tr key={`line${l}`}>
        {headCell(label, 'label')}
        {texts.map((text, column) => {
          const head = heads[column]!;
          const opens = isLast && head.of !== undefined;
          return headCell(
            text,
            column,
            opens ? { node: head.of!, in: { ...within, column: nameOf(head) } } : undefined,
          );
        })}
      </tr>
    )),
  ];
}

/** An empty corner is no heading. */
const headCell = (text: string, key: string | number, cell?: OpenedCell) =>
  text === '' ? (
    <td key={key} />
  ) : (
    <th key={key} scope="col">
      {cell ? (
        <Opens cell={cell} isStop={false}>
          {text}
        </Opens>
      ) : (
        text
      )}
    </th>
  );

function spannerCells(over: TableBlock['spanners'][number], count: number) {
  const cells = [];
  for (let column = 0; column < count; column++) {
    const spanner = over.find(({ from }) => from === column);
    if (!spanner) cells.push(<td key={column} />);
    else {
      cells.push(
        <th
          key={column}
          scope="colgroup"
          class={spanner.unruled ? '' : 'spanner'}
          colSpan={spanner.to - spanner.from + 1}
        >
          <span>{spanner.text}</span>
        </th>,
      );
      column = spanner.to;
    }
  }
  return cells;
}

type Widths = { readonly before: number; readonly after: number };

function widthsOf({ panels }: TableBlock, column: number): Widths {
  const figures = panels
    .flatMap(({ rows }) => rows.filter(({ section }) => section === 'body'))
    .flatMap(({ cells }) => linesOf(cells[column]?.text ?? ''))
    .flatMap((line) => figuresOf(line) ?? []);
  return {
    before: Math.max(0, ...figures.map(({ before }) => widthOf(before))),
    after: Math.max(0, ...figures.map(({ after }) => widthOf(after))),
  };
}

interface RowShown {
  readonly said: PageWords;
  readonly widths: readonly Widths[];
  readonly openedAt: (column: number) => CellPlace;
  /** Tells of the table's first number. */
  readonly isFirst: (column: number) => boolean;
}

function rowLines({ label, cells }: TableRow, { said, widths, openedAt, isFirst }: RowShown) {
  const lines = cells.map((cell) => linesOf(cell?.text ?? ''));
  const count = Math.max(1, ...lines.map((each) => each.length));
  const drawn = (text: string, line: number, column: number) => {
    const cell = cells[column];
    const inside = <Cell text={text} widths={widths[column]} />;
    if (text === '' || cell?.of === undefined) return inside;
    const opened = { node: cell.of, text: cell.text, row: label, in: openedAt(column) };
    return (
      <Opens cell={opened} isStop={line === 0 && isFirst(column)}>
        {inside}
      </Opens>
    );
  };
  return Array.from({ length: count }, (_, line) => (
    <tr key={openedAt(0).at?.join() + `.${line}`}>
      {line === 0 ? <th scope="row">{label}</th> : <td />}
      {lines.map((each, column) => (
        <td key={column} {...(line === 0 ? movedFrom(cells[column], said) : {})}>
          {drawn(each[line] ?? '', line, column)}
        </td>
      ))}
    </tr>
  ));
}

/** Marks a cell that moved, and says what stood there. */
const movedFrom = (cell: BlockCell | null | undefined, { was, nothing }: PageWords) =>
  cell?.was === undefined
    ? {}
    : { class: 'is-moved', title: was(cell.was ?? nothing), 'aria-description': was(cell.was ?? nothing) };

function Cell({ text, widths }: { text: string; widths: Widths | undefined }) {
  const figures = figuresOf(text);
  if (!figures) return <>{text}</>;
  const stars = figures.stars && <sup>{figures.stars}</sup>;
  if (!widths)
    return (
      <>
        {figures.before}
        {figures.after}
        {stars}
      </>
    );
  return (
    <span class="figures">
      <span style={{ width: `${widths.before}ch` }}>{figures.before}</span>
      <span style={{ width: `${widths.after}ch` }}>
        {figures.after}
        {stars}
      </span>
    </span>
  );
}

/** Writes a table of a Word document: three lines, decimal points below one another. */

import { readable } from '../../number.ts';
import type { Cell, Head, NumberCell, Row, Spanner, Table, TextCell } from '../../table.ts';
import { alignedRows, cellText, headRows, overColumns, plainStyle, rowGroups, spanOf } from '../cells.ts';
import { partsOf } from '../parts.ts';
import type { TableStyles } from './document-styles.ts';
import { paragraph, type RunStyle, run, runs, sizeOf, twips } from './document-text.ts';
import { PADDING, type PageLayout } from './layout.ts';
import { textWidth } from './metrics.ts';
import { element } from './xml.ts';

/** Lines of three weights, in eighths of a point. */
const RULES = { outer: 12, inner: 6, spanner: 4 } as const;

/** A paragraph, on the page of the next one where it is kept with that. */
type Content = (kept: boolean) => string;

interface Cells {
  readonly content: Content;
  /** First column, labels being 0, and how many. */
  readonly from: number;
  readonly columns?: number;
  /** A cell that begins one of several rows, or is part of the one above. */
  readonly merged?: 'restart' | 'continue';
}

interface RowStyle {
  readonly head?: true;
  /** Says whether the row stands on the page of the next one. */
  readonly kept?: boolean;
  readonly top?: number;
  readonly bottom?: number;
}

/** Writes one table: its rows and cells. */
export class TableWriter {
  readonly #table: Table;
  readonly #layout: PageLayout;
  readonly #style: string;
  /** Points, where the layout has other letters than the style. */
  readonly #size: number | undefined;

  constructor(table: Table, layout: PageLayout, { cell, size }: TableStyles) {
    this.#table = table;
    this.#layout = layout;
    this.#style = cell;
    this.#size = layout.size === size ? undefined : layout.size;
  }

  /** Writes the table; nothing where there are no rows, since Word takes a table without any for damage. */
  xml(): string {
    const rows = [...this.#head(), ...this.#body()];
    if (rows.length === 0) return '';
    const widths = this.#layout.widths.map(twips);
    const total = widths.reduce((sum, width) => sum + width, 0);
    const side = (name: string, size: number): string =>
      element(`w:${name}`, { 'w:val': 'single', 'w:sz': size, 'w:space': 0, 'w:color': 'auto' });
    const margin = (name: string): string => element(`w:${name}`, { 'w:w': twips(PADDING), 'w:type': 'dxa' });
    return element(
      'w:tbl',
      {},
      element(
        'w:tblPr',
        {},
        element('w:tblW', { 'w:w': total, 'w:type': 'dxa' }),
        element('w:jc', { 'w:val': 'center' }),
        element('w:tblBorders', {}, side('top', RULES.outer), side('bottom', RULES.outer)),
        element('w:tblLayout', { 'w:type': 'fixed' }),
        element('w:tblCellMar', {}, margin('left'), margin('right')),
        element('w:tblLook', { 'w:val': '0020', 'w:firstRow': 1, 'w:noHBand': 1, 'w:noVBand': 1 }),
      ),
      element('w:tblGrid', {}, ...widths.map((width) => element('w:gridCol', { 'w:w': width }))),
      ...rows,
    );
  }

  #head(): string[] {
    const rows = this.#headings(this.#table);
    return rows.map((cells, r) =>
      this.#row(cells, { head: true, kept: true, ...(r === rows.length - 1 ? { bottom: RULES.inner } : {}) }),
    );
  }

  #headings(head: Head): Cells[][] {
    return [
      ...head.spanners.map((level) => this.#spanned(level)),
      ...headRows(head).map(({ label, texts }): Cells[] => [
        { from: 0, content: this.#text(label, 'left') },
        ...texts.map((text, c) => ({ from: c + 1, content: this.#text(text, this.#alignOf(c)) })),
      ]),
    ];
  }

  /** A heading over columns is ruled below as far as its text may reach, so that neighbours are told apart. */
  #spanned(spanners: readonly Spanner[]): Cells[] {
    const rule = element(
      'w:pBdr',
      {},
      element('w:bottom', { 'w:val': 'single', 'w:sz': RULES.spanner, 'w:space': 1, 'w:color': 'auto' }),
    );
    const cells = overColumns(spanners, this.#table.columns.length).map(({ spanner, from, to }) => ({
      from: from + 1,
      columns: to - from + 1,
      content: spanner
        ? this.#text(spanner.text, 'center', {}, ...(spanner.unruled ? [] : [rule]))
        : this.#text('', 'center'),
    }));
    return [{ from: 0, content: this.#text('', 'left') }, ...cells];
  }

  /** Groups of rows, with a rule between them. */
  #body(): string[] {
    const aligned = new Set(alignedRows(this.#table));
    const columns = this.#table.columns.length + 1;
    const groups = this.#table.panels.flatMap(rowGroups);
    return groups.flatMap(({ title, head, rows }, g) => {
      const titled =
        title === null ? [] : [[{ from: 0, columns, content: this.#text(title, 'left', { italic: true }) }]];
      const heading = head === undefined ? titled : [...titled, ...this.#headings(head)];
      const lines: Cells[][] = [
        ...heading,
        ...rows.map((row, r) => this.#cells(row, aligned.has(row), this.#merged(rows, r))),
      ];
      // Notes do not stand on a page without a row above them.
      const isNoted = (r: number): boolean =>
        this.#table.notes.length > 0 && g === groups.length - 1 && r === lines.length - 1;
      return lines.map((cells, r) =>
        this.#row(cells, {
          kept: r < heading.length || rows[r - heading.length + 1]?.continues === true || isNoted(r),
          ...(g > 0 && r === 0 && { top: RULES.inner }),
          ...(head !== undefined && r === heading.length - 1 && { bottom: RULES.inner }),
        }),
      );
    });
  }

  #cells({ label, cells }: Row, aligned: boolean, merged: Cells['merged']): Cells[] {
    return [
      { from: 0, content: this.#text(label, 'left'), ...(merged && { merged }) },
      ...cells.map((cell, c) => ({ from: c + 1, content: this.#cell(cell, c, aligned) })),
    ];
  }

  /** A label of several lines reaches over the rows that continue its own. */
  #merged(rows: readonly Row[], at: number): Cells['merged'] {
    const labelled = rows.findLastIndex((_, r) => r <= at && spanOf(rows, r) > 0);
    const label = rows[labelled]?.label ?? '';
    const isWide = textWidth(label) * this.#layout.size > this.#layout.widths[0]! - PADDING;
    if (!isWide || spanOf(rows, labelled) === 1) return undefined;
    return labelled === at ? 'restart' : 'continue';
  }

  #cell(cell: Cell, column: number, aligned: boolean): Content {
    const stop = this.#layout.stops[column];
    const pieces = cell.is === 'pieces' ? cell.pieces : cell.is === 'empty' ? [] : [cell];
    const content = pieces.map((piece) => this.#piece(piece)).join('');
    if (!aligned || stop === undefined || partsOf(cell) === undefined)
      return this.#paragraph(content, this.#alignOf(column));
    // In a cell, a number finds a decimal tab stop by itself, without a tab.
    const tab = element('w:tab', { 'w:val': 'decimal', 'w:pos': twips(stop) });
    return this.#paragraph(content, 'left', element('w:tabs', {}, tab));
  }

  #alignOf(column: number): 'left' | 'center' {
    return this.#table.columns[column]!.align ?? 'center';
  }

  #piece({ mark, ...piece }: TextCell | NumberCell): string {
    const style = { size: this.#size };
    return this.#unmarked(piece, style) + (mark === undefined ? '' : runs(mark, style));
  }

  #unmarked(piece: TextCell | NumberCell, style: RunStyle): string {
    const { stars } = piece;
    if (piece.is === 'text')
      return piece.stars ? run(piece.text, { ...style, raised: true }) : runs(cellText(piece, printed), style);
    const number = runs(cellText({ ...piece, stars: '' }, printed), style);
    return number + (typeof stars === 'string' ? run(stars, { ...style, raised: true }) : '');
  }

  #text(text: string, align: 'left' | 'center', style: RunStyle = {}, ...properties: readonly string[]): Content {
    return this.#paragraph(runs(text, { ...style, size: this.#size }), align, ...properties);
  }

  #paragraph(content: string, align: 'left' | 'center', ...properties: readonly string[]): Content {
    const justified = align === 'left' ? [] : [element('w:jc', { 'w:val': align })];
    // The end of a paragraph has a size too, and makes the row as high.
    const end = this.#size === undefined ? [] : [element('w:rPr', {}, sizeOf(this.#size))];
    return (kept) =>
      paragraph(this.#style, content, ...(kept ? [element('w:keepNext')] : []), ...properties, ...justified, ...end);
  }

  #row(cells: readonly Cells[], { head, kept = false, top, bottom }: RowStyle): string {
    const side = (name: string, size: number | undefined): string =>
      size === undefined
        ? ''
        : element(`w:${name}`, { 'w:val': 'single', 'w:sz': size, 'w:space': 0, 'w:color': 'auto' });
    const borders = side('top', top) + side('bottom', bottom);
    const properties = element('w:cantSplit') + (head ? element('w:tblHeader') : '');
    // A line with Chinese letters is higher than one of figures, which then would stand above their label.
    const isCentred = this.#table.language === 'zh' && cells.every(({ merged }) => merged === undefined);
    const vertical = head ? 'bottom' : isCentred ? 'center' : 'top';
    return element(
      'w:tr',
      {},
      element('w:trPr', {}, properties),
      ...cells.map(({ from, columns = 1, content, merged }) => {
        const width = this.#layout.widths.slice(from, from + columns).reduce((sum, each) => sum + twips(each), 0);
        return element(
          'w:tc',
          {},
          element(
            'w:tcPr',
            {},
            element('w:tcW', { 'w:w': width, 'w:type': 'dxa' }),
            columns === 1 ? '' : element('w:gridSpan', { 'w:val': columns }),
            merged === undefined ? '' : element('w:vMerge', { 'w:val': merged }),
            borders === '' ? '' : element('w:tcBorders', {}, borders),
            from === 0 ? element('w:tcMar', {}, element('w:left', { 'w:w': 0, 'w:type': 'dxa' })) : '',
            element('w:vAlign', { 'w:val': vertical }),
          ),
          content(kept),
        );
      }),
    );
  }
}

const printed = { ...plainStyle, number: readable };

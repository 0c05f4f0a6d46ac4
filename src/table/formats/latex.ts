/** The format LaTeX, with booktabs, threeparttable and siunitx: digits align at the decimal point whatever stars and parentheses surround them. */
import Type from 'typebox';
import { largest } from '../../base/extremes.ts';
import { firstOf } from '../../base/text/term-names.ts';
import { readable } from '../number.ts';
import type { Cell, Head, NumberCell, Row, Spanner, Table } from '../table.ts';
import { words } from '../words/phrases.ts';
import {
  alignedRows,
  type CellFormat,
  cellText,
  continuedBy,
  headRows,
  isDecorated,
  numberText,
  oneLine,
  overColumns,
  provenance,
  rowGroups,
  unbroken,
} from './cells.ts';
import type { FormatOptions, TemplateFormat } from './format.ts';
import { boxed, broken, headWidth, titleLine } from './latex-lines.ts';
import { escapeLatex, withoutFont } from './latex-text.ts';
import { fontSize, inLatex, landscape, placement, placementOf, sharesOf, type WidthShares, widths } from './page.ts';

export const latex: TemplateFormat = {
  name: 'latex',
  title: 'LaTeX',
  extension: 'tex',
  template: 'table.tex.hbs',
  companion: 'papermake.sty',
  options: {
    float: {
      schema: Type.Boolean({ description: 'LaTeX: a complete float (true) or the bare tabular' }),
      usual: true,
    },
    longtable: {
      schema: Type.Boolean({ description: 'LaTeX: a longtable, which breaks over pages, instead of the float' }),
      usual: false,
    },
    landscape,
    font_size: fontSize,
    placement,
    widths,
    width: {
      schema: Type.Enum(['natural', 'text', 'scaled'], {
        description:
          'LaTeX: `natural`, the default; `text` stretches to the width of the text, `scaled` shrinks what is wider to it',
      }),
      usual: 'natural',
    },
  },
  breaksCells: false,
  figures: (text) => escapeLatex(readable(text)),
  terminalRank: 3,
  view,
  doubt,
};

/** Many, such as those of a label in Arabic, are told by the first few. */
function doubt({ data: _, ...shown }: Table): ReturnType<NonNullable<TemplateFormat['doubt']>> {
  const { first, more } = firstOf(withoutFont(JSON.stringify(shown)));
  if (first.length === 0) return undefined;
  const signs = first.map((c) => `\`${c}\``).join(', ') + (more === 0 ? '' : ` and ${more} more characters`);
  const hint = 'xelatex with `fontspec` and a font that has them, and `bidi` for what is written from the right';
  return { message: `usual LaTeX documents have no font for ${signs}`, hint };
}

function view(table: Table, options: FormatOptions): object {
  const { notes, space, continued } = words[table.language];
  const aligned = alignedRows(table);
  const specs = table.columns.map(({ align }, c) =>
    align === 'left'
      ? LEFT
      : columnSpec(
          aligned.map((row) => row.cells[c]!),
          isDecorated(table),
        ),
  );
  return {
    comment: provenance(table),
    float: options.float,
    longtable: options.longtable,
    landscape: options.landscape === true,
    placement: inLatex[placementOf(options)],
    stretched: options.width === 'text',
    size: sizeCommand(options.font_size),
    fit: fitting(options),
    continued: continued('\\thetable{}'),
    span: table.columns.length + 1,
    caption: escapeLatex(table.caption),
    label: table.label.replace(/[^\p{L}\p{N}:._/-]+/gu, '-'),
    setup: separators(aligned),
    columns: repeated(specs),
    head: headLines(table),
    groups: groupsOf(table, specs, new Set(aligned), options),
    notesLabel: notes,
    notes: table.notes.map((note) => escapeLatex(unbroken(note))).join(space === '' ? '' : ' '),
  };
}

/** The specification of a column of texts. */
const LEFT = 'l';

/** Returns siunitx's options for the separator of thousands in aligned numbers. */
function separators(aligned: readonly Row[]): string {
  const numbers = aligned.flatMap(({ cells }) => cells.filter((cell) => cell.is === 'number')).filter(aligns);
  if (numbers.some(({ format }) => format.thousands === true && format.digits > 0)) return '\\pmthousands';
  if (!numbers.some((cell) => numberText(cell).includes(','))) return '\\pmplain';
  return '\\sisetup{group-digits=integer,group-separator={,},group-minimum-digits=7}';
}

/**
 * Returns the commands of `papermake.sty` that fit a table to the width of the line: through LaTeX's own sizes, unless a size or a width is
 * given.
 */
function fitting({ width, font_size: size }: FormatOptions): string {
  if (width === 'scaled') return 'pmscaled';
  return size === null && width === 'natural' ? 'pmfit' : 'pmfixed';
}

/** With lines a fifth higher than the letters. */
const sizeCommand = (points: FormatOptions[string] | undefined): string =>
  typeof points === 'number' ? `\\fontsize{${points}}{${Math.round(points * 12) / 10}}\\selectfont` : '';

/** Specifications of columns in short: neighbours with the same one are counted, `*{5}{P{-1.3}}`. */
function repeated(specs: readonly string[]): string {
  const runs: { spec: string; times: number }[] = [];
  for (const spec of specs) {
    const last = runs.at(-1);
    if (last?.spec === spec) last.times++;
    else runs.push({ spec, times: 1 });
  }
  return runs.map(({ spec, times }) => (times === 1 ? spec : `*{${times}}{${spec}}`)).join('');
}

/** The specification of a column: siunitx's format from its numbers, by sign and digits before and after the point. */
function columnSpec(cells: readonly Cell[], decorated: boolean): string {
  const numbers = cells.filter((cell) => cell.is === 'number').filter((cell) => aligns(cell));
  if (numbers.length === 0) return cells.some(isCount) ? 'r' : 'c';
  const texts = numbers.map(plainText);
  const whole = largest(texts.map((t) => t.replace(/^-/, '').split('.')[0]!.length));
  const fraction = largest(texts.map((t) => (t.split('.')[1] ?? '').length));
  const format = `${texts.some((t) => t.startsWith('-')) ? '-' : ''}${whole}${fraction > 0 ? `.${fraction}` : ''}`;
  return decorated ? `P{${format}}` : `S[table-format=${format}]`;
}

const isCount = (cell: Cell): boolean => cell.is === 'number' && cell.format.digits === 0 && !cell.wrap && !cell.stars;

/** Tells whether a number is aligned with others. Counts, dots and numbers with an exponent are set as they are. */
function aligns(cell: NumberCell): boolean {
  const text = plainText(cell);
  return typeof cell.value === 'number' && !text.includes('e') && !isCount(cell);
}

/** A number without separators, since siunitx groups the digits itself. */
function plainText(cell: NumberCell): string {
  return numberText({ ...cell, format: { ...cell.format, thousands: false } });
}

function headLines(head: Head): string[] {
  const lines = head.spanners.map(spannerLine(head));
  const width = headWidth(head.columns.length);
  const columns = headRows(head).map(({ label, texts }) =>
    rowLine([escapeLatex(label), ...texts.map((text, c) => headed(text, width, head.columns[c]!.align === 'left'))]),
  );
  return [...lines, ...columns];
}

function headed(text: string, width: number, isLeft: boolean): string {
  if (text === '') return '';
  return isLeft ? escapeLatex(oneLine(text)) : `\\pmh{${broken(text, width)}}`;
}

function spannerLine(head: Head): (spanners: readonly Spanner[]) => string {
  return (spanners) => {
    const cells: string[] = [''];
    const rules: string[] = [];
    for (const { spanner, from, to } of overColumns(spanners, head.columns.length)) {
      const columns = to - from + 1;
      cells.push(
        spanner
          ? `\\multicolumn{${columns}}{c}{${broken(spanner.text, columns * headWidth(head.columns.length))}}`
          : '',
      );
      if (spanner && !spanner.unruled) rules.push(`\\cmidrule(lr){${from + 2}-${to + 2}}`);
    }
    return `${rowLine(cells)} ${rules.join('')}`.trimEnd();
  };
}

/** Groups of lines with a rule between them. In a longtable no page ends below a title, a heading or an estimate whose error follows. */
function groupsOf(
  table: Table,
  specs: readonly string[],
  aligned: ReadonlySet<Row>,
  options: FormatOptions,
): LaidGroup[] {
  const span = table.columns.length + 1;
  const shares = sharesOf(options);
  const [kept, rule] = options.longtable === true ? [keptLine, '\\pmkeptrule'] : [asIs, '\\midrule'];
  const groups = table.panels.flatMap(rowGroups);
  const laid = groups.map(({ title, head, rows }, i): LaidGroup => {
    const titled = title === null ? [] : [kept(titleLine(title, span))];
    const heading = head === undefined ? titled : [...titled, ...headLines(head).map(kept), rule];
    const lines = rows.map((row, r) => {
      const line = bodyLine(row, specs, aligned.has(row), shares, continuedBy(rows, r));
      return rows[r + 1]?.continues === true ? kept(line) : line;
    });
    return { lines: [...heading, ...lines], first: i === 0 };
  });
  const notes = options.longtable === true && table.notes.length > 0;
  return notes ? withNotes(laid) : laid;
}

interface LaidGroup {
  readonly lines: string[];
  readonly first: boolean;
}

/** In a longtable the last two rows stand on one page, above its notes. */
const withNotes = (groups: readonly LaidGroup[]): LaidGroup[] =>
  groups.map((group, i) =>
    i === groups.length - 1 && group.lines.length > 1
      ? { ...group, lines: group.lines.with(-2, keptLine(group.lines.at(-2)!)) }
      : group,
  );

const asIs = (line: string): string => line;

/** A line of a table that stands on the page of the next one. */
const keptLine = (line: string): string => line.replace(/\\\\(?=$| \\cmidrule)/, '\\\\*');

function bodyLine(
  row: Row,
  specs: readonly string[],
  aligned: boolean,
  { labels, texts }: WidthShares,
  below: number,
): string {
  const cells = row.cells.map((cell, c) => cellSource(cell, specs[c]!, aligned, texts));
  return rowLine([boxed(row.label, labels, below), ...cells]);
}

const style: CellFormat = {
  text: escapeLatex,
  number: (text) => escapeLatex(readable(text)),
  stars: (stars) => `\\sym{${stars}}`,
  mark: (mark) => `\\rlap{${escapeLatex(mark)}}`,
};

function cellSource(cell: Cell, spec: string, aligned: boolean, share: number | null): string {
  if (spec !== LEFT && aligned && cell.is === 'number' && aligns(cell)) {
    const [open, close] = cell.wrap ?? ['', ''];
    const behind = (cell.stars ? style.stars(cell.stars) : '') + (cell.mark ? style.mark(cell.mark) : '');
    return outside(open) + plainText(cell) + outside(close) + behind;
  }
  if (spec === LEFT && cell.is === 'text' && cell.mark === undefined) return boxed(cell.text, share);
  const text = cellText(cell, style);
  if (text === '' || spec === 'r' || spec === LEFT) return text;
  return `\\pmh{${text}}`;
}

/** A parenthesis as siunitx reads it, or a bracket in braces, which must stand outside the number. */
const outside = (bracket: string): string => (bracket === '[' || bracket === ']' ? `{${bracket}}` : bracket);

function rowLine(cells: readonly string[]): string {
  return `${cells.join(' & ').trimEnd()} \\\\`.replace(/ {2,}/g, ' ');
}

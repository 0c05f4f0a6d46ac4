/** The styles of a workbook (ECMA-376 part 1, 18.8): each is written once, and cells name it by its number. */
import { element, escapeXml } from './xml.ts';

export interface CellStyle {
  readonly align?: 'left' | 'center' | 'right';
  readonly font?: 'bold' | 'italic';
  readonly top?: 'thin' | 'medium';
  readonly bottom?: 'thin' | 'medium';
  /** The number format of a cell: `0.000"***"`. */
  readonly format?: string;
  readonly wrap?: true;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** Formats below this number are the program's own. */
const FIRST_FORMAT = 164;
const FONTS = [undefined, 'bold', 'italic'] as const;

export class CellStyles {
  /** Styles by their contents, in the order of their numbers. */
  readonly #styles = new Map<string, { readonly style: CellStyle; readonly number: number }>([
    ['{}', { style: {}, number: 0 }],
  ]);

  /** The number of a style. */
  of(style: CellStyle): number {
    const key = JSON.stringify(style);
    const known = this.#styles.get(key);
    if (known !== undefined) return known.number;
    const number = this.#styles.size;
    this.#styles.set(key, { style, number });
    return number;
  }

  /** The part that holds them all. */
  xml(): string {
    const styles = [...this.#styles.values()].map(({ style }) => style);
    const formats = [...new Set(styles.flatMap(({ format }) => format ?? []))];
    const borders = [...new Set(styles.map(borderOf))];
    const cells = styles.map((style) =>
      element(
        'xf',
        {
          numFmtId: style.format === undefined ? 0 : FIRST_FORMAT + formats.indexOf(style.format),
          fontId: FONTS.indexOf(style.font),
          fillId: 0,
          borderId: borders.indexOf(borderOf(style)),
          xfId: 0,
          applyFont: 1,
          applyBorder: 1,
          applyNumberFormat: style.format === undefined ? undefined : 1,
          applyAlignment: 1,
        },
        element('alignment', {
          horizontal: style.align,
          vertical: style.wrap ? 'top' : undefined,
          wrapText: style.wrap ? 1 : undefined,
        }),
      ),
    );
    return element(
      'styleSheet',
      { xmlns: MAIN },
      counted(
        'numFmts',
        formats.map((code, i) => element('numFmt', { numFmtId: FIRST_FORMAT + i, formatCode: code })),
      ),
      counted('fonts', FONTS.map(fontOf)),
      counted(
        'fills',
        ['none', 'gray125'].map((patternType) => element('fill', {}, element('patternFill', { patternType }))),
      ),
      counted('borders', borders),
      counted('cellStyleXfs', [element('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]),
      counted('cellXfs', cells),
    );
  }
}

const counted = (name: string, items: readonly string[]): string =>
  items.length === 0 ? '' : element(name, { count: items.length }, ...items);

function fontOf(font: CellStyle['font']): string {
  const more = font === 'bold' ? [element('b')] : font === 'italic' ? [element('i')] : [];
  return element('font', {}, ...more, element('sz', { val: 11 }), element('name', { val: 'Times New Roman' }));
}

function borderOf({ top, bottom }: CellStyle): string {
  const side = (name: string, style: string | undefined): string =>
    style === undefined ? element(name) : element(name, { style: escapeXml(style) }, element('color', { auto: 1 }));
  return element(
    'border',
    {},
    element('left'),
    element('right'),
    side('top', top),
    side('bottom', bottom),
    element('diagonal'),
  );
}

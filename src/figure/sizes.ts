/** Sizes of figures, by the columns of journals. */

/** Millimetres of the widths that have a name: a column of a page with two, and the text of an A4 page with margins of 25 mm. */
export const namedWidths = { column: 84, page: 160 } as const;
export type NamedWidth = keyof typeof namedWidths;

/** Points in a millimetre. */
const POINTS = 72 / 25.4;

export const points = (millimetres: number): number => Math.round(millimetres * POINTS * 100) / 100;

export const millimetres = (inPoints: number): number => inPoints / POINTS;

/** Millimetres that a page has for a figure and its caption; what would be taller is refused. */
export const TALLEST = 230;

/** Height over width, where nothing says otherwise. */
export const USUAL_RATIO = 0.62;

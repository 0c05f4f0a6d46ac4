/** What stands in the place of values that are not printed. */

/** In the place of a column's statistics. */
export const CONFIDENTIAL = 'confidential';

/** In the place of a cell. */
export const HIDDEN = '·';

/** Defines the words that replace values which are not printed. */

/** In the place of a column's statistics. */
export const CONFIDENTIAL = 'confidential';

/** Stands there of a column that is withheld until the plan is registered. */
export const WITHHELD = 'withheld';

/** In the place of a cell. */
export const HIDDEN = '·';

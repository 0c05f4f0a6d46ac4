/** The variables of which no value is printed, and what stands in the place of their values. */
import type { Surveyed } from './open-survey.ts';

/** In the place of a column's statistics. */
export const CONFIDENTIAL = 'confidential';

/** In the place of a cell. */
export const HIDDEN = '·';

export const confidentialNames = (_: Pick<Surveyed, 'session' | 'survey'>): ReadonlySet<string> => new Set();

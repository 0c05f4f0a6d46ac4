/** The intervals that a bootstrap may have. */
export const intervalNames = ['normal', 'percentile', 'bc', 'bca'] as const;
export type IntervalName = (typeof intervalNames)[number];

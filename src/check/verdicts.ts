/** Lists the verdicts of a comparison of a published figure with a result. */

/** From agreement to the worst. `unmatched` means that there is no result to compare with; `not printed`, no figure. */
export const verdicts = ['same', 'last digit', 'stars', 'differs', 'sign', 'not printed', 'unmatched'] as const;
export type CellVerdict = (typeof verdicts)[number];

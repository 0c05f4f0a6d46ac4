/** Words for places at which margins put a variable, and what they stand for. */

export type PlaceWord =
  | { readonly is: 'mean' /** Standard deviations above it. */; readonly sds: number }
  | { readonly is: 'percentile'; readonly p: number }
  | { readonly is: 'levels' };

/** Lists the words as messages name them. */
export const placeWords = ['mean', 'mean-sd', 'mean+sd', 'median', 'min', 'max', 'p25', 'levels'] as const;

const plain: Readonly<Record<string, PlaceWord>> = {
  mean: { is: 'mean', sds: 0 },
  'mean-sd': { is: 'mean', sds: -1 },
  'mean+sd': { is: 'mean', sds: 1 },
  median: { is: 'percentile', p: 50 },
  min: { is: 'percentile', p: 0 },
  max: { is: 'percentile', p: 100 },
  levels: { is: 'levels' },
};

/** Gives what a word stands for; undefined where the text is no such word. */
export function placeWord(text: string): PlaceWord | undefined {
  if (Object.hasOwn(plain, text)) return plain[text];
  const [, digits] = /^p(\d{1,2}(?:\.\d+)?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : { is: 'percentile', p: Number(digits) };
}

/** Did-you-mean: which known name a misspelt one probably stands for. */
/**
 * The candidate nearest to `name`, if one is near enough to be a slip of the keyboard. Case and full-width
 * letters make no distance.
 */
export declare function suggest(name: string, candidates: readonly string[]): string | undefined;
/** Whether two names differ by case or width alone. */
export declare const isSameFolded: (a: string, b: string) => boolean;
/** `did you mean `NQP`?`, or undefined. */
export declare function didYouMean(name: string, candidates: readonly string[]): string | undefined;
/** The candidate that is `name` and its unit: `GDP（亿元）`, `GDP (bn)`, `GDP, bn`, `GDP_亿元`. */
export declare function withUnit(name: string, candidates: readonly string[]): string | undefined;

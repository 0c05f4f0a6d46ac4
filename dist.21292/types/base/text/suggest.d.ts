/** Called where complaints begin to be gathered, so that the hints of a plan hang on that plan alone. */
export declare const renewHints: () => void;
/**
 * The candidate nearest to `name`, if one is near enough to be a slip of the keyboard: more of both names is alike than not, so that `rd` is
 * no slip for `r`, nor `se` for `sd`. Case and full-width letters make no distance. There is none once as many hints were made as are printed.
 */
export declare function suggest(name: string, candidates: readonly string[]): string | undefined;
/** Tells whether two names differ by case or width alone. */
export declare const isSameFolded: (a: string, b: string) => boolean;
/** `did you mean `NQP`?`, or undefined. */
export declare function didYouMean(name: string, candidates: readonly string[]): string | undefined;
/** The hint that `hints` have for the name that another program gives to something here, or for the foreign name that it misspells, where it misspells none that is `known`. */
export declare function foreignHint(name: string, hints: Readonly<Record<string, string>>, known: readonly string[]): string | undefined;
/** The candidate that is `name` and its unit: `GDP（亿元）`, `GDP (bn)`, `GDP, bn`, `GDP_亿元`. */
export declare function withUnit(name: string, candidates: readonly string[]): string | undefined;

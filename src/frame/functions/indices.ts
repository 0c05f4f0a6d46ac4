/** An index of several variables, the mean of their z-scores (Kling, Liebman & Katz 2007, Econometrica 75, section 4.2). */
import { mean, sumSquaresAbout } from '../../base/number/sum.ts';

/**
 * Each variable less its mean over its standard deviation (n − 1), both of the rows that `isReference` tells, and of what a row has their mean.
 * Missing where a row has none of them, or the reference does not vary.
 */
export function zIndex(variables: readonly Float64Array[], isReference: (row: number) => boolean): Float64Array {
  const scores = variables.map((x) => {
    const known = x.filter((value, row) => isReference(row) && !Number.isNaN(value));
    const centre = known.length === 0 ? Number.NaN : mean(known);
    const isConstant = known.every((value) => value === known[0]);
    const sd = isConstant ? Number.NaN : Math.sqrt(sumSquaresAbout(known, centre) / (known.length - 1));
    return x.map((value) => (value - centre) / sd);
  });
  return scores[0]!.map((_, row) => {
    const own = scores.flatMap((each) => (Number.isNaN(each[row]!) ? [] : [each[row]!]));
    return own.length === 0 ? Number.NaN : mean(own);
  });
}

/** A variable on another scale within its group; missing values stay missing. */
import { mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { winsorize } from '../../econ/sample/winsorize.ts';

const present = (x: Float64Array): Float64Array => x.filter((value) => !Number.isNaN(value));

/** Less the mean. */
export function centred(x: Float64Array): Float64Array {
  const values = present(x);
  const centre = values.length === 0 ? Number.NaN : mean(values);
  return x.map((value) => value - centre);
}

/** Less the mean, over the standard deviation (n − 1); missing where nothing varies. */
export function standardized(x: Float64Array): Float64Array {
  const values = present(x);
  const centre = values.length === 0 ? Number.NaN : mean(values);
  const isConstant = values.every((value) => value === values[0]);
  const sd = isConstant ? Number.NaN : Math.sqrt(sumSquaresAbout(values, centre) / (values.length - 1));
  return x.map((value) => (value - centre) / sd);
}

/** Values beyond two percentiles become the percentiles, as `winsorize:` of a column of models does. */
export const winsorized = (x: Float64Array, at: readonly [number, number]): Float64Array => winsorize(x, { at }).values;

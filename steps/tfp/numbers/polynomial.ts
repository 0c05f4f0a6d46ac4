/** Polynomials in inputs, of which first stages are made. */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';

/**
 * All products of up to `order` of the variables, without the constant. Variables are first centred and scaled, which changes no span of a whole polynomial.
 * C(V + order, order) − 1 columns of length N.
 */
export function polynomial(variables: readonly Float64Array[], order: number): Float64Array[] {
  const scaled = variables.map(standardised);
  let last = scaled.map((values, from) => ({ values, from }));
  const all = [...last];
  for (let degree = 2; degree <= order; degree++) {
    last = last.flatMap(({ values, from }) =>
      scaled
        .slice(from)
        .map((factor, i) => ({ values: values.map((value, row) => value * factor[row]!), from: from + i })),
    );
    all.push(...last);
  }
  return all.map(({ values }) => values);
}

/** (x − mean)/sd; zeros where x is constant. */
export function standardised(values: Float64Array): Float64Array {
  const centre = mean(values);
  const spread = Math.sqrt(sumSquaresAbout(values, centre) / values.length);
  return values.map((value) => (spread > 0 ? (value - centre) / spread : 0));
}

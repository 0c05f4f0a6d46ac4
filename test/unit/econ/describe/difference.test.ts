import { expect, it } from 'vitest';
import {
  meanDifference,
  momentsOf,
  type VarianceAssumption,
} from '../../../../steps/describe/numbers/mean-difference.ts';

const f = (...values: number[]) => Float64Array.from(values);
const compared = (a: Float64Array, b: Float64Array, variances: VarianceAssumption = 'unequal') =>
  meanDifference(momentsOf(a), momentsOf(b), variances);

it('agrees with t.test of R 4.5.0', () => {
  // Rscript -e 'x<-c(1.2,3.4,2.2,5.1,4.4);y<-c(2.5,6.1,7.3,NA,5.9,8.8);r<-t.test(x,y);
  //   c(r$estimate[1]-r$estimate[2],r$stderr,r$parameter,r$statistic,r$p.value);(mean(x)-mean(y,na.rm=T))/sqrt((var(x)+var(y,na.rm=T))/2)'
  const expected = {
    difference: -2.86,
    stdError: 1.260952021291849,
    df: 7.052483240693182,
    statistic: -2.268127535153892,
    pValue: 0.05736162452727694,
    stdDifference: -1.434489806965985,
  };
  const found = compared(f(1.2, 3.4, 2.2, 5.1, 4.4), f(2.5, 6.1, 7.3, Number.NaN, 5.9, 8.8));
  for (const [name, value] of Object.entries(expected))
    expect(Math.abs((found[name as keyof typeof found] as number) / value - 1), name).toBeLessThan(1e-12);
});

it('says why there is no test', () => {
  expect(compared(f(), f(1, 2)).difference).toEqual({ invalid: 'no values in a group' });
  expect(compared(f(1), f(2, 3))).toMatchObject({ difference: -1.5, statistic: { invalid: 'one value in a group' } });
  expect(compared(f(0.1, 0.1, 0.1), f(0.3, 0.3))).toMatchObject({ pValue: { invalid: 'no variation' } });
});

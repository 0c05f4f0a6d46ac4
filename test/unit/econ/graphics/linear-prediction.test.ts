import { expect, it } from 'vitest';
import { isOfIndex } from '../../../../src/econ/graphics/linear-prediction.ts';
import { estimators } from '../../../../src/econ/registry.ts';

it('knows of every estimator whether its coefficients are of the mean', () => {
  const linear = ['linear', 'iv', 'liml', 'fuller', 'kclass', 're', 'be', 'heckman', 'quantile', 'gmm'];
  const others = estimators.map(({ name }) => name).filter((name) => !isOfIndex({ estimator: { is: name } }));
  expect(others.sort()).toEqual(linear.sort());
});

/** Writes the equation of one specification of a multiverse. */
import type { SpecificationParams } from '../../src/econ/multiverse/specification.ts';
import { equationOfModel } from '../lib/equation/of-models.ts';

export const equation = equationOfModel((params) => (params as unknown as SpecificationParams).model);

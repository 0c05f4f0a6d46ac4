/** Names that users of other programs write for the geographical detector, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('gd GD geographical_detector factor_detector', 'write `kind: geodetector`'),
  keys: {
    ...words('y outcome', 'write `variable: y`'),
    ...words('factors x', 'write `variables: [x]` of numbers, `groups: [region]` of classes'),
    ...words('discretize disc discretization', 'write `cut: quantiles` or `cut: widths`, and `classes: 5`'),
  },
};

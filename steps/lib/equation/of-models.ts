/** Writes the equation of a model's specification, by its estimator. */

import type { Json } from '../../../src/base/json.ts';
import { usuallyKept } from '../../../src/econ/equation/kept.ts';
import { equationOf } from '../../../src/econ/equations.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { RoomEquation } from './equations.ts';

/** `specIn` finds the specification in a node's parameters. */
export const equationOfModel = (specIn: (params: Json) => ModelSpec): RoomEquation => ({
  terms(params) {
    const { iv, terms } = specIn(params);
    const all = [...(iv?.endogenous ?? []), ...terms];
    return { all, kept: [...new Set([...(iv?.endogenous ?? []), ...usuallyKept(all)])] };
  },
  write: (params, by) => equationOf(specIn(params))!(specIn(params), by),
});

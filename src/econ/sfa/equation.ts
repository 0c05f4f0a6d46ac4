/** Writes the equations of a stochastic frontier: the outcome, its noise and its inefficiency. */
import type { WriteEquation } from '../equation/equation.ts';
import { indexOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const { distribution, cost, course, terms } = spec.estimator!;
  const [noise, lack] = [by.ofRow('v'), by.ofRow('u')];
  const mean =
    terms?.mean !== undefined ? `${by.ofRow('z')}'\\delta` : distribution === 'truncated-normal' ? '\\mu' : '0';
  const law =
    distribution === 'exponential' ? '\\mathrm{Exp}(1/\\sigma_{u})' : `\\mathrm{N}^{+}(${mean},\\, \\sigma_{u}^{2})`;
  const drawn = course === undefined ? lack : 'u_{i}';
  return [
    { left: by.variable(spec.outcome), right: [...indexOf(spec, by), noise, cost === true ? lack : `-${lack}`] },
    { left: noise, relation: '\\sim', right: ['\\mathrm{N}(0,\\, \\sigma_{v}^{2})'] },
    ...(course === 'decay' ? [{ left: lack, right: ['e^{-\\eta (t - T)} u_{i}'] }] : []),
    ...(course === 'constant' ? [{ left: lack, right: [drawn] }] : []),
    { left: drawn, relation: '\\sim', right: [law] },
  ];
};

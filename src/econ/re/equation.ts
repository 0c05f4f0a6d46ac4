/** Writes the equation of random effects, with unit means where Mundlak's regression adds them. */
import type { WriteEquation } from '../equation/equation.ts';
import { unitOfSpec } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const mundlak = spec.estimator?.mundlak;
  const asked = mundlak === true ? spec.terms : ((mundlak ?? []) as readonly string[]);
  const means = by.kept(spec.terms).filter((text) => asked.includes(text));
  const listed = means.map((text, k) => `\\xi_{${k + 1}}\\,${by.symbols.mean(text)}`);
  const others =
    means.length < asked.length ? [`\\sum_{k} \\psi_{k}\\,\\overline{${by.choice.words.controls}}_{k,i}`] : [];
  const effect = by.effect(unitOfSpec(spec));
  const own = by.effects({ absorb: [], terms: spec.terms });
  const right = [...by.regressors(spec), ...listed, ...others, ...own, effect, by.ofRow('\\varepsilon')];
  return [
    { left: by.variable(spec.outcome), right },
    { left: effect, relation: '\\sim', right: ['(0,\\, \\sigma_{\\mu}^{2})'] },
  ];
};

/** Writes the equation of unit means. */
import type { WriteEquation } from '../equation/equation.ts';

export const equation: WriteEquation = ({ outcome, terms }, by) => {
  const kept = by.kept(terms);
  const listed = kept.map((text, k) => `\\beta_{${k + 1}}\\,${by.symbols.mean(text)}`);
  const others =
    kept.length < terms.length ? [`\\sum_{k} \\gamma_{k}\\,\\overline{${by.choice.words.controls}}_{k,i}`] : [];
  return [
    { left: by.symbols.mean(outcome), right: ['\\beta_{0}', ...listed, ...others, '\\overline{\\varepsilon}_{i}'] },
  ];
};

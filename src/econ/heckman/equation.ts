/** Writes the equations of the selection model: the selection, and the outcome of selected rows. */
import type { EquationLine, WriteEquation } from '../equation/equation.ts';
import { indexOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const { selection = [], selected = [] } = spec.estimator?.terms ?? {};
  const [chosen] = selected;
  const latent = by.ofRow('s^{*}');
  const isSelected = chosen === undefined ? by.ofRow('s') : by.variable(chosen);
  const letters = { kept: '\\delta', controls: '\\delta' };
  const [v, error] = [by.ofRow('v'), by.ofRow('\\varepsilon')];
  const selecting: EquationLine[] = [
    {
      left: latent,
      right: [
        ...by.regressors({ terms: selection, constant: true }, letters),
        ...by.effects({ absorb: [], terms: selection }, 'tilde'),
        v,
      ],
    },
    { left: isSelected, right: [`\\mathbf{1}\\{${latent} > 0\\}`] },
  ];
  const where = `\\quad ${by.choice.words.where}\\ ${isSelected} = 1`;
  const normal =
    '\\mathrm{N}\\left(0,\\, \\begin{pmatrix} \\sigma^{2} & \\rho\\sigma \\\\ \\rho\\sigma & 1 \\end{pmatrix}\\right)';
  return [
    ...selecting,
    { left: by.variable(spec.outcome), right: [...indexOf(spec, by), `${error}${where}`] },
    { left: `(${error},\\, ${v})`, relation: '\\sim', right: [normal] },
  ];
};

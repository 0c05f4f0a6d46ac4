/** Writes the regression by regime of a panel threshold model (Hansen 1999, section 2). */
import type { RoomEquation } from '../lib/equation/equations.ts';
import type { ThresholdResultParams } from './keys.ts';

const specOf = (params: unknown): ThresholdResultParams => params as ThresholdResultParams;

export const equation: RoomEquation = {
  terms(params) {
    const { slope, model } = specOf(params);
    return { all: [...slope, ...model.terms], kept: slope };
  },
  write(params, by) {
    const { model, slope, on, use } = specOf(params);
    const q = by.variable(on);
    const regimes = Array.from({ length: use + 1 }, (_, r) => {
      if (r === 0) return `${q} \\leq \\gamma_{1}`;
      return r === use ? `${q} > \\gamma_{${use}}` : `\\gamma_{${r}} < ${q} \\leq \\gamma_{${r + 1}}`;
    });
    const slopes = slope.flatMap((term, s) =>
      regimes.map((regime, r) => {
        const index = slope.length > 1 ? `${s + 1}${r + 1}` : `${r + 1}`;
        return `\\beta_{${index}}\\,${by.variable(term)}\\,\\mathbf{1}\\{${regime}\\}`;
      }),
    );
    const controls = by.regressors({ terms: model.terms, constant: false }, { kept: '\\delta', controls: '\\delta' });
    const right = [...slopes, ...controls, ...by.effects(model), by.ofRow('\\varepsilon')];
    return [{ left: by.variable(model.outcome), right }];
  },
};

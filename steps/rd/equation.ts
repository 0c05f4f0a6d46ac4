/** Writes what a regression discontinuity estimates: the jump of the outcome at the cut-off, over that of the take-up where it is fuzzy. */
import type { RoomEquation } from '../lib/equation/equations.ts';
import type { PolynomialsSpec, RdNodeSpec } from './numbers/node-spec.ts';

const specOf = (params: unknown): PolynomialsSpec => params as PolynomialsSpec;

export const equation: RoomEquation = {
  isOf: (params) => (params as unknown as RdNodeSpec).method === 'polynomials',
  terms: () => ({ all: [], kept: [] }),
  write(params, by) {
    const { outcome, running, takeUp, cutoff } = specOf(params);
    const x = by.variable(running);
    const side = (arrow: 'downarrow' | 'uparrow', of: string): string =>
      `\\lim_{x \\${arrow} ${cutoff}} \\mathrm{E}(${by.variable(of)} \\mid ${x} = x)`;
    const jump = (of: string): string => `${side('downarrow', of)} - ${side('uparrow', of)}`;
    return [{ left: '\\tau', right: [takeUp === null ? jump(outcome) : `\\frac{${jump(outcome)}}{${jump(takeUp)}}`] }];
  },
};

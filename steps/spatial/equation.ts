/** Writes spatial lag, error and Durbin models with the weights w of a unit's neighbours (LeSage and Pace 2009, chapter 2). */
import type { EquationLine } from '../../src/econ/equation/equation.ts';
import { usuallyKept } from '../../src/econ/equation/kept.ts';
import type { EquationWriter } from '../../src/econ/equation/writer.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { RoomEquation } from '../lib/equation/equations.ts';
import type { SpatialOptions } from './numbers/fit.ts';

interface SpatialParams {
  readonly spec: ModelSpec;
  readonly options: SpatialOptions;
}
const paramsOf = (params: unknown): SpatialParams => params as SpatialParams;

/** The mean of a unit's neighbours. */
const lagged = (variable: string): string => `\\sum_{j} w_{ij}\\,${variable}`;

export const equation: RoomEquation = {
  terms(params) {
    const { terms } = paramsOf(params).spec;
    return { all: terms, kept: usuallyKept(terms) };
  },
  write(params, by) {
    const { spec, options } = paramsOf(params);
    const { model } = options;
    const [y, u] = [by.variable(spec.outcome), by.ofRow('u')];
    const own = by.regressors({ terms: spec.terms, constant: options.effects === 'none' });
    const lags = model === 'sem' ? [] : [`\\rho ${lagged(by.symbols.product(spec.outcome, 'j'))}`];
    const durbin = model === 'sdm' ? lagsOfRegressors(spec, by) : [];
    const outcome: EquationLine = {
      left: y,
      right: [...lags, ...own, ...durbin, ...effectsOf(options, by), model === 'sem' ? u : by.ofRow('\\varepsilon')],
    };
    if (model !== 'sem') return [outcome];
    const error = u.replace('{i', '{j');
    return [outcome, { left: u, right: [`\\phi ${lagged(error)}`, by.ofRow('\\varepsilon')] }];
  },
};

function lagsOfRegressors(spec: ModelSpec, by: EquationWriter): string[] {
  const kept = by.kept(spec.terms);
  const listed = kept.map((term, k) => `\\theta_{${k + 1}} ${lagged(by.symbols.product(term, 'j'))}`);
  return kept.length < spec.terms.length ? [...listed, `\\sum_{k} \\psi_{k} ${lagged(by.control('j'))}`] : listed;
}

function effectsOf({ effects }: SpatialOptions, by: EquationWriter): string[] {
  const { panel } = by.symbols.names;
  if (panel === null) return [];
  const unit = effects === 'unit' || effects === 'both' ? [by.effect(panel.unit)] : [];
  return effects === 'time' || effects === 'both' ? [...unit, by.effect(panel.time)] : unit;
}

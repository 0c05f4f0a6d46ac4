/** Writes what a difference in differences with treatment over time estimates, by its method. */
import type { EquationLine } from '../../src/econ/equation/equation.ts';
import type { EquationWriter } from '../../src/econ/equation/writer.ts';
import type { RoomEquation } from '../lib/equation/equations.ts';
import type { DidMethod, DidSpec } from './numbers/spec.ts';

const specOf = (params: unknown): DidSpec => params as DidSpec;

/** The effect of a cohort in a period from its treatment on (Callaway and Sant'Anna 2021, section 2). */
function groupTime(y: string, { covariates, control, anticipation }: DidSpec): EquationLine {
  const ahead = anticipation > 0 ? `+${anticipation}` : '';
  const change = `${y}_{t} - ${y}_{g-${1 + anticipation}}`;
  const given = covariates.length > 0 ? ',\\, X' : '';
  const others = control === 'notyet' ? `G > t${ahead}` : 'G = \\infty';
  const compared = `\\mathrm{E}(${change} \\mid G = g${given}) - \\mathrm{E}(${change} \\mid ${others}${given})`;
  const effect = given === '' ? compared : `\\mathrm{E}\\bigl(${compared} \\mid G = g\\bigr)`;
  return { left: '\\mathrm{ATT}(g,\\, t)', right: [`${effect},\\quad t \\geq g`] };
}

/** The regression of a method on what it takes for the treatment. */
function regression(treatment: string, spec: DidSpec, by: EquationWriter): EquationLine {
  const { panel } = by.symbols.names;
  const effects = panel === null ? [] : [by.effect(panel.unit), by.effect(panel.time)];
  const controls = by.regressors({ terms: spec.covariates, constant: false }, { kept: '\\gamma', controls: '\\gamma' });
  return { left: by.variable(spec.outcome), right: [treatment, ...controls, ...effects, by.ofRow('\\varepsilon')] };
}

/** The effect of a change of treatment, at as many periods since then (de Chaisemartin and D'Haultfœuille 2024, section 3). */
function changed(y: string): EquationLine {
  const change = `${y}_{i,F_{i}+k} - ${y}_{i,F_{i}-1}`;
  const others = `${y}_{j,F_{i}+k} - ${y}_{j,F_{i}-1}`;
  const compared = `\\mathrm{E}(${others} \\mid D_{j,1} = D_{i,1},\\, F_{j} > F_{i}+k)`;
  return { left: '\\delta_{k}', right: [`\\mathrm{E}\\bigl(S_{i}\\,\\{${change} - ${compared}\\}\\bigr)`] };
}

/** The effect of treatments that begin or end between two periods (de Chaisemartin and D'Haultfœuille 2020, section 4). */
function begunOrEnded(y: string): EquationLine {
  const change = `\\Delta ${y}_{t}`;
  const stable = 'D_{t} = D_{t-1} = d';
  const right = `\\mathrm{E}\\bigl(\\Delta D_{t}\\,\\{${change} - \\mathrm{E}(${change} \\mid ${stable})\\} \\bigm| D_{t} \\neq D_{t-1} = d\\bigr)`;
  return { left: '\\delta', right: [right] };
}

/** The mean effect of changes in changes (Athey and Imbens 2006, equation 16): groups, then periods. */
const changesInChanges = (y: string): EquationLine => ({
  left: '\\tau',
  right: [`\\mathrm{E}(${y}_{11}) - \\mathrm{E}\\bigl(F_{01}^{-1}(F_{00}(${y}_{10}))\\bigr)`],
});

/** The effect of a dose on its cohort in a period (Callaway, Goodman-Bacon and Sant'Anna 2024, section 5), and its slope. */
function dosed(y: string, { control, anticipation }: DidSpec): EquationLine[] {
  const ahead = anticipation > 0 ? `+${anticipation}` : '';
  const change = `${y}_{t} - ${y}_{g-${1 + anticipation}}`;
  const others = control === 'notyet' ? `G > t${ahead}` : 'G = \\infty';
  const compared = `\\mathrm{E}(${change} \\mid G = g,\\, D = d) - \\mathrm{E}(${change} \\mid ${others})`;
  return [
    { left: '\\mathrm{ATT}(g,\\, t,\\, d)', right: [compared] },
    { left: '\\mathrm{ACRT}(g,\\, t,\\, d)', right: ['\\partial\\,\\mathrm{ATT}(g,\\, t,\\, d) / \\partial d'] },
  ];
}

/** The treatment of each method of one regression: its effect by row, by cohort and period since treatment, or one for all. */
const treatments: Readonly<
  Record<
    Exclude<DidMethod, 'callaway' | 'dcdh' | 'did-m' | 'cic' | 'continuous'>,
    (treated: string, since: string) => string
  >
> = {
  stacked: (_, since) => `\\sum_{k \\neq -1} \\delta_{k}\\,\\mathbf{1}\\{t - ${since} = k\\}`,
  'sun-abraham': (_, since) =>
    `\\sum_{g} \\sum_{k \\neq -1} \\delta_{g,k}\\,\\mathbf{1}\\{${since} = g\\}\\,\\mathbf{1}\\{t - g = k\\}`,
  etwfe: (_, since) =>
    `\\sum_{g} \\sum_{s \\geq g} \\tau_{g,s}\\,\\mathbf{1}\\{${since} = g\\}\\,\\mathbf{1}\\{t = s\\}`,
  imputation: (treated) => `\\tau_{it}\\,${treated}`,
  'two-stage': (treated) => `\\tau_{it}\\,${treated}`,
  rings: (treated) =>
    `\\beta\\,${treated} + \\sum_{r} \\delta_{r}\\,\\mathbf{1}\\{d_{r-1} < d_{it} \\leq d_{r}\\}\\,(1 - ${treated})`,
  twfe: (treated) => `\\beta\\,${treated}`,
  bacon: (treated) => `\\beta\\,${treated}`,
};

export const equation: RoomEquation = {
  terms: (params) => ({ all: specOf(params).covariates, kept: [] }),
  write(params, by) {
    const spec = specOf(params);
    if (spec.method === 'callaway') return [groupTime(by.symbols.bare(spec.outcome), spec)];
    if (spec.method === 'dcdh') return [changed(by.symbols.bare(spec.outcome))];
    if (spec.method === 'did-m') return [begunOrEnded(by.symbols.bare(spec.outcome))];
    if (spec.method === 'cic') return [changesInChanges(by.symbols.bare(spec.outcome))];
    if (spec.method === 'continuous') return dosed(by.symbols.bare(spec.outcome), spec);
    const cohort = spec.cohort === null ? 'g_{i}' : `${by.symbols.names.column(spec.cohort)}_{i}`;
    const treated = spec.treatment === null ? `\\mathbf{1}\\{t \\geq ${cohort}\\}` : by.variable(spec.treatment);
    return [regression(treatments[spec.method](treated, cohort), spec, by)];
  },
};

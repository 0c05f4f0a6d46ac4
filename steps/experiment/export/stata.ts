/** Experiments in Stata. Sources: help files of regress, ivregress, leebounds (Tauchmann 2014), ritest (Heß 2017) and rwolf2 (Clarke, Romano & Wolf 2020). */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import type { Inferred } from '../numbers/inferred.ts';
import type { InferenceSpec } from '../numbers/redrawn/spec.ts';
import type { ExperimentSpec } from '../numbers/spec.ts';
import { designLines, type Statements } from './columns.ts';
import {
  attritionEquations,
  balanceEquations,
  type Equation,
  listedOutcomes,
  mainEquations,
  missingParts,
  type Names,
  namesOf,
  resultOf,
} from './equations.ts';
import { familiesOf } from './families.ts';

const statements: Statements = {
  assign: (column, code) => `generate double ${column} = ${code}`,
  indicator: (condition) => `(${condition})`,
  isMissing: (column) => `missing(${column})`,
  keep: (conditions) => `keep if ${conditions.join(' | ')}`,
  complete: (columns) => `keep if !missing(${columns.join(', ')})`,
  joined: (column, of) => `egen long ${column} = group(${of.join(' ')})`,
};

/** Options of errors; absent of those that Stata does not have. */
const errorOptions: Readonly<Record<string, (cluster: string | undefined) => string>> = {
  HC1: () => 'vce(robust)',
  HC2: () => 'vce(hc2)',
  HC3: () => 'vce(hc3)',
  CR1: (cluster) => `vce(cluster ${cluster})`,
};

export function experimentInStata(spec: ExperimentSpec, node: ReadNode, columns: Columns): Worded | NoCounterpart {
  const isDifference = spec.estimator === 'difference' && spec.cluster === null;
  const errors = isDifference ? 'HC2' : spec.errors;
  const why = unwritten(spec, errors);
  if (why !== undefined) return { none: why };
  const made = namesOf(spec, node, columns);
  // indicators of levels need numbers
  const group = made.strata === undefined ? undefined : columns.made('number of stratum');
  const names = { ...made, strata: group };
  const write = (equation: Equation): WordedValue[] =>
    equation.accompanied === undefined ? values(equation, command(equation, names, errors)) : [];
  const lee = bounds(spec, node, names, columns);
  const drawn = drawnLines(spec, node, names, errors, columns);
  return {
    packages: [...(lee.length === 0 ? [] : ['leebounds']), ...drawn.map((line) => line.split(' ')[0]!)],
    lines: [
      ...designLines(spec, node, made, columns, statements),
      ...(group === undefined ? [] : [statements.joined(group, columnsOfLevels(spec.strata!).map(columns.name))]),
      ...drawn,
    ],
    values: [
      ...[
        ...mainEquations(spec, listedOutcomes(spec, columns), node, names, columns).filter(
          ({ by }) => by !== 'late' || errors in ivErrors,
        ),
        ...balanceEquations(spec, node, names, columns),
        ...attritionEquations(spec, node, names, columns),
      ].flatMap(write),
      ...lee,
    ],
    missing: [...missingParts(spec, node), ...missingInStata(spec, node, lee.length > 0)],
  };
}

/** Parts that R and Python have beside Stata. */
function missingInStata(spec: ExperimentSpec, node: ReadNode, hasBounds: boolean) {
  const { indices, bounds } = resultOf(node);
  return [
    ...(indices.length === 0 ? [] : [{ what: 'effects on indices', why: 'indices of outcomes are not written' }]),
    ...(bounds.length === 0 || hasBounds ? [] : [{ what: 'bounds', why: 'bounds under attrition are not written' }]),
    ...(familiesOf(spec, node).length === 0 ? [] : [{ what: 'adjusted p values', why: 'they are not written' }]),
  ];
}

const ivErrors: Readonly<Record<string, true>> = { HC1: true, CR1: true };

function unwritten({ strata, weights, probability, strataMin, estimator }: ExperimentSpec, errors: string) {
  if (strataMin !== null) return 'strata that are left out are not left out by the script';
  if (estimator === 'lin') return 'Lin’s regression is not written in Stata';
  if (estimator === 'difference' && strata !== null)
    return 'differences of means weighed over strata are not written in Stata';
  if (!Object.hasOwn(errorOptions, errors)) return `regress has no ${errors} errors`;
  if ((weights !== null || probability !== null) && !(errors in ivErrors))
    return `regress has no ${errors} errors of weighted rows`;
  return undefined;
}

function command(equation: Equation, { weights, cluster }: Names, errors: string): string {
  const { outcome, arms, covariates, strata, takeUp, without } = equation;
  const more = [...covariates, ...(strata === undefined ? [] : [`i.${strata}`])];
  const rows = without.length === 0 ? '' : ` if ${without.map((arm) => `${arm} == 0`).join(' & ')}`;
  const weighted = weights === undefined ? '' : ` [pweight = ${weights}]`;
  const option = errorOptions[errors]!(cluster);
  if (takeUp !== undefined)
    return `ivregress 2sls ${[outcome, ...more, `(${takeUp} = ${arms.join(' ')})`].join(' ')}${rows}${weighted}, ${option} small`;
  return `regress ${[outcome, ...arms, ...more].join(' ')}${rows}${weighted}, ${option}`;
}

const values = ({ effects }: Equation, line: string): WordedValue[] =>
  effects.flatMap(({ cell, column, found }, i): WordedValue[] => [
    {
      ...{ cell: `${cell}: coefficient`, code: `_b[${column}]` },
      value: found.estimate,
      scale: typeof found.stdError === 'number' ? found.stdError : undefined,
      ...(i === 0 ? { after: [line] } : {}),
    },
    { cell: `${cell}: standard error`, code: `_se[${column}]`, value: found.stdError },
  ]);

/** Lee's bounds of two arms; their errors are analytic. */
function bounds(spec: ExperimentSpec, node: ReadNode, { arms }: Names, columns: Columns): WordedValue[] {
  if (arms.length !== 1 || spec.bounds === null || spec.bounds.by !== null || spec.cluster !== null) return [];
  return resultOf(node).bounds.flatMap(({ method, outcome, variable, ...found }): WordedValue[] => {
    if (method !== 'lee') return [];
    const line = `leebounds ${columnOf(columns, outcome)} ${arms[0]}, vce(analytic)`;
    const of = (end: 'lower' | 'upper', error: typeof found.lowerError): WordedValue[] => [
      { cell: `bounds ${variable}: ${end}`, code: `_b[${end}]`, value: found[end] },
      { cell: `bounds ${variable}: standard error of ${end}`, code: `_se[${end}]`, value: error },
    ];
    const [first, ...rest] = [...of('lower', found.lowerError), ...of('upper', found.upperError)];
    return [{ ...first!, after: [line] }, ...rest];
  });
}

/** Commands that draw for themselves, whose values are therefore not compared. */
function drawnLines(spec: ExperimentSpec, node: ReadNode, names: Names, errors: string, columns: Columns): string[] {
  const { inference } = spec as ExperimentSpec & { readonly inference?: InferenceSpec };
  const [arm, ...others] = names.arms;
  if (inference === undefined || others.length > 0) return [];
  const { randomisation } = resultOf(node) as unknown as Partial<Inferred>;
  const main = mainEquations(spec, listedOutcomes(spec, columns), node, names, columns).filter(
    ({ by }) => by !== 'late',
  );
  const how = [`reps(${inference.draws})`, 'seed(1)'];
  const within = names.strata === undefined ? [] : [`strata(${names.strata})`];
  const { design } = resultOf(node);
  const clusters = names.cluster === undefined || !design.clustered ? [] : [`cluster(${names.cluster})`];
  const tests = (randomisation ?? []).length === 0 ? [] : main;
  const together = inference.multiple.includes('romano_wolf') ? main : [];
  return [
    ...tests.map(
      (equation) =>
        `ritest ${arm} _b[${arm}], ${[...how, ...within, ...clusters].join(' ')}: ${command(equation, names, errors)}`,
    ),
    ...(together.length === 0
      ? []
      : [
          `rwolf2 ${together.map((equation) => `(${command(equation, names, errors)})`).join(' ')}, indepvars(${together.map(() => arm).join(', ')}) ${[...how, ...within, ...clusters].join(' ')}`,
        ]),
  ];
}

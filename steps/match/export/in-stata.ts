/** Matching in Stata. Sources: help files of psmatch2, ebalance, cem and teffects. */

import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import type { Nearness } from '../numbers/metric.ts';
import { type Cuts, cutsOf, type MatchSpec, USUAL_NEIGHBOURS } from '../numbers/spec.ts';
import { effectsOf, onOf } from './words.ts';

export function matchInStata(node: ReadNode, spec: MatchSpec, columns: Columns): Worded | NoCounterpart {
  if (spec.metric !== undefined || spec.method === 'ipw') return treatmentEffects(node, spec, columns);
  if (spec.method === 'cem') return coarsened(node, spec, columns);
  return spec.method === 'entropy' ? balanced(node, spec, columns) : matched(node, spec, columns);
}

/** Names of metrics in \`teffects nnmatch\`; by the score there is \`teffects psmatch\`. */
const metricNames: Readonly<Record<Exclude<Nearness, 'score'>, string>> = {
  mahalanobis: 'mahalanobis',
  'inverse-variance': 'ivariance',
  euclidean: 'euclidean',
};

/** \`teffects\` has no effect on the controls, and augments average effects alone. */
function treatmentEffects(node: ReadNode, spec: MatchSpec, columns: Columns): Worded | NoCounterpart {
  const { estimand = 'att', adjust, trim } = spec;
  if (estimand === 'atc') return { none: '`teffects` has no effect on the controls' };
  if (trim !== undefined) return { none: '`teffects` leaves out no rows by their score' };
  if (spec.method === 'ipw' && adjust !== undefined && estimand === 'att')
    return { none: '`teffects aipw` has average effects alone' };
  const treatment = columns.name(spec.treatment);
  const [stat, coefficient] = estimand === 'ate' ? ['ate', 'ATE'] : ['atet', 'ATET'];
  const adjusted = (adjust ?? []).flatMap((text) => columns.cells(text).map(({ column }) => column));
  const line = (y: string): string => {
    if (spec.method === 'ipw') {
      const model = `(${[treatment, ...onOf(spec, columns)].join(' ')}, ${spec.score})`;
      return `teffects ${adjust === undefined ? 'ipw' : 'aipw'} (${[y, ...adjusted].join(' ')}) ${model}${adjust === undefined ? `, ${stat}` : ''}`;
    }
    const { k, caliper, exact = [], metric, errorNeighbours = USUAL_NEIGHBOURS } = spec;
    const options = [
      stat,
      ...(metric === undefined || metric === 'score' ? [] : [`metric(${metricNames[metric]})`]),
      ...(k > 1 ? [`nneighbor(${k})`] : []),
      ...(caliper === null ? [] : [`caliper(${caliper})`]),
      ...(exact.length === 0 ? [] : [`ematch(${exact.map((name) => columns.name(name)).join(' ')})`]),
      ...(adjust === undefined ? [] : [`biasadj(${adjusted.join(' ')})`]),
      errorNeighbours === 0 ? 'vce(iid)' : `vce(robust, nn(${errorNeighbours}))`,
    ];
    if (metric === 'score')
      return `teffects psmatch (${y}) (${[treatment, ...onOf(spec, columns)].join(' ')}, ${spec.score}), ${options.join(' ')}`;
    return `teffects nnmatch (${[y, ...onOf(spec, columns)].join(' ')}) (${treatment}), ${options.join(' ')}`;
  };
  return {
    lines: [],
    values: effectsOf(node, spec).flatMap(({ variable, estimate, stdError }, i) => [
      {
        cell: `${variable}: effect`,
        code: `_b[${coefficient}:r1vs0.${treatment}]`,
        value: estimate,
        scale: typeof stdError === 'number' ? stdError : undefined,
        after: [line(columnOf(columns, spec.outcomes[i]!))],
      },
      // On one side Stata estimates the slope of the effect in the score in another way.
      ...(spec.metric === 'score' && estimand !== 'ate'
        ? []
        : [{ cell: `${variable}: standard error`, code: `_se[${coefficient}:r1vs0.${treatment}]`, value: stdError }]),
    ]),
  };
}

/** \`cem\` leaves its weights in \`cem_weights\`. */
function coarsened(node: ReadNode, spec: MatchSpec, columns: Columns): Worded {
  const treatment = columns.name(spec.treatment);
  const cut = (at: Cuts | undefined): string => {
    if (at === undefined) return '';
    if (at === 'exact') return ' (#0)';
    return typeof at === 'number' ? ` (#${at})` : ` (${at.join(' ')})`;
  };
  const terms = spec.on.flatMap((text) =>
    columns.cells(text).map(({ term, column }) => `${column}${cut(cutsOf(spec, term))}`),
  );
  return {
    packages: ['cem'],
    lines: [`cem ${terms.join(' ')}, treatment(${treatment}) autocuts(sturges)`],
    values: weightedValues(node, spec, columns, 'cem_weights'),
  };
}

function matched(node: ReadNode, spec: MatchSpec, columns: Columns): Worded {
  const treatment = columns.name(spec.treatment);
  const line = (outcome: string | undefined): string =>
    `psmatch2 ${[treatment, ...onOf(spec, columns)].join(' ')}, ${optionsOf(spec, outcome).join(' ')}`;
  const effects = effectsOf(node, spec);
  const model = node.whole()[spec.score] as unknown as Pick<Fit, 'terms'>;
  const cells = new Map(spec.on.flatMap((text) => columns.cells(text).map(({ term, column }) => [term, column])));
  return {
    packages: ['psmatch2'],
    lines: [line(effects.length === 0 ? undefined : columnOf(columns, spec.outcomes[0]!))],
    values: [
      ...model.terms.flatMap(({ term, estimate, stdError }) => {
        const name = term === '_cons' ? term : cells.get(term);
        const scale = typeof stdError === 'number' ? stdError : undefined;
        return name === undefined
          ? []
          : [
              { cell: `${spec.score}: ${term}: coefficient`, code: `_b[${name}]`, value: estimate, scale },
              { cell: `${spec.score}: ${term}: standard error`, code: `_se[${name}]`, value: stdError },
            ];
      }),
      ...effects.flatMap(({ variable, estimate, stdError }, i) => [
        {
          cell: `${variable}: effect`,
          code: 'r(att)',
          value: estimate,
          scale: typeof stdError === 'number' ? stdError : undefined,
          after: [line(columnOf(columns, spec.outcomes[i]!))],
        },
        { cell: `${variable}: standard error`, code: 'r(seatt)', value: stdError },
      ]),
    ],
  };
}

function optionsOf(spec: MatchSpec, outcome: string | undefined): string[] {
  const { score, index, method, k, replace, ties, caliper, order, kernel, bandwidth, common } = spec;
  const nearest = method === 'nearest';
  return [
    ...(score === 'logit' ? ['logit'] : []),
    ...(outcome === undefined ? [] : [`outcome(${outcome})`]),
    ...(nearest && replace && ties ? ['ties'] : []),
    ...(nearest && k > 1 ? [`neighbor(${k})`] : []),
    ...(nearest && !replace ? ['noreplacement'] : []),
    ...(method === 'radius' ? ['radius'] : []),
    ...(method === 'kernel' ? [`kernel kerneltype(${kernel}) bwidth(${bandwidth})`] : []),
    ...(caliper === null ? [] : [`caliper(${caliper})`]),
    ...(nearest && !replace && order === 'descending' ? ['descending'] : []),
    ...(index ? ['index'] : []),
    ...(common ? ['common'] : []),
  ];
}

/** `ebalance` leaves its weights in `_webal`. */
function balanced(node: ReadNode, spec: MatchSpec, columns: Columns): Worded {
  const treatment = columns.name(spec.treatment);
  return {
    packages: ['ebalance'],
    lines: [`ebalance ${[treatment, ...onOf(spec, columns)].join(' ')}, targets(${spec.moments})`],
    values: weightedValues(node, spec, columns, '_webal'),
  };
}

/** Effects by a weighted regression, whose robust errors take the weights as given. */
function weightedValues(node: ReadNode, spec: MatchSpec, columns: Columns, weights: string): WordedValue[] {
  const treatment = columns.name(spec.treatment);
  return effectsOf(node, spec).flatMap(({ variable, estimate, stdError }, i) => [
    {
      cell: `${variable}: effect`,
      code: `_b[${treatment}]`,
      value: estimate,
      scale: typeof stdError === 'number' ? stdError : undefined,
      after: [`regress ${columnOf(columns, spec.outcomes[i]!)} ${treatment} [pweight = ${weights}]`],
    },
    { cell: `${variable}: standard error`, code: `_se[${treatment}]`, value: stdError },
  ]);
}

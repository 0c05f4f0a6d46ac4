/** Matching in Stata. Sources: help files of psmatch2 and ebalance. */
import type { Fit } from '../../src/econ/fit.ts';
import type { ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded } from '../../src/export/worded.ts';
import { effectsOf, onOf } from './export-words.ts';
import type { MatchSpec } from './numbers/spec.ts';

export const matchInStata = (node: ReadNode, spec: MatchSpec, columns: Columns): Worded =>
  spec.method === 'entropy' ? balanced(node, spec, columns) : matched(node, spec, columns);

function matched(node: ReadNode, spec: MatchSpec, columns: Columns): Worded {
  const treatment = columns.name(spec.treatment);
  const line = (outcome: string | undefined): string =>
    `psmatch2 ${[treatment, ...onOf(spec, columns)].join(' ')}, ${optionsOf(spec, outcome).join(' ')}`;
  const effects = effectsOf(node);
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

/** `ebalance` leaves its weights in `_webal`; the effect is a weighted regression, whose robust errors take them as given. */
function balanced(node: ReadNode, spec: MatchSpec, columns: Columns): Worded {
  const treatment = columns.name(spec.treatment);
  return {
    packages: ['ebalance'],
    lines: [`ebalance ${[treatment, ...onOf(spec, columns)].join(' ')}, targets(${spec.moments})`],
    values: effectsOf(node).flatMap(({ variable, estimate, stdError }, i) => [
      {
        cell: `${variable}: effect`,
        code: `_b[${treatment}]`,
        value: estimate,
        scale: typeof stdError === 'number' ? stdError : undefined,
        after: [`regress ${columnOf(columns, spec.outcomes[i]!)} ${treatment} [pweight = _webal]`],
      },
      { cell: `${variable}: standard error`, code: `_se[${treatment}]`, value: stdError },
    ]),
  };
}

/** Rotemberg weights in Stata. Source: the help file of bartik_weight, and its stored results. */
import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded } from '../../src/export/worded.ts';
import { placesOf, valuesOf } from './export-words.ts';
import type { RotembergSpec } from './numbers/spec.ts';

/** With periods its shares are variables by period, which are zero elsewhere, and shocks are those of the first row of each. */
export function rotembergInStata(node: ReadNode, spec: RotembergSpec, columns: Columns): Worded | NoCounterpart {
  const { outcome, endogenous, shares, shocks, period, controls, absorb, weights } = spec;
  if (node.result('varies') === true) return { none: 'bartik_weight has one shock for each sector and period' };
  const [effect, ...others] = absorb;
  if (others.length > 0 || (effect !== undefined && columnsOfLevels(effect).length > 1))
    return { none: 'bartik_weight absorbs one variable' };
  const one = (term: string): string => columnOf(columns, term);
  const each = (terms: readonly string[]): string[] =>
    terms.flatMap((term) => columns.cells(term).map(({ column }) => column));
  const { periods } = placesOf(node, shares);
  const within =
    period === null
      ? []
      : periods.flatMap((level) =>
          each(shares).map((share, k) => ({
            name: columns.made(`${shares[k]} in ${level}`),
            code: `${share} * (${columns.isLevel(period, level)})`,
          })),
        );
  const options = [
    `z(${(period === null ? each(shares) : within.map(({ name }) => name)).join(' ')})`,
    `weightstub(${each(shocks).join(' ')})`,
    `x(${one(endogenous)})`,
    `y(${one(outcome)})`,
    ...(controls.length === 0 ? [] : [`controls(${each(controls).join(' ')})`]),
    ...(effect === undefined ? [] : [`absorb(${columns.name(effect)})`]),
    ...(weights === null ? [] : [`weight_var(${one(weights)})`]),
    ...(period === null ? [] : [`by(${columns.name(period)})`]),
  ];
  const at = (matrix: string) => (sector: number, time: number) =>
    `el(r(${matrix}), ${(time - 1) * shares.length + sector}, 1)`;
  return {
    packages: ['bartik_weight'],
    lines: [
      ...within.map(({ name, code }) => `generate double ${name} = ${code}`),
      `bartik_weight, ${options.join(' ')}`,
    ],
    values: valuesOf(node, shares, { alpha: at('alpha'), beta: at('beta') }),
  };
}

/** Calls of the functions for local polynomials, as R and Python write them. */
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded } from '../../../src/export/worded.ts';
import type { Pair, RdSpec, RowName } from '../numbers/spec.ts';
import type { Code, Options } from './code.ts';
import { covariatesOf } from './words.ts';

/** A node in a language. */
export interface Frame {
  readonly node: ReadNode;
  readonly columns: Columns;
  readonly code: Code;
}

export type Lines = Pick<Worded, 'lines' | 'values'>;

export const valuesIn = ({ columns }: Frame, term: string): string => columns.values(columnOf(columns, term));

export const ifOther = (name: string, value: string | number, usual: string | number | null): Options =>
  value === usual ? [] : [[name, String(value)]];

/** The parts of a design that differ in a call: the code of its running variable and of its outcome too. */
interface Differing {
  readonly cutoff?: number;
  readonly donut?: number;
  readonly limits?: string;
  readonly running?: string;
  readonly outcome?: string;
}

/** The two sides of a cut-off. `limits`: between which values of the running variable rows are kept. */
export function sides(
  spec: RdSpec,
  frame: Frame,
  { cutoff = spec.cutoff, donut = spec.donut, limits, running, outcome }: Differing = {},
): string {
  const { columns, code } = frame;
  const covariates = covariatesOf(spec, columns);
  return code.call(
    'rd_sides',
    [running ?? valuesIn(frame, spec.running), outcome ?? valuesIn(frame, spec.outcome), String(cutoff)],
    [
      ...(spec.takeUp === null ? [] : [['t', valuesIn(frame, spec.takeUp)] as const]),
      ...(covariates.length === 0 ? [] : [['Z', code.matrix(columns.texts(covariates))] as const]),
      ...(spec.weights === null ? [] : [['w', valuesIn(frame, spec.weights)] as const]),
      ...(spec.cluster === null ? [] : [['g', columns.values(columns.name(spec.cluster))] as const]),
      ...ifOther('donut', donut, 0),
      ...(limits === undefined ? [] : [['limits', limits] as const]),
    ],
  );
}

/** Options of `rd_jump`, defaults left out. */
export function design(spec: RdSpec, { columns, code }: Frame, given: Pick<RdSpec, 'h' | 'b'> = spec): Options {
  const pair = (value: Pair | null, name: string): Options => (value === null ? [] : [[name, code.pair(value)]]);
  return [
    ...ifOther('p', spec.p, 1),
    ...ifOther('q', spec.q, spec.p + 1),
    ...ifOther('deriv', spec.deriv, 0),
    ...(spec.kernel === 'triangular' ? [] : [['kernel', columns.text(spec.kernel)] as const]),
    ...(spec.vce === 'nn' ? ifOther('matches', spec.matches, 3) : [['vce', columns.text(spec.vce)] as const]),
    ...pair(given.h, 'h'),
    ...pair(given.b, 'b'),
    ...(given.h === null
      ? [
          ...(spec.bandwidth === 'mserd' ? [] : [['rule', columns.text(spec.bandwidth)] as const]),
          ...(spec.massPoints ? [] : [['adjust', code.no] as const]),
          ...ifOther('regularise', spec.regularise, 1),
          ...(spec.sharpBandwidth ? [['sharp', code.yes] as const] : []),
        ]
      : []),
    ...(spec.rho === null || given !== spec ? [] : [['rho', String(spec.rho)] as const]),
  ];
}

/** Positions of an estimate and of its error in what `rd_jump` finds. */
const places: Readonly<Record<RowName, Pair>> = { conventional: [0, 0], bias_corrected: [1, 0], robust: [1, 1] };

export const estimateOf = (row: RowName, { code }: Frame): readonly [string, string] => [
  code.at('effect', places[row][0]),
  code.at('error', places[row][1]),
];

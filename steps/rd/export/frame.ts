/** Discontinuities in R and Python: short functions that choose bandwidths and estimate, beside the call of the package, which is not run. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';

import type { ReadNode } from '../../../src/export/kind.ts';
import type { Columns, Worded, WordedValue } from '../../../src/export/worded.ts';
import { type ChecksSpec, checksOf } from '../numbers/checks/spec.ts';
import type { DensitySpec, McCrarySpec } from '../numbers/density/spec.ts';
import type { RdNodeSpec } from '../numbers/node-spec.ts';
import type { RandomisationSpec } from '../numbers/randomisation/spec.ts';
import type { Pair, RdSpec, RowName } from '../numbers/spec.ts';
import { codes } from './code.ts';
import { cutoffs } from './cutoffs.ts';
import { design, estimateOf, type Frame, ifOther, type Lines, sides, valuesIn } from './sides.ts';
import { covariatesOf, fitOf, statValues, unwritten, valuesOf } from './words.ts';

export function rdInFrame(
  language: 'r' | 'python',
  node: ReadNode,
  spec: RdNodeSpec,
  columns: Columns,
): Worded | NoCounterpart {
  const none = unwritten(node, spec);
  if (none !== undefined) return { none };
  const code = codes[language];
  const { lines, values } = byMethod(spec, { node, columns, code });
  return { functions: code.functions, lines, values };
}

function byMethod(spec: RdNodeSpec, frame: Frame): Lines {
  switch (spec.method) {
    case 'polynomials':
      return polynomials(spec, spec.rows, frame);
    case 'cutoffs':
      return cutoffs(spec, frame);
    case 'checks':
      return checks(spec, frame);
    case 'density':
      return density(spec, frame);
    case 'mccrary':
      return logDensity(spec, frame);
    case 'randomisation':
      return randomisation(spec, frame);
  }
}

function polynomials(spec: RdSpec, rows: readonly RowName[], frame: Frame): Lines {
  const { node, code } = frame;
  const { terms, stats } = fitOf(node);
  return {
    lines: [
      code.set('s', sides(spec, frame)),
      code.comment(packageCall(spec, frame)),
      code.set('found', code.call('rd_jump', ['s'], design(spec, frame))),
    ],
    values: [
      ...rows.flatMap((row) => valuesOf(terms, row, ...estimateOf(row, frame))),
      ...statValues(stats, [
        ['hBelow', code.at('h', 0)],
        ['hAbove', code.at('h', 1)],
        ['bBelow', code.at('b', 0)],
        ['bAbove', code.at('b', 1)],
        ['nBelow', code.at('n', 0)],
        ['nAbove', code.at('n', 1)],
        ['nWithinBelow', code.at('within', 0)],
        ['nWithinAbove', code.at('within', 1)],
        ['firstStage', code.at('first', 0)],
      ]),
    ],
  };
}

/** The call of rdrobust for the same estimate: names of its arguments are those of both languages. */
function packageCall(spec: RdSpec, frame: Frame): string {
  const { columns, code } = frame;
  const covariates = covariatesOf(spec, columns);
  const vce = spec.cluster === null ? spec.vce : 'cr1';
  const call = code.call(
    'rdrobust',
    [valuesIn(frame, spec.outcome), valuesIn(frame, spec.running)],
    [
      ...([
        ['c', String(spec.cutoff)],
        ['p', String(spec.p)],
        ['q', String(spec.q)],
      ] as const),
      ...ifOther('deriv', spec.deriv, 0),
      ...(spec.takeUp === null ? [] : [['fuzzy', valuesIn(frame, spec.takeUp)] as const]),
      ...(covariates.length === 0 ? [] : [['covs', code.matrix(columns.texts(covariates))] as const]),
      ...(spec.weights === null ? [] : [['weights', valuesIn(frame, spec.weights)] as const]),
      ...(spec.cluster === null ? [] : [['cluster', columns.values(columns.name(spec.cluster))] as const]),
      ['kernel', columns.text(spec.kernel)],
      ['vce', columns.text(vce)],
      ...(spec.h === null
        ? ([['bwselect', columns.text(spec.bandwidth)]] as const)
        : ([['h', code.pair(spec.h)], ...(spec.b === null ? [] : [['b', code.pair(spec.b)] as const])] as const)),
      ...(spec.rho === null ? [] : [['rho', String(spec.rho)] as const]),
    ],
  );
  return `The package rdrobust was not run here: ${call}`;
}

interface CheckRecord {
  readonly term: string;
  readonly h: Pair;
  readonly b: Pair;
}

function checks(spec: ChecksSpec, frame: Frame): Lines {
  const { node, code } = frame;
  const { terms } = fitOf(node);
  const records = node.result('checks') as unknown as readonly CheckRecord[];
  const values = checksOf(spec).flatMap((check): WordedValue[] => {
    const record = records.find(({ term }) => term === check.term);
    // the functions know no ring within which rows of another cut-off are left out
    if (record === undefined || (check.is === 'cutoff' && spec.donut > 0)) return [];
    const own: RdSpec =
      check.is === 'balance'
        ? { ...spec, outcome: check.term, takeUp: null, covariates: [], sharpBandwidth: false }
        : spec;
    const rows =
      check.is === 'donut'
        ? sides(own, frame, { donut: Math.max(check.value, spec.donut) })
        : check.is === 'cutoff'
          ? sides(own, frame, { cutoff: check.value, limits: code.limits(spec.cutoff, check.value >= spec.cutoff) })
          : sides(own, frame);
    const given = check.is === 'bandwidth' ? { h: record.h, b: record.b } : own;
    const after = [code.set('found', code.call('rd_jump', [rows], design(own, frame, given)))];
    const [first, ...rest] = valuesOf(terms, check.term, ...estimateOf(spec.row, frame));
    return first === undefined ? [] : [{ ...first, after }, ...rest];
  });
  return { lines: [], values };
}

function density(spec: DensitySpec, frame: Frame): Lines {
  const { node, columns, code } = frame;
  const { terms, stats } = fitOf(node);
  const h = [stats.hBelow, stats.hAbove] as unknown as Pair;
  const call = code.call(
    'rd_density',
    [valuesIn(frame, spec.running), String(spec.cutoff), String(spec.p + 1), columns.text(spec.kernel), code.pair(h)],
    spec.restricted ? [['restricted', code.yes]] : [],
  );
  const values: WordedValue[] = [
    ...valuesOf(terms, 'density_below', code.at('density', 0), code.at('error', 0)),
    ...valuesOf(terms, 'density_above', code.at('density', 1), code.at('error', 1)),
    ...valuesOf(terms, 'difference', code.at('difference', 0), code.at('difference', 1)),
  ];
  const isOther = spec.errors === 'plugin';
  return {
    lines: [
      code.comment(
        `The package rddensity was not run here: ${code.call(
          'rddensity',
          [valuesIn(frame, spec.running)],
          [
            ['c', String(spec.cutoff)],
            ['p', String(spec.p)],
            ['kernel', columns.text(spec.kernel)],
            ['vce', columns.text(spec.errors)],
          ],
        )}`,
      ),
      code.set('found', call),
    ],
    values: isOther ? values.filter(({ cell }) => cell.endsWith('coefficient')) : values,
  };
}

function logDensity(spec: McCrarySpec, frame: Frame): Lines {
  const { node, code } = frame;
  const { terms, stats } = fitOf(node);
  const call = code.call(
    'rd_mccrary',
    [valuesIn(frame, spec.running), String(spec.cutoff)],
    [
      ...(spec.bin === null ? [] : [['bin', String(spec.bin)] as const]),
      ...(spec.h === null ? [] : [['h', String(spec.h[0])] as const]),
    ],
  );
  return {
    lines: [code.set('found', call)],
    values: [
      ...valuesOf(terms, 'log_difference', code.part('effect'), code.part('error')),
      ...statValues(stats, [
        ['densityBelow', code.at('density', 0)],
        ['densityAbove', code.at('density', 1)],
        ['bin', code.part('bin')],
        ['h', code.part('h')],
      ]),
    ],
  };
}

/** Assignments that a script goes through. */
const fewAssignments = 20_000;

function randomisation(spec: RandomisationSpec, frame: Frame): Lines {
  const { node, code } = frame;
  const { terms, stats } = fitOf(node);
  const window = [stats.windowLeft, stats.windowRight] as unknown as Pair;
  const ways = stats.assignments as number;
  const isExact = ways < spec.draws && ways <= fewAssignments;
  const call = code.call(
    'rd_window',
    [valuesIn(frame, spec.running), valuesIn(frame, spec.outcome), code.pair(window)],
    [
      ...ifOther('cutoff', spec.cutoff, 0),
      ...ifOther('p', spec.p, 0),
      ...(spec.statistic === 'ranksum' ? [['ranks', code.yes] as const] : []),
      ...(isExact ? [['exact', code.yes] as const] : []),
    ],
  );
  return {
    lines: [code.set('found', call)],
    values: [
      ...valuesOf(terms, 'effect', code.part('effect'), code.part('error')),
      ...statValues(stats, [
        ['nWithinBelow', code.at('n', 0)],
        ['nWithinAbove', code.at('n', 1)],
        ...(spec.p === 0
          ? ([
              ['meanBelow', code.at('mean', 0)],
              ['meanAbove', code.at('mean', 1)],
              ['sdBelow', code.at('sd', 0)],
              ['sdAbove', code.at('sd', 1)],
            ] as const)
          : []),
        ['rankSumZ', code.part('z')],
        ...(isExact ? ([['randomisationP', code.part('p')]] as const) : []),
      ]),
    ],
  };
}

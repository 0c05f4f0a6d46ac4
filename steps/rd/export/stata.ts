/** Discontinuities in Stata. Sources: help files of rdrobust, rdplot, rddensity and rdrandinf. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import { type ChecksSpec, checksOf } from '../numbers/checks/spec.ts';
import type { CutoffsSpec } from '../numbers/cutoffs/spec.ts';
import type { DensitySpec } from '../numbers/density/spec.ts';
import type { PolynomialsSpec, RdNodeSpec } from '../numbers/node-spec.ts';
import type { RandomisationSpec } from '../numbers/randomisation/spec.ts';
import type { Pair, RdSpec, RowName } from '../numbers/spec.ts';
import { covariatesOf, fitOf, statValues, unwritten, valuesOf } from './words.ts';

export function rdInStata(node: ReadNode, spec: RdNodeSpec, columns: Columns): Worded | NoCounterpart {
  const none = unwritten(node, spec);
  if (none !== undefined) return { none };
  switch (spec.method) {
    case 'polynomials':
      return polynomials(node, spec, columns);
    case 'cutoffs':
      return cutoffs(node, spec, columns);
    case 'checks':
      return checks(node, spec, columns);
    case 'density':
      return density(node, spec, columns);
    case 'mccrary':
      return { none: 'DCdensity is no command of SSC' };
    case 'randomisation':
      return randomisation(node, spec, columns);
  }
}

const results: Readonly<Record<RowName, readonly [string, string]>> = {
  conventional: ['e(tau_cl)', 'e(se_tau_cl)'],
  bias_corrected: ['e(tau_bc)', 'e(se_tau_cl)'],
  robust: ['e(tau_bc)', 'e(se_tau_rb)'],
};

function vceOf({ vce, matches, cluster }: RdSpec, columns: Columns): string {
  if (cluster !== null) return `vce(cluster ${columns.name(cluster)})`;
  return vce === 'nn' ? `vce(nn ${matches})` : `vce(${vce})`;
}

function command(
  spec: RdSpec,
  columns: Columns,
  cutoff = spec.cutoff,
  condition = '',
  running = columnOf(columns, spec.running),
): string {
  const covariates = covariatesOf(spec, columns);
  const pair = (name: string, value: Pair | null): string[] => (value === null ? [] : [`${name}(${value.join(' ')})`]);
  const options = [
    `c(${cutoff}) p(${spec.p}) q(${spec.q})`,
    ...(spec.deriv === 0 ? [] : [`deriv(${spec.deriv})`]),
    ...(spec.takeUp === null
      ? []
      : [`fuzzy(${columnOf(columns, spec.takeUp)}${spec.sharpBandwidth ? ' sharpbw' : ''})`]),
    ...(covariates.length === 0 ? [] : [`covs(${covariates.join(' ')})`]),
    `kernel(${spec.kernel})`,
    ...(spec.weights === null ? [] : [`weights(${columnOf(columns, spec.weights)})`]),
    ...(spec.h === null ? [`bwselect(${spec.bandwidth})`] : [...pair('h', spec.h), ...pair('b', spec.b)]),
    ...(spec.rho === null ? [] : [`rho(${spec.rho})`]),
    vceOf(spec, columns),
    ...(spec.regularise === 1 ? [] : [`scaleregul(${spec.regularise})`]),
    `masspoints(${spec.massPoints ? 'adjust' : 'off'})`,
  ];
  return `rdrobust ${columnOf(columns, spec.outcome)} ${running}${condition}, ${options.join(' ')}`;
}

/** Rows of the donut, which the commands do not know. */
const outside = (spec: RdSpec, columns: Columns): string[] =>
  spec.donut === 0 ? [] : [`keep if abs(${columnOf(columns, spec.running)} - ${spec.cutoff}) >= ${spec.donut}`];

function polynomials(node: ReadNode, spec: PolynomialsSpec, columns: Columns): Worded {
  const { terms, stats } = fitOf(node);
  const { counts } = node.result('plot') as unknown as { readonly counts: Pair };
  const variables = [spec.outcome, spec.running].map((term) => columnOf(columns, term)).join(' ');
  const bins = spec.binCount === null ? `binselect(${spec.bins})` : `nbins(${spec.binCount.join(' ')})`;
  const plot = `rdplot ${variables}, c(${spec.cutoff}) p(${spec.curve}) ${bins}`;
  return {
    packages: ['rdrobust'],
    lines: [...outside(spec, columns), command(spec, columns)],
    values: [
      ...spec.rows.flatMap((row) => valuesOf(terms, row, ...results[row])),
      ...statValues(stats, [
        ['hBelow', 'e(h_l)'],
        ['hAbove', 'e(h_r)'],
        ['bBelow', 'e(b_l)'],
        ['bAbove', 'e(b_r)'],
        ['nWithinBelow', 'e(N_h_l)'],
        ['nWithinAbove', 'e(N_h_r)'],
      ]),
      { cell: 'bins below', code: 'e(J_star_l)', value: counts[0], after: [plot] },
      { cell: 'bins above', code: 'e(J_star_r)', value: counts[1] },
    ],
  };
}

function checks(node: ReadNode, spec: ChecksSpec, columns: Columns): Worded {
  const { terms } = fitOf(node);
  const records = node.result('checks') as unknown as readonly {
    readonly term: string;
    readonly h: Pair;
    readonly b: Pair;
  }[];
  const running = columnOf(columns, spec.running);
  const values = checksOf(spec).flatMap((check): WordedValue[] => {
    const record = records.find(({ term }) => term === check.term);
    if (record === undefined) return [];
    const own: RdSpec =
      check.is === 'balance'
        ? { ...spec, outcome: check.term, takeUp: null, covariates: [] }
        : check.is === 'bandwidth'
          ? { ...spec, h: record.h, b: record.b, rho: null }
          : spec;
    const line =
      check.is === 'cutoff'
        ? command(own, columns, check.value, ` if ${running} ${check.value >= spec.cutoff ? '>=' : '<'} ${spec.cutoff}`)
        : check.is === 'donut'
          ? command(own, columns, spec.cutoff, ` if abs(${running} - ${spec.cutoff}) >= ${check.value}`)
          : command(own, columns);
    const [first, ...rest] = valuesOf(terms, check.term, ...results[spec.row]);
    return first === undefined ? [] : [{ ...first, after: [line] }, ...rest];
  });
  return { packages: ['rdrobust'], lines: outside(spec, columns), values };
}

/** Terms of cut-offs of one running variable begin with it; others have theirs behind `::`. */
const CUTOFF = 'cutoff ';

/** The jump of the running variable less the cut-off of each row, or less the nearest one. */
function pooled(
  { by, cutoffs: all, donut, ...spec }: CutoffsSpec,
  columns: Columns,
  terms: Fit['terms'],
): WordedValue[] {
  const running = columnOf(columns, spec.running);
  const distance = columns.made('distance');
  const nearest = (i: number): string => {
    const [cutoff, next] = [all![i]!, all![i + 1]];
    return next === undefined ? `${cutoff}` : `cond(${running} < ${(cutoff + next) / 2}, ${cutoff}, ${nearest(i + 1)})`;
  };
  const cutoff = by === null ? nearest(0) : columns.name(by);
  const condition = donut === 0 ? '' : ` if abs(${distance}) >= ${donut}`;
  const after = [
    `generate double ${distance} = ${running} - ${cutoff}`,
    command({ ...spec, donut }, columns, 0, condition, distance),
  ];
  const [first, ...rest] = valuesOf(terms, 'pooled', ...results[spec.row]);
  return first === undefined ? [] : [{ ...first, after }, ...rest];
}

/** One command for each cut-off; `rdmc` and `rdms` of the package rdmulti run the same. */
function cutoffs(node: ReadNode, spec: CutoffsSpec, columns: Columns): Worded {
  const { terms } = fitOf(node);
  const running = columnOf(columns, spec.running);
  const records = node.result('cutoffs') as unknown as readonly { readonly term: string }[];
  let jumps = 0;
  const values = records.flatMap(({ term }): WordedValue[] => {
    const cutoff = Number(term.startsWith(CUTOFF) ? term.slice(CUTOFF.length) : term.split('::').at(-1));
    if (Number.isNaN(cutoff)) return [];
    const { cutoffs: all, by } = spec;
    const at = all?.indexOf(cutoff) ?? 0;
    const limits = [
      ...(all?.[at - 1] === undefined ? [] : [`${running} >= ${all[at - 1]}`]),
      ...(all?.[at + 1] === undefined ? [] : [`${running} < ${all[at + 1]}`]),
    ];
    const donut = spec.donut === 0 ? [] : [`abs(${running} - ${cutoff}) >= ${spec.donut}`];
    const condition = [...(by === null ? limits : [columns.isLevel(by, String(cutoff))]), ...donut].join(' & ');
    const line = command(spec, columns, cutoff, condition === '' ? '' : ` if ${condition}`);
    const [estimate, error] = results[spec.row];
    const [first, ...rest] = valuesOf(terms, term, estimate, error);
    if (first === undefined) return [];
    jumps++;
    const noted = [
      `scalar jump${jumps} = ${estimate}`,
      `scalar error${jumps} = ${error}`,
      `scalar rows${jumps} = e(N_h_l) + e(N_h_r)`,
    ];
    return [{ ...first, after: [line, ...noted] }, ...rest];
  });
  // a column may be called as a scalar
  const kept = (name: string, i: number): string => `scalar(${name}${i})`;
  const sum = (of: (i: number) => string): string => Array.from({ length: jumps }, (_, i) => of(i + 1)).join(' + ');
  const all = sum((i) => kept('rows', i));
  const mean = valuesOf(
    terms,
    'weighted',
    `(${sum((i) => `${kept('rows', i)} * ${kept('jump', i)}`)}) / (${all})`,
    `sqrt(${sum((i) => `(${kept('rows', i)} * ${kept('error', i)})^2`)}) / (${all})`,
  );
  return { packages: ['rdrobust'], lines: [], values: [...values, ...mean, ...pooled(spec, columns, terms)] };
}

function density(node: ReadNode, spec: DensitySpec, columns: Columns): Worded {
  const { terms, stats } = fitOf(node);
  const options = [
    `c(${spec.cutoff}) p(${spec.p})`,
    `fitselect(${spec.restricted ? 'restricted' : 'unrestricted'})`,
    `kernel(${spec.kernel}) vce(${spec.errors})`,
    spec.h === null ? `bwselect(${spec.bandwidth})` : `h(${spec.h.join(' ')})`,
  ];
  return {
    packages: ['rddensity', 'lpdensity'],
    lines: [`rddensity ${columnOf(columns, spec.running)}, ${options.join(' ')}`],
    values: [
      ...valuesOf(terms, 'density_below', 'e(f_ql)', 'e(se_ql)'),
      ...valuesOf(terms, 'density_above', 'e(f_qr)', 'e(se_qr)'),
      ...valuesOf(terms, 'difference', 'e(f_qr) - e(f_ql)', 'e(se_q)'),
      ...statValues(stats, [
        ['hBelow', 'e(h_l)'],
        ['hAbove', 'e(h_r)'],
      ]),
    ],
  };
}

function randomisation(node: ReadNode, spec: RandomisationSpec, columns: Columns): Worded {
  const { terms, stats } = fitOf(node);
  const variables = [spec.outcome, spec.running].map((term) => columnOf(columns, term)).join(' ');
  const options = [
    `c(${spec.cutoff}) wl(${stats.windowLeft}) wr(${stats.windowRight})`,
    `statistic(${spec.statistic === 'ranksum' ? 'ranksum' : 'diffmeans'}) p(${spec.p}) reps(${spec.draws})`,
  ];
  return {
    packages: ['rdlocrand'],
    lines: [`rdrandinf ${variables}, ${options.join(' ')}`],
    values: [
      ...(spec.statistic === 'difference' ? valuesOf(terms, 'effect', 'r(obs_stat)', '').slice(0, 1) : []),
      ...statValues(stats, [
        ['nWithinBelow', 'r(N_left)'],
        ['nWithinAbove', 'r(N_right)'],
      ]),
    ],
  };
}

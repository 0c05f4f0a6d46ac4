/** Differences in differences in Stata. Sources: help files of csdid, eventstudyinteract, did_imputation, did2s, bacondecomp and reghdfe. */

import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import type { Columns, Worded, WordedValue } from '../../../src/export/worded.ts';
import type { DidMethod, DidSpec } from '../numbers/spec.ts';
import {
  before,
  cells,
  type DidEffect,
  type DidNames,
  type DidWording,
  type LeftOut,
  namesOf,
  part,
  simpleOf,
} from './words.ts';

export function didInStata(node: ReadNode, spec: DidSpec, columns: Columns): Worded | NoCounterpart {
  const names = namesOf(spec, node.data.panel!, columns);
  const found = commands[spec.method](node, spec, names);
  if ('none' in found) return found;
  return { ...found, lines: [...treatmentLines(spec, names, columns), ...found.lines] };
}

/** The first treated period, 0 for units that are never treated, then rows that are complete. */
function treatmentLines({ cohort, treatment }: DidSpec, names: DidNames, columns: Columns): string[] {
  const { first, time, unit, treated, outcome, covariates, cluster } = names;
  const by = treatment === null ? columns.name(cohort!) : columns.name(treatment);
  return [
    ...(treatment === null
      ? [`generate double ${first} = ${by}`]
      : [`egen double ${first} = min(cond(${by} == 1, ${time}, .)), by(${unit})`]),
    `replace ${first} = 0 if missing(${first})`,
    `keep if !missing(${[...new Set([outcome, ...covariates, unit, time, cluster])].join(', ')})`,
    `generate double ${treated} = ${first} > 0 & ${time} >= ${first}`,
  ];
}

/** The lines that leave out what the estimator left out, where it did. */
function comparedLines({ time, first }: DidNames, leftOut: LeftOut): string[] {
  const early = [
    `summarize ${time}, meanonly`,
    `replace ${first} = 0 if ${first} > r(max)`,
    `drop if ${first} > 0 & ${first} <= r(min)`,
  ];
  const last = [
    `drop if ${first} == 0`,
    `summarize ${first}, meanonly`,
    `drop if ${time} >= r(max)`,
    `replace ${first} = 0 if ${first} == r(max)`,
  ];
  if (leftOut.periodsFromLastCohort > 0) return [...early, ...last];
  return leftOut.unitsTreatedInFirstPeriod > 0 ? early : [];
}

const named = (term: string, name: string, effect: DidEffect): WordedValue[] =>
  typeof effect.stdError === 'number' ? cells(term, `_b[${name}]`, `_se[${name}]`, effect) : [];

/** Methods of `csdid` by those of papermake. */
const estimates = { dr: 'dripw', ipw: 'stdipw', reg: 'reg' } as const;

const callaway: DidWording = (node, spec, names) => {
  const { outcome, covariates, unit, time, first, cluster } = names;
  const options = [
    `ivar(${unit}) time(${time}) gvar(${first}) method(${estimates[spec.estimate]})`,
    ...(spec.control === 'notyet' ? ['notyet asinr'] : []),
    ...(spec.base === 'universal' ? ['long2'] : []),
    ...(cluster === unit ? [] : [`cluster(${cluster})`]),
  ];
  const stored = (kind: string, more = ''): string[] => [
    `estat ${kind},${more} estore(${kind})`,
    `estimates restore ${kind}`,
  ];
  const { leftOut } = node.whole() as unknown as { readonly leftOut: LeftOut };
  const simple = simpleOf(node);
  const dynamic = part(node, 'dynamic');
  const window = spec.events === null ? '' : ` window(${spec.events.join(' ')})`;
  const ofEvents = (dynamic?.by ?? []).flatMap((each) =>
    named(`event::${each.event}`, `${each.event! < 0 ? 'Tm' : 'Tp'}${Math.abs(each.event!)}`, each),
  );
  return {
    packages: ['csdid'],
    lines: [
      ...comparedLines(names, leftOut),
      `csdid ${[outcome, ...covariates].join(' ')}, ${options.join(' ')}`,
      'estimates store cells',
    ],
    values: [
      ...before(simple === undefined ? [] : named('simple', 'ATT', simple), stored('simple')),
      ...before(
        [...(dynamic?.overall === undefined ? [] : named('dynamic', 'Post_avg', dynamic.overall)), ...ofEvents],
        ['estimates restore cells', ...stored('event', window)],
      ),
    ],
  };
};

/** Errors of `eventstudyinteract` count the shares of cohorts as estimated. */
const sunAbraham: DidWording = (node, _, names) => {
  const { outcome, covariates, unit, time, first, cluster, at } = names;
  const { leftOut, cohort } = node.whole() as unknown as {
    readonly leftOut: LeftOut;
    readonly cohort: readonly { readonly event: number }[];
  };
  const events = [...new Set(cohort.map(({ event }) => event))].sort((a, b) => a - b);
  const never = `${first}_never`;
  const line = [
    `eventstudyinteract ${[outcome, ...events.map(at)].join(' ')}, cohort(${first}) control_cohort(${never})`,
    `absorb(${unit} ${time})`,
    ...(covariates.length === 0 ? [] : [`covariates(${covariates.join(' ')})`]),
    `vce(cluster ${cluster})`,
  ].join(' ');
  return {
    packages: ['eventstudyinteract'],
    lines: [
      ...comparedLines(names, leftOut),
      `generate double ${never} = ${first} == 0`,
      `replace ${first} = . if ${first} == 0`,
      ...events.map((event) => `generate double ${at(event)} = ${time} - ${first} == ${event}`),
      line,
    ],
    values: (part(node, 'dynamic')?.by ?? []).flatMap((each) => {
      const k = events.indexOf(each.event!) + 1;
      const error = each.stdErrorEstimated ?? each.stdError;
      return cells(`event::${each.event}`, `el(e(b_iw), 1, ${k})`, `sqrt(el(e(V_iw), ${k}, ${k}))`, {
        estimate: each.estimate,
        stdError: error,
      });
    }),
  };
};

const imputation: DidWording = (node, { pretrends }, names) => {
  const { outcome, covariates, unit, time, first, cluster } = names;
  const line = (options: readonly string[]): string =>
    [
      `did_imputation ${outcome} ${unit} ${time} ${first},`,
      ...options,
      ...(covariates.length === 0 ? [] : [`controls(${covariates.join(' ')})`]),
      `cluster(${cluster}) autosample minn(0)`,
    ].join(' ');
  const simple = simpleOf(node);
  const own = (term: string, name: string, each: DidEffect): WordedValue[] =>
    named(term, name, { ...each, stdError: each.stdErrorStata ?? each.stdError });
  const horizons = (part(node, 'dynamic')?.by ?? []).flatMap((each) =>
    own(`event::${each.event}`, each.event! < 0 ? `pre${-each.event!}` : `tau${each.event}`, each),
  );
  return {
    packages: ['did_imputation'],
    lines: [`replace ${first} = . if ${first} == 0`],
    values: [
      ...before(simple === undefined ? [] : own('simple', 'tau', simple), [line([])]),
      ...before(horizons, [line(['allhorizons', ...(pretrends > 0 ? [`pretrends(${pretrends})`] : [])])]),
    ],
  };
};

const twoStage: DidWording = (node, _, names) => {
  const { outcome, covariates, unit, time, treated, cluster } = names;
  const simple = simpleOf(node);
  const first = [`i.${unit}`, `i.${time}`, ...covariates].join(' ');
  return {
    packages: ['did2s'],
    lines: [
      `did2s ${outcome}, first_stage(${first}) second_stage(${treated}) treatment(${treated}) cluster(${cluster})`,
    ],
    values: simple === undefined ? [] : named('simple', treated, simple),
  };
};

const fixedEffects = ({ outcome, covariates, unit, time, treated, cluster }: DidNames): string =>
  `reghdfe ${[outcome, treated, ...covariates].join(' ')}, absorb(${unit} ${time}) vce(cluster ${cluster}) keepsingletons`;

const twfe: DidWording = (node, _, names) => {
  const simple = simpleOf(node);
  return {
    packages: ['reghdfe'],
    lines: [fixedEffects(names)],
    values: simple === undefined ? [] : named('simple', names.treated, simple),
  };
};

/** Cells of cohort and period without covariates: the commands have no units that are treated from the start, and nobody treated last. */
const etwfe: DidWording = (node, { family, control }, names) => {
  if ((family ?? 'linear') !== 'linear' || names.covariates.length > 0 || control === 'never')
    return { none: 'cells of logits, of Poisson’s law, beside covariates or before treatment are not written' };
  const { leftOut, cells: effects } = node.whole() as unknown as {
    readonly leftOut: LeftOut;
    readonly cells: readonly (DidEffect & { readonly group: number; readonly time: number })[];
  };
  const { outcome, time, first, cluster } = names;
  const made = effects.map(({ group, time: period }) => names.made(`cell ${group} ${period}`));
  const cohorts = [...new Set(effects.map(({ group }) => group))];
  return {
    packages: ['reghdfe'],
    lines: [
      ...comparedLines(names, leftOut),
      `replace ${first} = 0 if !inlist(${first}, ${cohorts.join(', ')})`,
      ...effects.map((each, k) => `generate double ${made[k]} = ${first} == ${each.group} & ${time} == ${each.time}`),
      `reghdfe ${[outcome, ...made].join(' ')}, absorb(${first} ${time}) vce(cluster ${cluster}) keepsingletons`,
    ],
    values: effects.flatMap((each, k) => named(`${each.group}:${each.time}`, made[k]!, each)),
  };
};

/** A copy of the rows for each cohort, of which those of the cohort and of units untreated to the end of its window are kept. */
const stacked: DidWording = (node, { events }, names) => {
  const { outcome, unit, time, first, cluster, at } = names;
  const { stacks } = node.whole() as unknown as { readonly stacks: readonly { readonly cohort: number }[] };
  const [low, high] = events!;
  const by = part(node, 'dynamic')?.by ?? [];
  const simple = simpleOf(node);
  const [copy, own, ofUnit, ofTime] = ['stack', 'stack cohort', 'stack unit', 'stack time'].map(names.made);
  const cohort = stacks
    .map(({ cohort: g }) => String(g))
    .reduceRight((rest, g, k) => `cond(${copy} == ${k + 1}, ${g}, ${rest})`);
  const after = by.filter(({ event }) => event! >= 0);
  const rows = after.reduce((sum, each) => sum + each.n!, 0);
  const mean = after.map((each) => `${each.n! / rows}*${at(each.event!)}`).join(' + ');
  return {
    packages: ['reghdfe'],
    lines: [
      `expand ${stacks.length}`,
      `bysort ${unit} ${time}: generate double ${copy} = _n`,
      `generate double ${own} = ${cohort}`,
      `keep if ${time} - ${own} >= ${low} & ${time} - ${own} <= ${high}`,
      `keep if ${first} == ${own} | ${first} == 0 | ${first} > ${own} + ${high}`,
      `egen long ${ofUnit} = group(${copy} ${unit})`,
      `egen long ${ofTime} = group(${copy} ${time})`,
      ...by.map(({ event }) => `generate double ${at(event!)} = ${first} == ${own} & ${time} - ${own} == ${event!}`),
      `reghdfe ${[outcome, ...by.map(({ event }) => at(event!))].join(' ')}, absorb(${ofUnit} ${ofTime}) vce(cluster ${cluster}) keepsingletons`,
    ],
    values: [
      ...by.flatMap((each) => named(`event::${each.event}`, at(each.event!), each)),
      ...(simple === undefined || typeof simple.stdError !== 'number'
        ? []
        : before(cells('simple', 'r(estimate)', 'r(se)', simple), [`lincom ${mean}`])),
    ],
  };
};

/** The weighted mean of the comparisons is the coefficient with effects of units and periods; the parts stand in no result of the command. */
const bacon: DidWording = (node, _, names) => ({
  packages: ['bacondecomp', 'reghdfe'],
  lines: [fixedEffects(names)],
  values: [{ cell: 'twfe', code: `_b[${names.treated}]`, value: node.whole().twfe as unknown as Stat }],
});

const noCommand: DidWording = () => ({ none: 'commands for changes of treatments and of ranks are not written' });

const commands: Readonly<Record<DidMethod, DidWording>> = {
  callaway,
  'sun-abraham': sunAbraham,
  imputation,
  'two-stage': twoStage,
  etwfe,
  stacked,
  rings: () => ({ none: 'no command of Stata’s users has effects by rings around the treated' }),
  dcdh: noCommand,
  'did-m': noCommand,
  cic: noCommand,
  continuous: () => ({ none: 'no command of Stata’s users has effects by a spline of the dose' }),
  twfe,
  bacon,
};

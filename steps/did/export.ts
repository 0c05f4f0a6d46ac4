/**
 * Says how difference in differences is written in Stata. Sources: help files of csdid, eventstudyinteract, did_imputation, did2s, bacondecomp and
 * reghdfe. In R and Python none of the packages of the scripts has these estimators.
 */

import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import type { Stat } from '../../src/econ/fit.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { KindExport, ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../src/export/worded.ts';
import { type DidMethod, type DidSpec, didReads, leavesOf } from './numbers/spec.ts';

interface Effect {
  readonly estimate: number;
  readonly stdError: Stat;
  readonly event?: number;
  readonly stdErrorStata?: Stat;
  readonly stdErrorEstimated?: Stat;
}

interface Averages {
  readonly overall?: Effect;
  readonly by: readonly Effect[];
}

/** A model in Stata's names. */
interface Names {
  readonly outcome: string;
  readonly covariates: readonly string[];
  readonly unit: string;
  readonly time: string;
  readonly cluster: string;
  readonly first: string;
  readonly treated: string;
  /** The name of an indicator of a period since treatment. */
  at(event: number): string;
}

type Words = (node: ReadNode, spec: DidSpec, names: Names) => Worded | NoCounterpart;

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as DidSpec;
  const { panel } = node.data;
  if (panel === null) return language.missing(node.id, 'the data have no panel');
  node.reads([...didReads(spec), panel.unit, panel.time]);
  const none = { none: 'effects of treatment at different times are in none of the packages that the scripts use' };
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { terms: [...leavesOf(spec), ...spec.covariates], sample: spec.sample, exclude: spec.exclude },
    words: {
      r: () => none,
      python: () => none,
      stata: (columns) => {
        const why = unwritten(spec);
        if (why !== undefined) return { none: why };
        const names = namesOf(spec, panel, columns);
        const found = commands[spec.method](node, spec, names);
        if ('none' in found) return found;
        return { ...found, lines: [...treatmentLines(spec, names, columns), ...found.lines] };
      },
    },
  });
};

function unwritten({ weights, anticipation, balanceEvents, bands, cluster }: DidSpec): string | undefined {
  if (weights !== undefined) return 'weights are not written for the commands';
  if (anticipation > 0 || balanceEvents !== null || bands > 0)
    return 'anticipation, balanced events and simultaneous bands are not written';
  return cluster !== null && columnsOfLevels(cluster).length > 1
    ? 'clusters of several columns are not written'
    : undefined;
}

function namesOf(
  { outcome, covariates, cluster }: DidSpec,
  { unit, time }: { readonly unit: string; readonly time: string },
  columns: Columns,
): Names {
  return {
    outcome: columnOf(columns, outcome),
    covariates: covariates.flatMap((text) => columns.cells(text).map(({ column }) => column)),
    unit: columns.name(unit),
    time: columns.name(time),
    cluster: columns.name(cluster === null ? unit : columnsOfLevels(cluster)[0]!),
    first: columns.made('first treated'),
    treated: columns.made('is treated'),
    at: (event) => columns.made(event < 0 ? `lead ${-event}` : `lag ${event}`),
  };
}

/** The first treated period, 0 for units that are never treated, then rows that are complete. */
function treatmentLines({ cohort, treatment }: DidSpec, names: Names, columns: Columns): string[] {
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

const cells = (name: string, code: string, error: string, { estimate, stdError }: Effect): WordedValue[] => [
  { cell: `${name}: coefficient`, code, value: estimate, scale: typeof stdError === 'number' ? stdError : undefined },
  { cell: `${name}: standard error`, code: error, value: stdError },
];

const named = (term: string, name: string, effect: Effect): WordedValue[] =>
  typeof effect.stdError === 'number' ? cells(term, `_b[${name}]`, `_se[${name}]`, effect) : [];

const part = (node: ReadNode, name: string): Averages | undefined =>
  (node.whole()[name] as unknown as Averages | undefined) ?? undefined;
const simpleOf = (node: ReadNode): Effect | undefined => node.whole().simple as unknown as Effect | undefined;

/** Methods of `csdid` by those of papermake. */
const estimates = { dr: 'dripw', ipw: 'stdipw', reg: 'reg' } as const;

const callaway: Words = (node, spec, names) => {
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
  const simple = simpleOf(node);
  const dynamic = part(node, 'dynamic');
  const window = spec.events === null ? '' : ` window(${spec.events.join(' ')})`;
  const ofEvents = (dynamic?.by ?? []).flatMap((each) =>
    named(`event::${each.event}`, `${each.event! < 0 ? 'Tm' : 'Tp'}${Math.abs(each.event!)}`, each),
  );
  return {
    packages: ['csdid'],
    lines: [`csdid ${[outcome, ...covariates].join(' ')}, ${options.join(' ')}`, 'estimates store cells'],
    values: [
      ...before(simple === undefined ? [] : named('simple', 'ATT', simple), stored('simple')),
      ...before(
        [...(dynamic?.overall === undefined ? [] : named('dynamic', 'Post_avg', dynamic.overall)), ...ofEvents],
        ['estimates restore cells', ...stored('event', window)],
      ),
    ],
  };
};

/** Commands that stand before the first of some values. */
const before = ([first, ...rest]: readonly WordedValue[], after: readonly string[]): WordedValue[] =>
  first === undefined ? [] : [{ ...first, after }, ...rest];

/** Errors of `eventstudyinteract` count the shares of cohorts as estimated. */
const sunAbraham: Words = (node, _, names) => {
  const { outcome, covariates, unit, time, first, cluster, at } = names;
  const { control, leftOut, cohort } = node.whole() as unknown as {
    readonly control: string;
    readonly leftOut: Readonly<Record<string, number>>;
    readonly cohort: readonly { readonly event: number }[];
  };
  if (control !== 'never' || Object.values(leftOut).some((count) => count > 0))
    return { none: 'units or periods were left out that eventstudyinteract would keep' };
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

const imputation: Words = (node, { pretrends }, names) => {
  const { outcome, covariates, unit, time, first, cluster } = names;
  const line = (options: readonly string[]): string =>
    [
      `did_imputation ${outcome} ${unit} ${time} ${first},`,
      ...options,
      ...(covariates.length === 0 ? [] : [`controls(${covariates.join(' ')})`]),
      `cluster(${cluster}) autosample minn(0)`,
    ].join(' ');
  const simple = simpleOf(node);
  const own = (term: string, name: string, each: Effect): WordedValue[] =>
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

const twoStage: Words = (node, _, names) => {
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

const fixedEffects = ({ outcome, covariates, unit, time, treated, cluster }: Names): string =>
  `reghdfe ${[outcome, treated, ...covariates].join(' ')}, absorb(${unit} ${time}) vce(cluster ${cluster}) keepsingletons`;

const twfe: Words = (node, _, names) => {
  const simple = simpleOf(node);
  return {
    packages: ['reghdfe'],
    lines: [fixedEffects(names)],
    values: simple === undefined ? [] : named('simple', names.treated, simple),
  };
};

/** The weighted mean of the comparisons is the coefficient with effects of units and periods; the parts stand in no result of the command. */
const bacon: Words = (node, _, names) => ({
  packages: ['bacondecomp', 'reghdfe'],
  lines: [fixedEffects(names)],
  values: [{ cell: 'twfe', code: `_b[${names.treated}]`, value: node.whole().twfe as unknown as Stat }],
});

const commands: Readonly<Record<DidMethod, Words>> = {
  callaway,
  'sun-abraham': sunAbraham,
  imputation,
  'two-stage': twoStage,
  twfe,
  bacon,
};

/** `csdid`, `sunab`, `imputation`, `bacon`: effects of treatment over time, by the specs that `kind: did` makes. */

import { printName } from '../../../src/base/expression/print.ts';
import { createRng } from '../../../src/base/number/rng.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { methodsOf } from '../../../steps/did/numbers/methods.ts';
import type { Aggregation, DidResult, EffectAt, EffectEstimate } from '../../../steps/did/numbers/result.ts';
import { didSample } from '../../../steps/did/numbers/sample.ts';
import type { DidMethod, DidSpec } from '../../../steps/did/numbers/spec.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { conditionOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

const methods = await Promise.all(
  Object.entries(methodsOf).map(async ([name, method]) => [name, await method.load()] as const),
);

function resultOf(run: Run, data: Data, method: DidMethod, more: Partial<DidSpec> = {}): DidResult {
  const spec: DidSpec = {
    method,
    outcome: written(run.y!),
    covariates: (run.x ?? []).map(written),
    cohort: run.cohort ?? null,
    treatment: (run.treat as string | undefined) ?? null,
    sample: run.filter ? run.filter.map(conditionOf).join(' and ') : null,
    exclude: null,
    cluster: run.cluster === undefined ? null : printName(run.cluster),
    control: (run.control as DidSpec['control']) ?? null,
    estimate: (run.method as DidSpec['estimate'] | undefined) ?? 'dr',
    base: (run.base as DidSpec['base'] | undefined) ?? 'varying',
    anticipation: run.anticipation ?? 0,
    events: run.min_e === undefined && run.max_e === undefined ? null : [run.min_e ?? -9999, run.max_e ?? 9999],
    balanceEvents: null,
    unbalanced: 'drop',
    pretrends: run.pretrends ?? 0,
    bands: 0,
    shares: 'fixed',
    ...more,
  };
  const found = Object.fromEntries(methods)[method]!(spec, didSample(spec, data), createRng('1'));
  if (run.expected.error !== undefined) throw new Error('it was not refused');
  return found;
}

/** A run that must be refused: that it is, by the meaning of the words `like`. */
const refused = (run: Run, like: RegExp, estimate: () => unknown): string[] | null => {
  if (run.expected.error === undefined) return null;
  try {
    estimate();
  } catch (error) {
    return like.test((error as Error).message) ? [] : [(error as Error).message];
  }
  return ['it was not refused'];
};

const part = (effect: EffectEstimate | undefined, name: string): Actual => {
  const names: Readonly<Record<string, string>> = {
    att: 'estimate',
    se: 'stdError',
    coef: 'estimate',
    se_stata: 'stdErrorStata',
    se_esi: 'stdErrorEstimated',
    t: 'statistic',
    p: 'pValue',
  };
  return (effect as unknown as Record<string, Stat> | undefined)?.[names[name] ?? name];
};

const at = (
  aggregation: Aggregation | undefined,
  key: 'event' | 'group' | 'time',
  name: string,
): EffectAt | undefined => aggregation?.by.find((each) => String(each[key]) === name);

const aggregation =
  (which: 'group' | 'dynamic' | 'calendar', key: 'event' | 'group' | 'time'): Lookup<DidResult> =>
  (result, [first, name, field]) =>
    first === 'overall' ? part(result[which]?.overall, name!) : part(at(result[which], key, name!), field!);

const of =
  (name: string): Lookup<DidResult> =>
  (result, path) =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], result[name]) as Actual;

const csdid: Fields<DidResult> = {
  known: {
    attgt: (result, [i, field]) => {
      const cell = (result.attgt as unknown as (EffectAt & EffectEstimate)[])[Number(i)]!;
      return field === 'group' || field === 'time' ? cell[field] : part(cell, field!);
    },
    N_units: of('nUnits'),
    N_periods: of('nPeriods'),
    G: ({ fit }) => fit.nclusters ?? undefined,
    groups: of('groups'),
    never_treated: of('neverTreated'),
    dropped: (result, [name]) => {
      const { unitsTreatedInFirstPeriod, periodsFromLastCohort, incompleteUnits } = result.leftOut as Record<
        string,
        number
      >;
      return {
        units_treated_in_first_period: unitsTreatedInFirstPeriod,
        incomplete_units: incompleteUnits,
        periods_from_last_cohort: periodsFromLastCohort,
      }[name!];
    },
    pretest: (result, [name]) => of('pretest')(result, [name!]),
    simple: ({ simple }, [name]) => part(simple, name!),
    group: aggregation('group', 'group'),
    dynamic: aggregation('dynamic', 'event'),
    calendar: aggregation('calendar', 'time'),
  },
  ignored: { note: 'words' },
};

export const runCsdid: Runner = (run, data) =>
  refused(run, /cohort|control|treated/, () => resultOf(run, data, 'callaway')) ??
  differences(run, resultOf(run, data, 'callaway'), csdid);

const sunab: Fields<DidResult> = {
  known: {
    N: of('nobs'),
    G: of('nClusters'),
    df_r: of('dfResid'),
    K_counted: of('kCounted'),
    dropped_always_treated_units: (result) => of('leftOut')(result, ['unitsTreatedInFirstPeriod']),
    cohort: (result, [name, field]) =>
      part(
        (result.cohort as (EffectEstimate & { event: number; cohort: number })[]).find(
          (each) => `${each.event}:${each.cohort}` === name,
        ),
        field!,
      ),
    dynamic: (result, [name, field]) => part(at(result.dynamic, 'event', name!), field!),
    att: ({ simple }, [name]) => part(simple, name!),
    by_cohort: (result, [name, field]) => part(at(result.group, 'group', name!), field!),
    x: (result, [name, field]) =>
      part(
        (result.covariates as (EffectEstimate & { term: string })[]).find(({ term }) => term === name),
        field!,
      ),
  },
  ignored: { note: 'words' },
};

export const runSunab: Runner = (run, data) =>
  refused(run, /cohort|treated/, () => resultOf(run, data, 'sun-abraham')) ??
  differences(run, resultOf(run, data, 'sun-abraham'), sunab);

interface Both {
  readonly imputed: DidResult;
  readonly staged: DidResult;
}

const imputation: Fields<Both> = {
  known: {
    N: ({ imputed }) => of('nobs')(imputed, []),
    N_untreated: ({ imputed }) => of('nUntreated')(imputed, []),
    N_treated: ({ imputed }) => of('nTreated')(imputed, []),
    rows_not_imputable: ({ imputed }) => of('rowsNotImputable')(imputed, []),
    att: ({ imputed }, [name]) => part(imputed.simple, name!),
    horizon: ({ imputed }, [name, field]) => part(at(imputed.dynamic, 'event', name!), field!),
    by_cohort: ({ imputed }, [name, field]) => part(at(imputed.group, 'group', name!), field ?? 'estimate'),
    pretrends: ({ imputed }, [kind, name]) => {
      const found = imputed.pretrends as unknown as Aggregation & {
        statistic: Stat;
        pValue: Stat;
        df: number[];
        nobs: number;
      };
      if (kind === 'N') return found.nobs;
      if (kind !== 'F') return part(at(found, 'event', name!), kind!);
      return { F: found.statistic, df1: found.df[0]!, df2: found.df[1]!, p: found.pValue }[name!];
    },
    did2s_static: ({ staged }, [name]) => part(staged.simple, name!),
    did2s_event: ({ staged }, [name, field]) => part(at(staged.dynamic, 'event', name!), field!),
  },
  ignored: {},
};

export const runImputation: Runner = (run, data) => {
  const { pretrends, ...expected } = run.expected as { pretrends?: { note?: string } };
  const { note: _, ...numbers } = pretrends ?? {};
  const asked = { ...run, expected: { ...expected, ...(pretrends ? { pretrends: numbers } : {}) } };
  return differences(
    asked,
    { imputed: resultOf(run, data, 'imputation'), staged: resultOf(run, data, 'two-stage') },
    imputation,
  );
};

const each =
  (list: string, name: string): ((result: DidResult) => EffectEstimate | undefined) =>
  (result) =>
    (result[list] as (EffectEstimate & { name: string })[]).find((found) => found.name === name);

const etwfe: Fields<DidResult> = {
  known: {
    attgt: (result, [i, field]) => {
      const cell = (result.cells as (EffectAt & EffectEstimate)[])[Number(i)]!;
      return field === 'group' || field === 'time' ? cell[field] : part(cell, field!);
    },
    simple: ({ simple }, path) => part(simple, path.at(-1)!),
    group: (result, [name, field]) => part(at(result.group, 'group', name!), field!),
    calendar: (result, [name, field]) => part(at(result.calendar, 'time', name!), field!),
    event: (result, [name, field]) => part(at(result.dynamic, 'event', name!), field!),
    terms: (result, [name, field]) => part(at(result.dynamic, 'event', name!), field!),
    coef: (result, [name]) => part(each('coefficients', name!)(result), 'coef'),
    se_coef: (result, [name]) => part(each('coefficients', name!)(result), 'se'),
    N: of('nobs'),
    G: of('nClusters'),
    K_counted: of('kCounted'),
    stacks: (result, [i]) => (result.stacks as { cohort: number }[])[Number(i)]?.cohort,
  },
  ignored: {},
};

export const runEtwfe: Runner = (run, data) => {
  const { family } = run as unknown as { readonly family: NonNullable<DidSpec['family']> };
  return differences(run, resultOf(run, data, 'etwfe', { family }), etwfe);
};

export const runStacked: Runner = (run, data) =>
  differences(run, resultOf(run, data, 'stacked', { control: null, events: run.window! }), etwfe);

const cic: Fields<DidResult> = {
  known: {
    att: ({ simple }) => simple?.estimate,
    qte: ({ quantiles }, [name]) => quantiles?.by.find((each) => String(each.quantile) === name)?.estimate,
    share_below_support: of('shareBelowSupport'),
  },
  ignored: {},
};

/** The treated are those of the group, in the later period. */
export const runCic: Runner = (run, data) => {
  const { group, time } = run as unknown as { readonly group: string; readonly time: string };
  const [isTreated, later] = [data.numbers(group), data.numbers(time)];
  const treated = isTreated.map((each, row) => each * later[row]!);
  const withTreatment: Data = {
    ...data,
    has: (name) => name === 'treated' || data.has(name),
    type: (name) => (name === 'treated' ? 'number' : data.type(name)),
    numbers: (name) => (name === 'treated' ? treated : data.numbers(name)),
  };
  return differences(run, resultOf({ ...run, treat: 'treated' } as unknown as Run, withTreatment, 'cic'), cic);
};

/** Effects and placebos of the cases stand in their order, under names that other programs number on. */
const nth = (aggregation: Aggregation | undefined, event: number): EffectAt | undefined =>
  at(aggregation, 'event', String(event));

function dcdh({ expected }: Run): Fields<DidResult> {
  const places = (list: string): string[] => Object.keys((expected[list] ?? {}) as object);
  const field = (effect: EffectAt | undefined, name: string): Actual => (name === 'N' ? effect?.n : part(effect, name));
  return {
    known: {
      effects: ({ dynamic }, [name, of]) => field(nth(dynamic, places('effects').indexOf(name!)), of!),
      placebos: ({ dynamic }, [name, of]) => field(nth(dynamic, -2 - places('placebos').indexOf(name!)), of!),
      switchers: ({ dynamic, fit }, [name]) =>
        name === undefined ? fit.stats.switchers : part(nth(dynamic, Number(name) - 1), 'switchers'),
      average: ({ simple }, [name]) => part(simple, name!),
      coef: ({ simple }) => simple?.estimate,
    },
    ignored: {},
  };
}

/** Runs that another port prints, whose standard errors count clusters otherwise; did_multiplegt_dyn's own are those of the other runs. */
const printedElsewhere = ['dyn5'];

export const runDcdh: Runner = (run, data) => {
  const asked = run as unknown as Readonly<Record<string, unknown>>;
  const { method, ...plain } = run;
  if (method === 'did_m') return differences(run, resultOf(plain, data, 'did-m'), dcdh(run));
  const events = [-1 - Number(asked.placebo ?? 0), Number(asked.effects) - 1] as const;
  const result = resultOf(plain, data, 'dcdh', {
    events,
    ...(asked.normalized === true ? { normalized: true } : {}),
    ...(asked.same_switchers === true ? { sameSwitchers: true } : {}),
  });
  if (!printedElsewhere.includes(run.name)) return differences(run, result, dcdh(run));
  const expected = JSON.parse(JSON.stringify(run.expected, (name, value) => (name === 'se' ? undefined : value)));
  // its four digits are held absolutely
  return differences({ ...run, expected, tolerance: { abs: run.tolerance.rel ?? 0 } }, result, dcdh(run));
};

const bacon: Fields<DidResult> = {
  known: {
    twfe: of('twfe'),
    components: (result, [i, field]) => (result.components as Record<string, Actual>[])[Number(i)]?.[field!],
    by_type: (result, [type, field]) =>
      (result.rows as Record<string, Actual>[]).find((each) => each.type === type)?.[field!],
    n_components: ({ components }) => (components as unknown[]).length,
    units: of('units'),
    periods: of('periods'),
  },
  ignored: {},
};

/** Components stand in an order of their own in the cases. */
export const runBacon: Runner = (run, data) => {
  const refusal = refused(run, /needs a balanced panel/, () => resultOf(run, data, 'bacon'));
  if (refusal !== null) return refusal;
  const result = resultOf(run, data, 'bacon');
  // years and words alike, as the cases have them
  type Component = Readonly<Record<'treated' | 'control' | 'type', unknown>>;
  const ours = (result.components as Component[]).map((each) => ({ ...each, control: String(each.control) }));
  if (run.expected.components === undefined) return differences(run, { ...result, components: ours }, bacon);
  const theirs = (run.expected.components as Component[]).map((each) => ({ ...each, control: String(each.control) }));
  const ordered = theirs.map((each) =>
    ours.find((own) => own.treated === each.treated && own.control === each.control && own.type === each.type),
  );
  const expected = { ...run.expected, components: theirs };
  return differences({ ...run, expected }, { ...result, components: ordered }, bacon);
};

/** The kind `inequality`: how unequal a variable is, and how much of that lies within and between groups. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { groupsOf } from '../../src/econ/data.ts';
import type { Stat } from '../../src/econ/fit.ts';
import { variation } from '../../src/econ/regional/variation.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { groupsIn, type Observed, observe, regionalNode, regionalParams, valuesAt } from '../lib/regional/periods.ts';
import { dagum, gini, partOf } from './numbers/dagum.ts';
import { theil, weightedTheil } from './numbers/theil.ts';

const measures = ['dagum', 'theil', 'gini', 'cv'] as const;
type Measure = (typeof measures)[number];

const Params = strict({
  ...regionalParams,
  group: optional.text('the column of groups, for decompositions'),
  measures: Type.Optional(
    Type.Array(Type.Enum([...measures]), {
      minItems: 1,
      description:
        'dagum and theil with their parts by group, gini, cv; with groups dagum and theil by default, else gini, theil, cv',
    }),
  ),
  weights: Type.Optional(
    strict(
      {
        income: Type.String({ description: 'the column of totals of income' }),
        population: Type.String({ description: 'the column of totals of population' }),
      },
      { description: 'totals that weigh the units, where they are of different size' },
    ),
  ),
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly group: string | null;
  readonly measures: readonly Measure[];
  readonly weighted: boolean;
}

export default defineStep({
  name: 'inequality',
  summary: 'Gini, Dagum’s and Theil’s decompositions by groups, and coefficients of variation, by period',
  params: Params,
  artifact: 'inequality',
  expand: (step, plan) => {
    const params: Params = { ...step.defaults, ...step.params };
    const { group, weights } = params;
    const asked = params.measures ?? (group === undefined ? ['gini', 'theil', 'cv'] : ['dagum', 'theil']);
    if (group === undefined && asked.includes('dagum')) {
      const hint = 'name the column: `group: region`, or leave `dagum` out of `measures`';
      plan.complain({ code: 'missing-key', message: '`dagum` needs `group`', path: step.path, key: true, hint });
      return [];
    }
    const own = {
      group: group ?? null,
      measures: measures.filter((each) => asked.includes(each)),
      weighted: weights !== undefined,
    };
    const totals = weights === undefined ? [] : [weights.income, weights.population];
    return regionalNode(step, plan, own, { variables: totals, columns: group === undefined ? {} : { group } });
  },
  run: (context) => run(context as RunContext<unknown>),
});

function run(context: RunContext<unknown>): RunResult {
  const { group, measures: asked, weighted } = context.params as NodeParams;
  const observed = observe(context);
  const codes = group === null ? undefined : groupsOf(observed.frame, group);
  const found = observed.periods.map(({ period, members }) => {
    const groups = codes === undefined ? [{ group: 'all', members }] : groupsIn(codes, observed, members);
    return { period, ...measured(observed, members, groups, asked, weighted, codes !== undefined) };
  });
  return {
    of: observed.names[0]!,
    group,
    rows: found.map(({ period, row }) => ({ variable: period, ...row })),
    groups:
      codes === undefined ? [] : found.flatMap(({ period, groups }) => groups.map((each) => ({ period, ...each }))),
    pairs: found.flatMap(({ period, pairs }) => pairs.map((each) => ({ period, ...each }))),
  };
}

type Numbers = Readonly<Record<string, number>>;

function measured(
  { columns }: Observed,
  members: readonly number[],
  groups: readonly { readonly group: string; readonly members: readonly number[] }[],
  asked: readonly Measure[],
  weighted: boolean,
  isGrouped: boolean,
) {
  const [x, income, population] = columns;
  const all = valuesAt(x!, members);
  const values = groups.map((each) => valuesAt(x!, each.members));
  const row: Record<string, Stat> = { n: members.length };
  const own: Record<string, number>[] = groups.map(({ members: of }) => ({ n: of.length }));
  let pairs: readonly ({ readonly a: string; readonly b: string } & Numbers)[] = [];
  const has = (measure: Measure): boolean => asked.includes(measure);
  if (has('gini') || has('dagum')) row.gini = gini(all);
  if (has('dagum')) {
    const { gjj, within, pairs: between, ...parts } = dagum(values);
    Object.assign(row, parts);
    for (const [j, each] of own.entries()) Object.assign(each, { gini: gjj[j]!, giniWithin: within[j]! });
    pairs = between.map(({ j, h, gjh, djh }) => ({ a: groups[j]!.group, b: groups[h]!.group, gjh, djh }) as never);
  }
  if (has('theil')) {
    const { groups: parts, ...whole } = theil(values);
    const share = (part: number): Stat => partOf(part, whole.t);
    const shares = { shareTWithin: share(whole.tWithin), shareTBetween: share(whole.tBetween) };
    Object.assign(row, isGrouped ? { ...whole, ...shares } : { t: whole.t, l: whole.l });
    for (const [j, each] of own.entries()) Object.assign(each, parts[j]);
  }
  if (weighted) {
    const totals = groups.map(({ members: of }) => ({
      income: valuesAt(income!, of),
      population: valuesAt(population!, of),
    }));
    const { t, tWithin, tBetween, groups: parts } = weightedTheil(totals);
    Object.assign(row, { weightedT: t, weightedTWithin: tWithin, weightedTBetween: tBetween });
    for (const [j, each] of own.entries()) Object.assign(each, { weightedT: parts[j]! });
  }
  if (has('cv')) {
    const { cv, cvN } = variation(all);
    Object.assign(row, members.length > 1 ? { cv, cvN } : {});
  }
  return { row, groups: groups.map(({ group }, j) => ({ group, ...own[j]! })), pairs };
}

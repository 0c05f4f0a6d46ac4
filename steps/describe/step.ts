/** The kind `describe`: descriptive statistics of variables, of all rows or by group. */
import { Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import type { WeightsKey } from '../../src/econ/compile/keys.ts';
import { adjustments } from '../../src/econ/distributions/adjusted-p.ts';
import { defineStep, type NodeSpec, type PlanContext, type RunContext, type Step } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { Pairs, type PairsKey, pairProblem, pairsOf } from '../lib/pairs.ts';
import { listNode, listParams, runList } from '../lib/variable-list.ts';
import { Weights } from '../lib/weights.ts';
import { byGroup, described, descriptiveWeights, type GroupParams } from './groups.ts';
import { variancesAssumed } from './numbers/mean-difference.ts';

/** Keys that say how groups are compared. */
const comparing = ['between', 'variances', 'adjust', 'cluster', 'joint'] as const;

const params = strict({
  ...listParams,
  percentiles: Type.Optional(
    Type.Array(Type.Number({ minimum: 0, maximum: 100 }), {
      minItems: 1,
      description: 'further percentiles, 0 to 100: `[2.5, 97.5]` are `p2.5` and `p97.5`',
    }),
  ),
  weights: Weights,
  by: optional.text('a column whose groups stand side by side; two of them with the difference of their means'),
  between: Type.Optional(Pairs),
  variances: optional.oneOf(
    [...variancesAssumed],
    'of the groups whose means are compared: unequal (Welch, by default) or equal',
  ),
  adjust: optional.oneOf([...adjustments], 'p values allow for the number of pairs'),
  cluster: optional.text('a column by whose levels the errors of differences are clustered'),
  joint: optional.flag('test that all differences of two groups are zero; a row at the foot of the table'),
});

type Params = Parameters<typeof listNode>[0]['params'] & {
  readonly by?: string;
  readonly percentiles?: readonly number[];
  readonly between?: PairsKey;
  readonly variances?: string;
  readonly weights?: WeightsKey;
  readonly adjust?: string;
  readonly cluster?: string;
  readonly joint?: boolean;
};

export default defineStep({
  name: 'describe',
  summary:
    'Descriptive statistics: n, mean, sd, min, max, percentiles, skewness, kurtosis, missing values, each over its own values; shares of the levels of texts',
  artifact: 'describe',
  cost: { passes: 4 },
  params,
  expand: (step, plan) => {
    const said = { ...step.defaults, ...step.params } as Params;
    const { by, percentiles, weights, cluster } = said;
    const more = percentiles === undefined ? {} : { percentiles: [...new Set(percentiles)].sort((a, b) => a - b) };
    const compared = by === undefined ? {} : comparison(said);
    const keys = [...Object.keys(more), ...Object.keys(compared)];
    const [own, reads] = by === undefined ? [{}, []] : [{ by: null }, cluster === undefined ? [by] : [by, cluster]];
    const nodes = listNode(step as Step<Params>, plan, own, reads, { shares: true, weights });
    const made = nodes.map((node) => ({
      ...node,
      params: { ...(node.params as object), ...more, ...compared } as Json,
      origins: {
        ...node.origins,
        ...Object.fromEntries(keys.map((key) => [key, originAt(keyPath(step, key), plan)])),
      },
    }));
    checkComparison(step as Step<Params>, said, plan);
    if (by === undefined) return made;
    checkColumn(step as Step<Params>, 'by', by, made, plan);
    if (cluster !== undefined) checkColumn(step as Step<Params>, 'cluster', cluster, made, plan);
    return made.map((node) => ({ ...node, artifact: 'by-group' }));
  },
  run: (context) => {
    const given = context.params as unknown as Partial<GroupParams>;
    return runList(
      context as RunContext<unknown>,
      (columns, rows, weighted) => {
        const weights = descriptiveWeights(weighted);
        const { by, percentiles = [] } = given;
        return by === undefined
          ? {
              rows: columns.map(({ name, values }) => ({ variable: name, ...described(values, weights, percentiles) })),
            }
          : byGroup(context as RunContext<unknown>, { ...given, by }, columns, rows, weights);
      },
      { shares: true },
    );
  },
});

/** Parameters of how groups are compared, as far as they are said. */
function comparison({ between, variances, adjust, cluster, joint }: Params): Readonly<Record<string, Json>> {
  return {
    ...(between === undefined ? {} : { between: pairsOf(between) as unknown as Json }),
    ...(variances === undefined ? {} : { variances }),
    ...(adjust === undefined ? {} : { adjust }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(joint === true ? { joint } : {}),
  };
}

function checkComparison(step: Step<Params>, said: Params, plan: PlanContext): void {
  for (const key of comparing) {
    if (step.params[key] === undefined || said.by !== undefined) continue;
    const message = `\`${key}\` compares groups, and \`by\` names none`;
    plan.complain({
      code: 'missing-by',
      message,
      hint: '`by: treated` makes groups',
      path: keyPath(step, key),
      key: true,
    });
  }
  const problem = said.between === undefined ? undefined : pairProblem(pairsOf(said.between) ?? []);
  if (problem !== undefined) plan.complain({ code: 'bad-pairs', message: problem, path: keyPath(step, 'between') });
  if (said.cluster !== undefined && said.variances !== undefined) {
    plan.complain({
      code: 'clustered-variances',
      message: `errors clustered by \`${said.cluster}\` take neither variance for equal to another`,
      hint: 'leave `variances` or `cluster` out',
      path: keyPath(step, 'variances'),
      key: true,
    });
  }
}

function checkColumn(
  step: Step<Params>,
  key: 'by' | 'cluster',
  column: string,
  [node]: readonly NodeSpec[],
  plan: PlanContext,
): void {
  const data = node?.inputs.data;
  const names = data?.is === 'node' ? plan.columns(data.node)?.map(({ name }) => name) : undefined;
  if (names === undefined || names.includes(column)) return;
  plan.complain({
    code: 'unknown-variable',
    message: `unknown variable \`${column}\``,
    hint: didYouMean(column, names),
    path: keyPath(step, key),
  });
}

/** Plans a step of `kind: match`: its canonical spec, with every key checked where it stands. */
import type { NodeId } from '../../src/base/brand.ts';
import { unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import { type KeyProblem, scopeOf } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import type { NodeSpec, Origin, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { MatchParams } from './keys.ts';
import { hasScore } from './numbers/has-score.ts';
import { scoreNames } from './numbers/score.ts';
import { byColumns, type MatchSpec, usualOrder } from './numbers/spec.ts';

type MatchKey = keyof MatchParams;

export const weightName = ({ name = 'weight' }: Pick<MatchParams, 'name'>): string => name;

/** Keys that only some methods read. */
const readBy: Readonly<Partial<Record<MatchKey, readonly string[]>>> = {
  score: ['nearest', 'radius', 'kernel', 'ipw'],
  index: ['nearest', 'radius', 'kernel'],
  common: ['nearest', 'radius', 'kernel'],
  k: ['nearest'],
  replace: ['nearest'],
  ties: ['nearest'],
  order: ['nearest'],
  algorithm: ['nearest'],
  caliper: ['nearest', 'radius'],
  kernel: ['kernel'],
  bandwidth: ['kernel'],
  moments: ['entropy'],
  metric: ['nearest'],
  exact: ['nearest'],
  error_neighbours: ['nearest'],
  estimand: ['nearest', 'ipw'],
  adjust: ['nearest', 'ipw'],
  trim: ['ipw'],
  cuts: ['cem'],
};

/** Keys of neighbours that only a metric reads, those of them that only a metric of covariates does, and those that none does, or none but that by the score. */
const ofMetric: readonly MatchKey[] = ['exact', 'error_neighbours', 'estimand', 'adjust'];
const ofCovariates: readonly MatchKey[] = ['exact', 'adjust'];
const ofPairs: readonly MatchKey[] = ['index', 'replace', 'ties', 'common', 'order', 'algorithm'];
const ofScore: readonly MatchKey[] = ['score', ...ofPairs];

/** The step's one node; none after a complaint. */
export function matchNodes(step: Step<MatchParams>, plan: PlanContext): NodeSpec[] {
  const params: MatchParams = { ...step.defaults, ...step.params };
  const at = (key: MatchKey): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  checkKeys(step, params, plan);
  const scope = scopeOf(source.context);
  const type = scope.type(params.treatment);
  if (type === undefined) {
    const { code, message, hint } = unknownVariable(params.treatment, scope, { start: 0, end: 0 });
    plan.complain({ code, message, hint, path: at('treatment') });
  } else if (type === 'text') {
    const message = `\`${params.treatment}\` holds text; numbers are expected here`;
    plan.complain({ code: 'text-column', message, path: at('treatment'), hint: 'a treatment is 0 or 1' });
  }
  const made = [
    ['name', weightName(params), 'give the weights another `name`'],
    ['score_as', params.score_as, 'give the score another name'],
  ] as const;
  for (const [key, name, hint] of made) {
    if (name === undefined) continue;
    const isTwice = key === 'score_as' && name === weightName(params);
    if (!isTwice && !scope.names.includes(name)) continue;
    const message = isTwice
      ? `\`${name}\` is the column of the weights`
      : `\`${name}\` is already a column of \`${params.from}\``;
    plan.complain({ code: 'column-exists', message, path: at(key), hint });
  }
  if (params.at !== undefined && source.context.panel === null) {
    const message = `\`at\` matches units, and \`${params.from}\` declares no panel`;
    plan.complain({
      code: 'no-panel',
      message,
      path: at('at'),
      hint: `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``,
    });
  }
  for (const name of byColumns(params.by)) {
    if (scope.type(name) !== undefined) continue;
    const start = params.by!.indexOf(name);
    plan.complain({ ...inText(unknownVariable(name, scope, { start, end: start + name.length })), path: at('by') });
  }
  const list = (key: 'on' | 'outcomes' | 'adjust'): readonly string[] => {
    const { variables, problems } = compileVariables(params[key] ?? [], source.context);
    for (const problem of problems) plan.complain({ ...inText(problem), path: [...at(key), problem.index] });
    return variables;
  };
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude' | 'at'): string | null =>
    params[key] === undefined
      ? null
      : compileCondition(params[key], key === 'at' ? 'sample' : key, source.context, problems);
  const on = list('on');
  const spec: MatchSpec = {
    treatment: params.treatment,
    on,
    method: params.method ?? 'nearest',
    score: params.score ?? scoreNames[0],
    index: params.index ?? false,
    k: params.k ?? 1,
    replace: params.replace ?? true,
    ties: params.ties ?? false,
    caliper: params.caliper ?? null,
    order: params.order ?? usualOrder(params.algorithm ?? 'greedy'),
    algorithm: params.algorithm ?? 'greedy',
    kernel: params.kernel ?? 'epan',
    bandwidth: params.bandwidth ?? 0.06,
    common: params.common ?? false,
    moments: params.moments ?? 1,
    outcomes: list('outcomes'),
    sample: condition('sample'),
    exclude: condition('exclude'),
    at: condition('at'),
    ...(params.by === undefined ? {} : { by: params.by }),
    ...furtherOf(params, on, list, scope, step, plan),
    name: weightName(params),
    ...(params.score_as === undefined ? {} : { scoreAs: params.score_as }),
  };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as MatchKey)));
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: { is: 'node', node: source.node, parts: 'all' } },
      origins: originsOf(at, params, plan),
      ...(spec.estimand === undefined ? {} : { view: { parts: [spec.estimand] } }),
    },
  ];
}

/** Gives the fields of metrics, weighting and strata, each absent where a matching does not read it. */
function furtherOf(
  params: MatchParams,
  on: readonly string[],
  list: (key: 'adjust') => readonly string[],
  scope: ReturnType<typeof scopeOf>,
  step: Step<MatchParams>,
  plan: PlanContext,
): Partial<MatchSpec> {
  const {
    method = 'nearest',
    metric,
    exact,
    estimand = 'att',
    adjust,
    error_neighbours: errorNeighbours,
    trim = 0,
    cuts,
  } = params;
  const isOfBoth = metric !== undefined || method === 'ipw';
  for (const [i, name] of (exact ?? []).entries()) {
    if (scope.type(name) !== undefined) continue;
    const problem = unknownVariable(name, scope, { start: 0, end: name.length });
    plan.complain({ ...inText(problem), path: [...keyPath(step, 'exact'), i] });
  }
  for (const name of Object.keys(cuts ?? {})) {
    if (on.includes(name)) continue;
    const message = `\`${name}\` is cut, and is no term of \`on\``;
    plan.complain({
      code: 'unknown-term',
      message,
      path: [...keyPath(step, 'cuts'), name],
      hint: 'add it to `on`, or write it as `on` has it',
    });
  }
  return {
    ...(metric === undefined ? {} : { metric }),
    ...(exact === undefined ? {} : { exact }),
    ...(metric === undefined || errorNeighbours === undefined ? {} : { errorNeighbours }),
    ...(isOfBoth && estimand !== 'att' ? { estimand } : {}),
    ...(adjust === undefined ? {} : { adjust: list('adjust') }),
    ...(trim === 0 ? {} : { trim }),
    ...(cuts === undefined ? {} : { cuts }),
  };
}

function checkKeys(step: Step<MatchParams>, params: MatchParams, plan: PlanContext): void {
  const { method = 'nearest' } = params;
  const complain = (key: MatchKey, message: string, hint?: string): void =>
    plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint });
  for (const key of Object.keys(step.params) as MatchKey[]) {
    const methods = readBy[key];
    if (methods !== undefined && !methods.includes(method)) {
      complain(
        key,
        `the method \`${method}\` reads no \`${key}\``,
        `that is of ${methods.map((each) => `\`${each}\``).join(', ')}`,
      );
    }
  }
  if (params.score_as !== undefined && !hasScore({ method, ...(params.metric && { metric: params.metric }) }))
    complain('score_as', 'this matching has no score', 'leave `score_as` out');
  const metric = params.metric === undefined ? undefined : `\`metric: ${params.metric}\``;
  for (const key of Object.keys(step.params) as MatchKey[]) {
    if (params.metric === 'score') {
      if (ofPairs.includes(key))
        complain(
          key,
          `${metric} matches all by probabilities, with replacement and all ties, and reads no \`${key}\``,
          'leave one of the two out',
        );
      if (ofCovariates.includes(key))
        complain(
          key,
          `${metric} reads no \`${key}\`: errors are known for matches by the score alone`,
          'add `metric: mahalanobis` to match by the covariates themselves',
        );
    } else if (metric !== undefined && ofScore.includes(key))
      complain(key, `${metric} reads no \`${key}\`, since it has no score`, 'leave one of the two out');
    if (metric === undefined && method === 'nearest' && ofMetric.includes(key))
      complain(
        key,
        `neighbours by the score have no \`${key}\``,
        'add `metric: score` for Abadie–Imbens errors, or `metric: mahalanobis` to match by the covariates themselves',
      );
  }
  if (params.metric === 'score' && (params.error_neighbours ?? 2) < 2)
    complain(
      'error_neighbours',
      `${metric} takes at least 2 \`error_neighbours\`, the row itself among them`,
      'leave it out for 2',
    );
  if (params.by !== undefined && (metric !== undefined || method === 'ipw')) {
    const way = metric ?? 'the method `ipw`';
    const hint =
      metric === undefined || params.metric === 'score'
        ? `add \`i(${params.by})\` to \`on\``
        : `\`exact: [${byColumns(params.by)}]\` matches within its levels`;
    complain('by', `${way} has one effect of all rows, and reads no \`by\``, hint);
  }
  if (method === 'radius' && params.caliper === undefined) {
    const message = 'the method `radius` needs a `caliper`';
    plan.complain({
      code: 'missing-key',
      message,
      path: keyPath(step, 'method'),
      hint: 'as in `caliper: 0.01`, in units of the score',
    });
  }
  if (params.replace !== false) {
    for (const key of ['order', 'algorithm'] as const) {
      if (step.params[key] !== undefined && method === 'nearest')
        complain(key, `\`${key}\` is about matching without replacement`, 'add `replace: false`');
    }
  } else if (params.ties === true) {
    complain(
      'ties',
      'without replacement there are no ties: equal distances go to the lower score',
      'leave `ties` out',
    );
  } else if (params.algorithm === 'psmatch2' && (params.k ?? 1) > 1) {
    complain('k', 'the algorithm of `psmatch2` without replacement finds one control', 'leave `k` out');
  }
}

function originsOf(at: (key: MatchKey) => YamlPath, params: MatchParams, plan: PlanContext): Record<string, Origin> {
  const keys = (Object.keys(params) as MatchKey[]).filter((key) => key !== 'from');
  const fieldOf = (key: MatchKey): string =>
    (({ error_neighbours: 'errorNeighbours', score_as: 'scoreAs' }) as Partial<Record<MatchKey, string>>)[key] ?? key;
  return Object.fromEntries(keys.map((key) => [fieldOf(key), originAt(at(key), plan)]));
}

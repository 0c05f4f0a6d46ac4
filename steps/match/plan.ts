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
import { scoreNames } from './numbers/score.ts';
import { byColumns, type MatchSpec, usualOrder } from './numbers/spec.ts';

type MatchKey = keyof MatchParams;

export const weightName = ({ name = 'weight' }: Pick<MatchParams, 'name'>): string => name;

/** Keys that only some methods read. */
const readBy: Readonly<Partial<Record<MatchKey, readonly string[]>>> = {
  score: ['nearest', 'radius', 'kernel'],
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
};

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
  if (scope.names.includes(weightName(params))) {
    const message = `\`${weightName(params)}\` is already a column of \`${params.from}\``;
    plan.complain({ code: 'column-exists', message, path: at('name'), hint: 'give the weights another `name`' });
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
  const list = (key: 'on' | 'outcomes'): readonly string[] => {
    const { variables, problems } = compileVariables(params[key] ?? [], source.context);
    for (const problem of problems) plan.complain({ ...inText(problem), path: [...at(key), problem.index] });
    return variables;
  };
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude' | 'at'): string | null =>
    params[key] === undefined
      ? null
      : compileCondition(params[key], key === 'at' ? 'sample' : key, source.context, problems);
  const spec: MatchSpec = {
    treatment: params.treatment,
    on: list('on'),
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
    name: weightName(params),
  };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as MatchKey)));
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: { is: 'node', node: source.node, parts: 'all' } },
      origins: originsOf(at, params, plan),
    },
  ];
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
  return Object.fromEntries(keys.map((key) => [key, originAt(at(key), plan)]));
}

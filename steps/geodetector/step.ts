/** The kind `geodetector`: how much of a variable stands between the strata of factors, alone and crossed. */
import { type Static, Type } from 'typebox';
import { Refusal } from '../../src/base/problem.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { groupsOf } from '../../src/econ/data.ts';
import {
  type Complaint,
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
} from '../../src/engine/step.ts';
import { frameSource, keyPath, noteLost } from '../lib/frame-source.ts';
import { ownOrigins } from '../lib/models/one-model.ts';
import { observe, regionalNode, regionalParams } from '../lib/regional/periods.ts';
import { type CutRule, classesOf, detect, type Stratification } from './numbers/detectors.ts';

const { by: _by, ...common } = regionalParams;
const Params = strict({
  ...common,
  variables: optional.texts('factors that are numbers, which are cut into classes'),
  groups: optional.texts('factors that are taken as they are, such as a region'),
  classes: Type.Optional(Type.Integer({ minimum: 2, maximum: 20, description: 'classes of a number; 5 by default' })),
  cut: optional.oneOf(['quantiles', 'widths'], 'classes of as many rows (default), or as wide as each other'),
});
type Params = Static<typeof Params>;

interface NodeParams {
  /** The variable, and the factors that are numbers. */
  readonly variables: readonly string[];
  readonly groups: readonly string[];
  readonly classes: number;
  readonly cut: CutRule;
}

export default defineStep({
  name: 'geodetector',
  summary:
    'The geographical detector: how much of a variable stands between the strata of factors, alone and two crossed',
  params: Params,
  artifact: 'geodetector',
  expand: (step, plan) => node(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

function node(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const { variables = [], groups = [], classes = 5, cut = 'quantiles' } = params;
  const source = frameSource(params.from, keyPath(step, 'from'), plan);
  if (source === undefined) return [];
  if (variables.length + groups.length === 0) {
    const hint = 'name numbers in `variables`, or columns of classes in `groups`';
    plan.complain({ code: 'no-factors', message: 'no factor is named', path: step.path, hint });
    return [];
  }
  const { variables: numbers, problems } = compileVariables(variables, source.context);
  for (const problem of problems)
    plan.complain({ ...inText(problem), path: [...keyPath(step, 'variables'), problem.index] });
  const of = compileVariables([params.variable], source.context).variables;
  const wrong = [
    ...(of.length > 1 ? [{ ...several(params.variable), path: keyPath(step, 'variable') }] : []),
    ...groups.flatMap((name, i) => unknown(name, i, step, plan)),
    ...[...numbers, ...groups].flatMap((name, i, all) =>
      of.includes(name) || all.indexOf(name) < i ? [{ ...repeated(name), path: step.path }] : [],
    ),
  ];
  for (const each of wrong) plan.complain(each);
  if (problems.length + wrong.length > 0) return [];
  const own = Object.fromEntries(groups.map((name) => [name, name]));
  const made = regionalNode(step, plan, { groups, classes, cut }, { variables: numbers, columns: own });
  return made.map((each) => ({ ...each, origins: { ...each.origins, ...ownOrigins(step, fieldsOfKey, plan) } }));
}

const fieldsOfKey = { groups: ['groups'], classes: ['classes'], cut: ['cut'] };

const several = (name: string) => ({ code: 'one-variable', message: `expected one variable, got \`${name}\`` });
const repeated = (name: string) => ({
  code: 'same-variable',
  message: `\`${name}\` stands twice among the variable and its factors`,
});

function unknown(name: string, i: number, step: Step<Params>, plan: PlanContext): readonly Complaint[] {
  const names = plan.columns(step.params.from ?? step.defaults.from!)?.map((column) => column.name);
  if (names === undefined || names.includes(name)) return [];
  const path = [...keyPath(step, 'groups'), i];
  return [{ code: 'unknown-variable', message: `unknown variable \`${name}\``, path, hint: didYouMean(name, names) }];
}

function run(context: RunContext<unknown>): RunResult {
  const { variables, groups, classes, cut } = context.params as NodeParams;
  const { frame, rows, columns } = observe(context);
  const strata = groups.map((name) => groupsOf(frame, name));
  const kept = Array.from(rows.keys()).filter((i) => strata.every(({ codes }) => codes[rows[i]!]! >= 0));
  noteLost(context, [{ cause: 'missing', count: rows.length - kept.length, detail: groups.join(', ') }]);
  if (kept.length < 3)
    throw new Refusal('too-few-rows', `expected at least 3 rows with all factors, got ${kept.length}`);
  const values = (column: Float64Array): Float64Array => Float64Array.from(kept, (i) => column[i]!);
  const factors: Stratification[] = [
    ...columns.slice(1).map((column, k) => classesOf(variables[k + 1]!, values(column), classes, cut)),
    ...strata.map(({ codes, levels }, k) => ({
      name: groups[k]!,
      codes: Int32Array.from(kept, (i) => codes[rows[i]!]!),
      levels,
      key: 'groups' as const,
    })),
  ];
  const found = detect(values(columns[0]!), factors);
  return { ...found, of: variables[0]!, nobs: kept.length, rule: { classes, cut } } as unknown as RunResult;
}

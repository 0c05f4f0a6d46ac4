/** Plans a step of `kind: experiment`: its canonical spec, with every key checked where it stands. */
import type { NodeId } from '../../src/base/brand.ts';
import { unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import { type KeyProblem, scopeOf } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { isIndicators } from '../../src/econ/formula/factor.ts';
import { columnsOfLevels, termOf } from '../../src/econ/spec.ts';
import type { NodeSpec, Origin, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameInput, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { ExperimentParams } from './keys.ts';
import { usesPValues } from './numbers/redrawn/spec.ts';
import {
  type BoundsSpec,
  clusterErrors,
  type ErrorName,
  type ExperimentSpec,
  experimentReads,
  type IndexSpec,
  rowErrors,
} from './numbers/spec.ts';
import { withDraws } from './plan-inference.ts';

type Key = keyof ExperimentParams;
type ExperimentStep = Step<ExperimentParams>;

/** The step's one node; none after a complaint. */
export function experimentNodes(step: ExperimentStep, plan: PlanContext): NodeSpec[] {
  const params: ExperimentParams = { ...step.defaults, ...step.params };
  const at = (key: Key): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  checkKeys(step, params, plan);
  const treatment = typeof params.treatment === 'string' ? [params.treatment] : params.treatment;
  for (const name of treatment) checkLevels(name, source, at('treatment'), plan);
  for (const key of ['strata', 'cluster'] as const)
    if (params[key] !== undefined) checkLevels(params[key], source, at(key), plan);
  for (const [i, name] of (params.subgroups ?? []).entries()) checkLevels(name, source, [...at('subgroups'), i], plan);
  if (params.bounds_by !== undefined) checkLevels(params.bounds_by, source, at('bounds_by'), plan);
  const terms = (key: TermsKey, alone: boolean): readonly string[] =>
    termsAt(params[key] ?? [], alone, source, at(key), plan);
  const outcomes = terms('outcomes', true);
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const spec: ExperimentSpec = {
    ...{ treatment, control: textOf(params.control), arms: params.arms?.map((each) => textOf(each)!) ?? null },
    ...{ strata: params.strata ?? null, cluster: params.cluster ?? null, clustered: params.clustered ?? null },
    probability: terms('probability', true)[0] ?? null,
    weights: terms('weights', true)[0] ?? null,
    outcomes,
    covariates: terms('covariates', false),
    ...(params.candidates === undefined ? {} : { candidates: terms('candidates', false) }),
    estimator: params.estimator ?? 'regression',
    errors: errorsOf(params),
    strataMin: params.strata_min ?? null,
    takeUp: terms('take_up', true)[0] ?? null,
    indices: indicesOf(params, outcomes, source, at('indices'), plan),
    subgroups: params.subgroups ?? [],
    ...{ balance: terms('balance', false), attrition: terms('attrition', false) },
    bounds: boundsOf(params),
    ...{ sample: condition('sample'), exclude: condition('exclude') },
  };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as Key)));
  const node: NodeSpec = {
    id: step.name as NodeId,
    params: spec as unknown as Json,
    inputs: { data: frameInput(source.node, experimentReads(spec)) },
    origins: originsOf(at, params, plan),
    view: { header: params.header ?? '' },
  };
  return withDraws(step, spec, node, source, plan);
}

type TermsKey =
  | 'outcomes'
  | 'covariates'
  | 'candidates'
  | 'probability'
  | 'weights'
  | 'take_up'
  | 'balance'
  | 'attrition';

function boundsOf({ bounds, bounds_by, support, bounds_sd }: ExperimentParams): BoundsSpec | null {
  if (bounds === undefined) return null;
  return { methods: bounds, by: bounds_by ?? null, support: support ?? null, sd: bounds_sd ?? [0.25] };
}

function indicesOf(
  { indices = {} }: ExperimentParams,
  outcomes: readonly string[],
  source: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): IndexSpec[] {
  return Object.entries(indices).map(([name, { of, reverse = [], method = 'anderson', covariance = 'all' }]) => {
    const here = [...path, name];
    const parts = termsAt(of, true, source, [...here, 'of'], plan);
    const reversed = termsAt(reverse, true, source, [...here, 'reverse'], plan);
    const stray = reversed.find((term) => !parts.includes(term));
    if (stray !== undefined && parts.length > 0) {
      const message = `\`reverse\` names \`${stray}\`, which is no outcome of the index`;
      plan.complain({
        code: 'unknown-variable',
        message,
        path: [...here, 'reverse'],
        hint: `it is made of ${parts.join(', ')}`,
      });
    }
    if (outcomes.includes(name)) {
      const message = `\`${name}\` is an outcome already`;
      plan.complain({ code: 'same-name', message, path: here, key: true, hint: 'give the index another name' });
    }
    return { name, of: parts, reverse: reversed, method, covariance };
  });
}

const errorsOf = ({ vcov, cluster }: ExperimentParams): ErrorName => vcov ?? (cluster === undefined ? 'HC2' : 'CR2');

/** Levels are texts in keys: those of numbers their shortest text. */
const textOf = (value: string | number | boolean | undefined): string | null =>
  value === undefined ? null : typeof value === 'boolean' ? (value ? '1' : '0') : String(value);

/** Complains of keys that contradict each other, or that nothing reads beside others. */
function checkKeys(step: ExperimentStep, params: ExperimentParams, plan: PlanContext): void {
  const complain = (key: Key, message: string, hint: string): void =>
    plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint });
  const { treatment, estimator = 'regression', vcov, cluster } = params;
  const isFactorial = typeof treatment !== 'string' && treatment.length > 1;
  if (isFactorial) {
    for (const key of ['control', 'arms'] as const)
      if (params[key] !== undefined)
        complain(
          key,
          `several factors of 0 and 1 read no \`${key}\``,
          'name the variable of arms alone by `treatment`',
        );
  }
  if (vcov !== undefined && cluster === undefined && clusterErrors.some((name) => name === vcov))
    complain('vcov', `\`${vcov}\` needs a \`cluster\``, 'say what clusters are, or write `vcov: HC2`');
  if (vcov !== undefined && cluster !== undefined && rowErrors.some((name) => name === vcov))
    complain(
      'vcov',
      `\`${vcov}\` is of independent rows, and \`cluster\` is said`,
      'write `vcov: CR2`, or leave `cluster` out',
    );
  if (params.clustered !== undefined && cluster === undefined)
    complain('clustered', '`clustered` needs a `cluster`', 'say what was assigned as one');
  if (params.strata_min !== undefined && params.strata === undefined)
    complain('strata_min', '`strata_min` needs `strata`', 'leave it out');
  if (params.strata_min === 1 && estimator === 'difference')
    complain('strata_min', 'a variance of a stratum needs two rows of each arm', 'write `strata_min: 2`');
  if (estimator === 'lin' && (params.covariates ?? []).length === 0)
    complain('estimator', 'Lin’s regression needs `covariates`', 'name them, or write `estimator: regression`');
  if (params.bounds === undefined)
    for (const key of ['bounds_by', 'support', 'bounds_sd'] as const)
      if (params[key] !== undefined) complain(key, `\`${key}\` needs \`bounds\``, 'as in `bounds: [lee]`');
  if (params.bounds !== undefined && (params.weights !== undefined || params.probability !== undefined))
    complain('bounds', 'bounds of weighted rows are not supported', 'leave `bounds` out');
  if (params.support !== undefined && params.support[0] >= params.support[1])
    complain('support', 'expected the least before the most', 'as in `support: [0, 100]`');
  if (params.candidates !== undefined) checkCandidates(params, complain);
  if (estimator !== 'difference') return;
  const why = 'write `estimator: regression`';
  for (const key of ['covariates', 'weights', 'probability', 'vcov'] as const)
    if (step.params[key] !== undefined) complain(key, `a difference of means reads no \`${key}\``, why);
  if (isFactorial) complain('estimator', 'a difference of means has no several factors', why);
  if (cluster !== undefined && params.strata !== undefined)
    complain('estimator', 'a difference of means of clusters within strata is not supported', why);
}

/** Complains of what is not defined beside covariates that are chosen: they would be chosen anew in every draw, group and stage. */
function checkCandidates(
  { estimator = 'regression', ...params }: ExperimentParams,
  complain: (key: Key, message: string, hint: string) => void,
): void {
  const hint = 'name `covariates` instead';
  if (estimator !== 'regression')
    complain('candidates', `\`estimator: ${estimator}\` chooses no covariates`, 'write `estimator: regression`');
  for (const key of ['cluster', 'weights', 'probability', 'take_up', 'subgroups', 'randomisation', 'power'] as const)
    if (params[key] !== undefined) complain('candidates', `\`candidates\` beside \`${key}\` are not supported`, hint);
  const drawn = (params.multiple ?? []).find((name) => !usesPValues(name));
  if (drawn !== undefined) complain('candidates', `\`candidates\` beside \`${drawn}\` are not supported`, hint);
}

/** Terms of a key; `alone`: each of one column. Empty after a complaint. */
function termsAt(
  texts: string | readonly string[],
  alone: boolean,
  { context }: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): readonly string[] {
  const list = typeof texts === 'string' ? [texts] : texts;
  const placeOf = (index: number): YamlPath => (typeof texts === 'string' ? path : [...path, index]);
  const { variables, problems } = compileVariables(list, context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: placeOf(problem.index) });
  if (problems.length > 0) return [];
  const wide = alone ? variables.find((term) => termOf(term).some(isIndicators)) : undefined;
  if (wide !== undefined)
    plan.complain({ code: 'not-one-column', message: `expected one variable, got \`${wide}\``, path });
  if (typeof texts === 'string' && variables.length > 1)
    plan.complain({ code: 'not-one-column', message: `expected one variable, got \`${texts}\``, path });
  return variables;
}

function checkLevels(name: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): void {
  const scope = scopeOf(context);
  for (const column of columnsOfLevels(name)) {
    if (scope.type(column) !== undefined) continue;
    const { code, message, hint } = unknownVariable(column, scope, { start: 0, end: 0 });
    plan.complain({ code, message, hint, path });
  }
}

const fieldOf: Readonly<Partial<Record<Key, string>>> = {
  vcov: 'errors',
  strata_min: 'strataMin',
  take_up: 'takeUp',
  bounds_by: 'bounds.by',
  support: 'bounds.support',
  bounds_sd: 'bounds.sd',
  header: 'view.header',
};

function originsOf(at: (key: Key) => YamlPath, params: ExperimentParams, plan: PlanContext): Record<string, Origin> {
  const keys = (Object.keys(params) as Key[]).filter((key) => key !== 'from');
  return Object.fromEntries(keys.map((key) => [fieldOf[key] ?? key, originAt(at(key), plan)]));
}

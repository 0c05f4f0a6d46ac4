/** Plans a step of `kind: synthetic_control`: its canonical spec, with every key checked where it stands. */
import type { NodeId } from '../../src/base/brand.ts';
import { unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import { type KeyProblem, scopeOf } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { isIndicators } from '../../src/econ/formula/factor.ts';
import { termOf } from '../../src/econ/spec.ts';
import type { NodeSpec, Origin, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameInput, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { SyntheticParams } from './keys.ts';
import {
  type Predictor,
  type SyntheticErrors,
  type SyntheticMethod,
  type SyntheticSpec,
  syntheticReads,
} from './numbers/spec.ts';
import { syntheticWords } from './numbers/words.ts';

type Key = keyof SyntheticParams;
type Complain = (code: string, key: Key, message: string, hint?: string) => void;

/** Keys that a method reads besides those of all. */
const keysOf: Readonly<Record<SyntheticMethod, readonly Key[]>> = {
  sc: ['fit', 'predictors', 'v', 'ridge', 'placebos', 'leave_one_out'],
  sdid: ['errors', 'draws', 'seed', 'covariates'],
  did: ['errors', 'draws', 'seed', 'covariates'],
  gsc: ['factors', 'factors_max', 'errors', 'draws', 'seed', 'covariates'],
  ife: ['factors', 'factors_max', 'errors', 'draws', 'seed', 'covariates'],
  mc: ['lambda', 'errors', 'draws', 'seed', 'covariates'],
};

/** Errors of each method, the default first. */
const errorsOf: Readonly<Record<SyntheticMethod, readonly [SyntheticErrors, ...SyntheticErrors[]]>> = {
  sc: ['none'],
  sdid: ['placebo', 'jackknife', 'bootstrap', 'none'],
  did: ['placebo', 'jackknife', 'bootstrap', 'none'],
  gsc: ['parametric', 'bootstrap', 'jackknife', 'none'],
  ife: ['bootstrap', 'jackknife', 'none'],
  mc: ['bootstrap', 'jackknife', 'none'],
};
const common: readonly Key[] = [
  ...(['from', 'method', 'outcome', 'treated', 'start', 'treatment', 'sample', 'exclude', 'header'] as const),
];

/** The step's one node; none after a complaint. */
export function syntheticNodes(step: Step<SyntheticParams>, plan: PlanContext): NodeSpec[] {
  const params = layered(step);
  const method = params.method ?? 'sc';
  const at = (key: Key): YamlPath => keyPath(step, key);
  const complain: Complain = (code, key, message, hint) => plan.complain({ code, message, path: at(key), hint });
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  const isSaid = checkTreatment(step, params, plan, complain);
  checkMethod(step.params, method, complain);
  checkErrors(params, method, complain);
  checkPredictors(params, complain);
  if (source.context.panel === null) {
    const message = `a synthetic control needs a panel, and \`${params.from}\` declares none`;
    complain('no-panel', 'from', message, `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``);
  }
  if (params.treatment !== undefined) checkNumbers(params.treatment, source, at('treatment'), plan);
  const outcome = oneColumn(params.outcome, source, at('outcome'), plan);
  const spec = outcome === null ? undefined : specOf(params, method, outcome, source, at, plan);
  if (spec === undefined || !isSaid || source.context.panel === null) return [];
  const drawn = spec.errors !== 'none' && spec.errors !== 'jackknife';
  return [
    {
      id: step.name as NodeId,
      params: { ...spec, panel: source.context.panel } as unknown as Json,
      inputs: { data: frameInput(source.node, syntheticReads(spec)) },
      origins: originsOf(params, at, plan),
      ...(drawn ? { seed: String(params.seed ?? 1) } : {}),
      view: {
        header: params.header ?? '',
        number: 1,
        outcome: spec.outcome,
        words: syntheticWords(spec) as unknown as Json,
      },
    },
  ];
}

/** Layers the step's keys over those defaults that its method reads. Either way to say who is treated replaces the other. */
function layered({ params, defaults }: Step<SyntheticParams>): SyntheticParams {
  const method = params.method ?? defaults.method ?? 'sc';
  const says = params.treatment !== undefined || params.treated !== undefined || params.start !== undefined;
  const isRead = ([key]: [string, unknown]): boolean => {
    if (says && (key === 'treatment' || key === 'treated' || key === 'start')) return false;
    return [...common, ...keysOf[method]].includes(key as Key);
  };
  return { ...(Object.fromEntries(Object.entries(defaults).filter(isRead)) as Partial<SyntheticParams>), ...params };
}

/** Says whether the step tells who is treated when, once. */
function checkTreatment(
  step: Step<SyntheticParams>,
  { treated, start, treatment }: SyntheticParams,
  plan: PlanContext,
  complain: Complain,
): boolean {
  const hint =
    '`treated` names the unit and `start` its first treated period; or `treatment` a column of zeros and ones';
  if (treatment !== undefined && (treated !== undefined || start !== undefined)) {
    complain('both-keys', 'treatment', 'expected either `treatment`, or `treated` and `start`, got both', hint);
    return false;
  }
  if (treatment !== undefined || (treated !== undefined && start !== undefined)) return true;
  const got =
    treated === undefined && start === undefined
      ? 'neither'
      : `only \`${treated === undefined ? 'start' : 'treated'}\``;
  const message = `expected \`treated\` and \`start\`, or \`treatment\`, got ${got}`;
  plan.complain({ code: 'missing-key', message, path: step.path, key: true, hint });
  return false;
}

function checkMethod(params: SyntheticParams, method: SyntheticMethod, complain: Complain): void {
  const keys = keysOf[method];
  for (const key of Object.keys(params) as Key[]) {
    if (common.includes(key) || keys.includes(key)) continue;
    const hint = `it reads ${keys.map((each) => `\`${each}\``).join(', ')}`;
    complain('unsupported', key, `the method \`${method}\` reads no \`${key}\``, hint);
  }
}

/** Errors that the method has; the most factors are of those that are tried. */
function checkErrors(
  { errors, factors, factors_max }: SyntheticParams,
  method: SyntheticMethod,
  complain: Complain,
): void {
  const has = errorsOf[method];
  if (errors !== undefined && method !== 'sc' && !has.includes(errors)) {
    const hint = `write ${has.map((each) => `\`${each}\``).join(', ')}`;
    complain('unsupported', 'errors', `the method \`${method}\` has no errors by \`${errors}\``, hint);
  }
  if (typeof factors === 'number' && factors_max !== undefined) {
    const message = `\`factors: ${factors}\` says how many factors, and nothing is tried`;
    complain('both-keys', 'factors_max', message, 'leave one of them out');
  }
}

/** Weights of predictors need some, as many as there are; a ridge is of outcomes. */
function checkPredictors({ predictors, v, ridge }: SyntheticParams, complain: Complain): void {
  const listed = Array.isArray(predictors) ? predictors : undefined;
  if (v !== undefined && listed === undefined)
    complain('unsupported', 'v', '`v` weighs `predictors`, and none are listed', 'list `predictors`, or leave `v` out');
  if (ridge !== undefined && listed !== undefined)
    complain(
      'unsupported',
      'ridge',
      'the ridge augmentation is of outcomes, not of `predictors`',
      'leave one of them out',
    );
  if (Array.isArray(v) && listed !== undefined && v.length !== listed.length)
    complain('bad-weights', 'v', `expected as many weights as predictors, ${listed.length}, got ${v.length}`);
  if (Array.isArray(v) && v.every((weight) => weight === 0))
    complain('bad-weights', 'v', 'expected a weight above 0, got none');
}

function specOf(
  params: SyntheticParams,
  method: SyntheticMethod,
  outcome: string,
  source: FrameSource,
  at: (key: Key) => YamlPath,
  plan: PlanContext,
): SyntheticSpec | undefined {
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const conditions = { sample: condition('sample'), exclude: condition('exclude') };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as Key)));
  const listed = Array.isArray(params.predictors) ? params.predictors : null;
  const predictors = listed?.map(({ of, over, step = 1 }, i): Predictor | null => {
    const term = oneColumn(of, source, [...at('predictors'), i, 'of'], plan);
    const [first, last] = over as [number, number];
    if (first > last) {
      const message = `expected the first period before the last, got [${first}, ${last}]`;
      plan.complain({ code: 'bad-window', message, path: [...at('predictors'), i, 'over'] });
    }
    return term === null || first > last ? null : { of: term, over: [first, last], step };
  });
  const covariates = (params.covariates ?? []).map((text, i) =>
    oneColumn(text, source, [...at('covariates'), i], plan),
  );
  if (predictors?.includes(null) || covariates.includes(null)) return undefined;
  const isControl = method === 'sc';
  return {
    method,
    outcome,
    treated: params.treated ?? null,
    start: params.start ?? null,
    treatment: params.treatment ?? null,
    fit: (params.fit as [number, number] | undefined) ?? null,
    predictors: (predictors as Predictor[] | undefined) ?? null,
    v: predictors === undefined ? 'equal' : (params.v ?? 'nested'),
    ridge: params.ridge ?? null,
    placebos: isControl && (params.placebos ?? true),
    leaveOneOut: params.leave_one_out ?? false,
    errors: isControl ? 'none' : (params.errors ?? errorsOf[method][0]),
    draws: params.draws ?? 200,
    covariates: covariates as string[],
    ...choiceOf(params, method),
    ...conditions,
  };
}

/** The number of factors or the penalty, which methods that impute choose. */
function choiceOf(
  { factors, factors_max, lambda }: SyntheticParams,
  method: SyntheticMethod,
): Pick<SyntheticSpec, 'factors' | 'lambda'> {
  if (method === 'mc') return { lambda: lambda ?? 'cv' };
  if (method !== 'gsc' && method !== 'ife') return {};
  return { factors: typeof factors === 'number' ? factors : { most: factors_max ?? 5 } };
}

/** A term of one column; null after a complaint. */
function oneColumn(text: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): string | null {
  const { variables, problems } = compileVariables([text], context);
  for (const problem of problems) plan.complain({ ...inText(problem), path });
  if (problems.length > 0) return null;
  const [term] = variables;
  if (term !== undefined && variables.length === 1 && !termOf(term).some(isIndicators)) return term;
  plan.complain({ code: 'not-one-column', message: `expected one variable, got \`${text}\``, path });
  return null;
}

function checkNumbers(name: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): void {
  const scope = scopeOf(context);
  const type = scope.type(name);
  if (type === undefined) {
    const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
    plan.complain({ code, message, hint, path });
  } else if (type === 'text') {
    plan.complain({ code: 'text-column', message: `\`${name}\` holds text; numbers are expected here`, path });
  }
}

const fieldOf: Readonly<Partial<Record<Key, string>>> = {
  leave_one_out: 'leaveOneOut',
  factors_max: 'factors.most',
  header: 'view.header',
};

function originsOf(params: SyntheticParams, at: (key: Key) => YamlPath, plan: PlanContext): Record<string, Origin> {
  const keys = (Object.keys(params) as Key[]).filter((key) => key !== 'from');
  return Object.fromEntries(keys.map((key) => [fieldOf[key] ?? key, originAt(at(key), plan)]));
}

/** Plans a step of `kind: did`: its canonical spec, with every key checked where it stands. */
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
import { conventionsOf } from './conventions.ts';
import type { DidParams } from './keys.ts';
import { methodsOf } from './numbers/methods.ts';
import { type DidMethod, type DidSpec, didReads } from './numbers/spec.ts';
import { didWords } from './numbers/words.ts';
import { ringsOf } from './plan-rings.ts';

type DidKey = keyof DidParams;

/** The step's one node; none after a complaint. */
export function didNodes(step: Step<DidParams>, plan: PlanContext): NodeSpec[] {
  const params = layered(step);
  const at = (key: DidKey): YamlPath => keyPath(step, key);
  const complain = (code: string, key: DidKey, message: string, hint?: string): void =>
    plan.complain({ code, message, path: at(key), hint });
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  checkMethod(step, params, complain);
  if (params.cohort === undefined && params.treatment === undefined) {
    const hint = '`cohort` names the column of the first treated period, `treatment` one of zeros and ones';
    plan.complain({
      code: 'missing-key',
      message: 'expected `cohort` or `treatment`, got neither',
      path: step.path,
      key: true,
      hint,
    });
    return [];
  }
  if (params.cohort !== undefined && params.treatment !== undefined) {
    complain('both-keys', 'treatment', 'expected either `cohort` or `treatment`, got both', 'leave one of them out');
  }
  if (params.method === 'continuous' && params.treatment === undefined) {
    const hint = '`treatment` names a column that is 0 before treatment and the dose of the unit from then on';
    complain('unsupported', 'cohort', `the method \`${params.method}\` reads doses, and no \`cohort\``, hint);
    return [];
  }
  if (params.method === 'callaway' && params.unbalanced === 'rows' && params.treatment !== undefined) {
    const message = 'rows of units that are seen once do not tell when a unit is treated first';
    complain('unsupported', 'treatment', message, 'name the first treated period of each row’s group with `cohort`');
  }
  if (source.context.panel === null) {
    const message = `effects over time need a panel, and \`${params.from}\` declares none`;
    complain('no-panel', 'from', message, `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``);
  }
  for (const key of ['cohort', 'treatment', 'cluster'] as const) checkColumn(params, key, source, at(key), plan);
  const outcome = termsOf([params.outcome], 'outcome', source, (i) => (i === 0 ? at('outcome') : at('outcome')), plan);
  const covariates = termsOf(params.covariates ?? [], 'covariates', source, (i) => [...at('covariates'), i], plan);
  const weights = weightsOf(params, source, at('weights'), plan);
  if (weights !== undefined && params.shares === 'estimated') {
    const message = 'the variance of estimated shares is not built in with weights';
    complain('unsupported', 'shares', message, 'leave `shares` out, or `weights`');
  }
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const conditions = { sample: condition('sample'), exclude: condition('exclude') };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as DidKey)));
  if (outcome.length !== 1) return [];
  const spec: DidSpec = {
    method: params.method,
    outcome: outcome[0]!,
    covariates,
    cohort: params.cohort ?? null,
    treatment: params.treatment ?? null,
    ...conditions,
    cluster: params.cluster ?? null,
    control: params.control ?? null,
    estimate: params.estimate ?? 'dr',
    base: params.base ?? 'varying',
    anticipation: params.anticipation ?? 0,
    events: (params.events as [number, number] | undefined) ?? null,
    balanceEvents: params.balance_events ?? null,
    unbalanced: params.unbalanced ?? 'drop',
    pretrends: params.pretrends ?? 0,
    bands: params.bands ?? 0,
    shares: params.shares ?? 'fixed',
    ...(params.family !== undefined && params.family !== 'linear' && params.method === 'etwfe'
      ? { family: params.family }
      : {}),
    ...(params.method === 'dcdh' && params.normalized === true ? { normalized: true } : {}),
    ...(params.method === 'dcdh' && params.same_switchers === true ? { sameSwitchers: true } : {}),
    ...(methodsOf[params.method].keys.includes('draws') ? { draws: params.draws ?? 200 } : {}),
    ...(params.method === 'cic' && params.quantiles !== undefined ? { quantiles: params.quantiles } : {}),
    ...(params.method === 'continuous' ? { spline: { degree: 3, knots: 0, ...params.spline } } : {}),
    ...(params.method === 'rings' ? ringsOf(params, source, step, plan) : {}),
    ...(params.method === 'continuous' && params.doses !== undefined ? { doses: params.doses } : {}),
    // defaults are for whichever method reads them
    ...(weights !== undefined && methodsOf[params.method].keys.includes('weights') ? { weights } : {}),
  };
  return [
    {
      id: step.name as NodeId,
      params: {
        ...spec,
        rows: params.rows ?? ['overall', usualRows[params.method] ?? 'event'],
        panel: source.context.panel,
      } as unknown as Json,
      inputs: { data: frameInput(source.node, didReads(spec)) },
      origins: originsOf(at, params, plan),
      artifact: params.method === 'bacon' ? 'bacon' : 'fit',
      ...(spec.bands > 0 || (spec.draws ?? 0) > 0 ? { seed: String(params.seed ?? 1) } : {}),
      view: { header: params.header ?? '', number: 1, outcome: spec.outcome, words: wordsOf(spec) },
    },
  ];
}

/** Rows that tables show beside the averages, where these are no periods since treatment. */
const usualRows: Readonly<Partial<Record<DidMethod, 'quantiles' | 'doses' | 'rings'>>> = {
  cic: 'quantiles',
  continuous: 'doses',
  rings: 'rings',
};

/** Words with the conventions of the method. */
const wordsOf = (spec: DidSpec): Json =>
  ({ ...didWords(spec), records: { conventions: conventionsOf(spec) } }) as unknown as Json;

/** Layers the step's keys over the defaults. Either key that says who is treated when replaces the other. */
function layered({ params, defaults }: Step<DidParams>): DidParams {
  const { cohort, treatment, ...others } = defaults;
  const saysIt = params.cohort !== undefined || params.treatment !== undefined;
  return saysIt ? { ...others, ...params } : { ...defaults, ...params };
}

const byCluster = 'errors cluster on the unit; `cluster: region` names another variable';

/** Keys that the method does not read do nothing; defaults are for whichever method reads them. */
function checkMethod(
  step: Step<DidParams>,
  { method, control }: DidParams,
  complain: (code: string, key: DidKey, message: string, hint?: string) => void,
): void {
  const { keys, controls } = methodsOf[method];
  const common = ['from', 'outcome', 'method', 'cohort', 'treatment', 'cluster', 'rows', 'sample', 'exclude', 'header'];
  for (const key of Object.keys(step.params) as DidKey[]) {
    if (common.includes(key) || keys.includes(key)) continue;
    const hint =
      key === 'vcov'
        ? byCluster
        : keys.length === 0
          ? undefined
          : `it reads ${keys.map((each) => `\`${each}\``).join(', ')}`;
    complain('unsupported', key, `the method \`${method}\` reads no \`${key}\``, hint);
  }
  if (control === undefined || !keys.includes('control') || (controls as readonly string[]).includes(control)) return;
  const hint = `it has ${controls.map((each) => `\`${each}\``).join(', ')}`;
  complain('unsupported', 'control', `the method \`${method}\` has no controls \`${control}\``, hint);
}

function checkColumn(
  params: DidParams,
  key: 'cohort' | 'treatment' | 'cluster',
  { context }: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): void {
  const name = params[key];
  const scope = scopeOf(context);
  if (name === undefined) return;
  const type = scope.type(name);
  if (type === undefined && !(key === 'cluster' && name.includes('^'))) {
    const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
    plan.complain({ code, message, hint, path });
  } else if (type === 'text' && key !== 'cluster') {
    plan.complain({ code: 'text-column', message: `\`${name}\` holds text; numbers are expected here`, path });
  }
}

/** The one variable of the weights; undefined where there are none, and after a complaint. */
function weightsOf({ weights }: DidParams, source: FrameSource, path: YamlPath, plan: PlanContext): string | undefined {
  if (weights === undefined) return undefined;
  const found = termsOf([weights], 'weights', source, () => path, plan);
  const [term] = found;
  if (term === undefined || (found.length === 1 && !termOf(term).some(isIndicators))) return term;
  const message = `expected one variable as weights, got \`${weights}\``;
  return void plan.complain({ code: 'bad-weights', message, path });
}

function termsOf(
  items: readonly string[],
  _key: DidKey,
  { context }: FrameSource,
  pathOf: (index: number) => YamlPath,
  plan: PlanContext,
): readonly string[] {
  const { variables, problems } = compileVariables(items, context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: pathOf(problem.index) });
  return problems.length > 0 ? [] : variables;
}

const fieldOf: Readonly<Partial<Record<DidKey, string>>> = {
  balance_events: 'balanceEvents',
  same_switchers: 'sameSwitchers',
  seed: 'seed',
  header: 'view.header',
};

function originsOf(at: (key: DidKey) => YamlPath, params: DidParams, plan: PlanContext): Record<string, Origin> {
  const keys = (Object.keys(params) as DidKey[]).filter((key) => key !== 'from');
  return Object.fromEntries(keys.map((key) => [fieldOf[key] ?? key, originAt(at(key), plan)]));
}

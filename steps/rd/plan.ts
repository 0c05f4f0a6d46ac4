/** Plans a step of `kind: rd`: its canonical spec, with every key checked where it stands. */
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
import type { RdParams } from './keys.ts';
import { type Design, type Pair, type RdSpec, rdReads, type VceName } from './numbers/spec.ts';
import { rdWords } from './numbers/words.ts';

type Key = keyof RdParams;
type RdStep = Step<RdParams>;

/** The step's one node; none after a complaint. */
export function rdNodes(step: RdStep, plan: PlanContext): NodeSpec[] {
  const params: RdParams = { ...step.defaults, ...step.params };
  const at = (key: Key): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  checkKeys(step, params, plan);
  const column = (key: 'outcome' | 'running' | 'fuzzy' | 'weights'): string | null =>
    params[key] === undefined ? null : oneColumn(params[key], source, at(key), plan);
  const terms = {
    outcome: column('outcome'),
    running: column('running'),
    takeUp: column('fuzzy'),
    weights: column('weights'),
  };
  const covariates = covariatesOf(params, source, at('covariates'), plan);
  if (params.cluster !== undefined) checkCluster(params.cluster, source, at('cluster'), plan);
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const conditions = { sample: condition('sample'), exclude: condition('exclude') };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as Key)));
  if (terms.outcome === null || terms.running === null) return [];
  const spec: RdSpec = {
    ...{ ...terms, outcome: terms.outcome, running: terms.running },
    covariates,
    ...conditions,
    ...designOf(params),
    cutoff: params.cutoff ?? 0,
    cluster: params.cluster ?? null,
    donut: params.donut ?? 0,
    bins: params.bins ?? 'esmv',
    binCount: pairOf(params.bin_count),
    curve: params.curve ?? 4,
  };
  return [
    {
      id: step.name as NodeId,
      params: { ...spec, rows: params.rows ?? ['conventional', 'robust'] } as unknown as Json,
      inputs: { data: frameInput(source.node, rdReads(spec)) },
      origins: originsOf(at, params, plan),
      view: { header: params.header ?? '', number: 1, outcome: spec.outcome, words: rdWords(spec) as unknown as Json },
    },
  ];
}

function designOf(params: RdParams): Design {
  const { p = 1 } = params;
  return {
    p,
    q: params.q ?? p + 1,
    deriv: params.deriv ?? 0,
    kernel: params.kernel ?? 'triangular',
    vce: params.cluster === undefined ? ((params.vcov ?? 'nn').toLowerCase() as VceName) : 'cr1',
    matches: params.neighbours ?? 3,
    bandwidth: params.bandwidth ?? 'mserd',
    h: pairOf(params.h),
    b: pairOf(params.b),
    rho: params.rho ?? null,
    massPoints: (params.masspoints ?? 'adjust') === 'adjust',
    regularise: params.regularise ?? 1,
    sharpBandwidth: params.sharp_bandwidth ?? false,
  };
}

const pairOf = (value: number | [number, number] | undefined): Pair | null =>
  value === undefined ? null : typeof value === 'number' ? [value, value] : value;

/** Complains of keys that contradict each other, or that nothing reads beside others. */
function checkKeys(step: RdStep, params: RdParams, plan: PlanContext): void {
  const { p = 1, deriv = 0 } = params;
  const { q = p + 1 } = params;
  const complain = (key: Key, message: string, hint: string): void =>
    plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint });
  if (q <= p)
    complain('q', `the bias of order ${p} needs a polynomial of a higher order, got ${q}`, `write \`q: ${p + 1}\``);
  if (deriv > p) {
    complain('deriv', `a polynomial of order ${p} has no derivative ${deriv}`, `write \`p: ${deriv + 1}\``);
  }
  const both = (key: Key, other: Key, why: string): void => {
    if (step.params[key] === undefined || step.params[other] === undefined) return;
    complain(key, `expected either \`${key}\` or \`${other}\`, got both`, why);
  };
  both('rho', 'b', '`rho` says what `b` is');
  both('bandwidth', 'h', '`bandwidth` says how `h` is chosen');
  both('vcov', 'cluster', 'clustered errors are made of residuals of the polynomials');
  if (params.b !== undefined && params.h === undefined) complain('b', '`b` needs an `h`', 'give both, or neither');
  if (step.params.neighbours !== undefined && (params.cluster !== undefined || (params.vcov ?? 'nn') !== 'nn')) {
    complain('neighbours', 'only errors by nearest neighbours read `neighbours`', 'leave it out, or write `vcov: nn`');
  }
  if (step.params.sharp_bandwidth !== undefined && params.fuzzy === undefined) {
    complain(
      'sharp_bandwidth',
      'only a fuzzy design reads `sharp_bandwidth`',
      'leave it out, or name the treatment by `fuzzy`',
    );
  }
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

function covariatesOf(
  { covariates = [] }: RdParams,
  { context }: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): readonly string[] {
  const { variables, problems } = compileVariables(covariates, context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: [...path, problem.index] });
  return problems.length > 0 ? [] : variables;
}

function checkCluster(name: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): void {
  const scope = scopeOf(context);
  if (scope.type(name) !== undefined || name.includes('^')) return;
  const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
  plan.complain({ code, message, hint, path });
}

const fieldOf: Readonly<Partial<Record<Key, string>>> = {
  fuzzy: 'takeUp',
  vcov: 'vce',
  neighbours: 'matches',
  masspoints: 'massPoints',
  sharp_bandwidth: 'sharpBandwidth',
  bin_count: 'binCount',
  header: 'view.header',
};

function originsOf(at: (key: Key) => YamlPath, params: RdParams, plan: PlanContext): Record<string, Origin> {
  const keys = (Object.keys(params) as Key[]).filter((key) => key !== 'from');
  return Object.fromEntries(keys.map((key) => [fieldOf[key] ?? key, originAt(at(key), plan)]));
}

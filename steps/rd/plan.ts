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
import { checkKeys } from './check-keys.ts';
import type { RdParams } from './keys.ts';
import { commonKeys, type MethodKey, methods } from './methods.ts';
import { wordsOf } from './numbers/words.ts';
import { readsOf } from './reads.ts';
import { type CompiledTerms, specs } from './specs.ts';

type RdStep = Step<RdParams>;

/** The step's one node; none after a complaint. */
export function rdNodes(step: RdStep, plan: PlanContext): NodeSpec[] {
  const params = layered(step);
  const method = params.method ?? 'polynomials';
  const at = (key: MethodKey): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  checkKeys(step, params, plan);
  const compiled = compiledOf(params, source, at, plan);
  const needsOutcome = methods[method].keys.includes('outcome');
  if (method === 'cutoffs' && params.cutoffs === undefined) return [];
  if (compiled.running === null || (needsOutcome && compiled.outcome === null)) return [];
  const spec = specs[method](params, { ...compiled, running: compiled.running });
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: frameInput(source.node, readsOf(spec)) },
      origins: originsOf(at, params, plan),
      view: {
        header: params.header ?? '',
        number: 1,
        outcome: compiled.outcome ?? compiled.running,
        words: wordsOf(spec) as unknown as Json,
      },
    },
  ];
}

/** Lays the keys of the step over those defaults that its method reads. */
function layered({ params, defaults }: RdStep): RdParams {
  const { keys, values } = methods[params.method ?? defaults.method ?? 'polynomials'];
  const isRead = ([key, value]: [string, unknown]): boolean => {
    if (commonKeys.includes(key as MethodKey)) return true;
    const known = values[key as keyof typeof values];
    return keys.includes(key as MethodKey) && (known === undefined || known.includes(value as string));
  };
  return { ...(Object.fromEntries(Object.entries(defaults).filter(isRead)) as Partial<RdParams>), ...params };
}

/** Terms and conditions; null for what is absent, and after a complaint. */
function compiledOf(
  params: RdParams,
  source: FrameSource,
  at: (key: MethodKey) => YamlPath,
  plan: PlanContext,
): Omit<CompiledTerms, 'running'> & { readonly running: string | null } {
  const column = (key: 'outcome' | 'running' | 'fuzzy' | 'weights'): string | null =>
    params[key] === undefined ? null : oneColumn(params[key], source, at(key), plan);
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const compiled = {
    outcome: column('outcome'),
    running: column('running'),
    takeUp: column('fuzzy'),
    weights: column('weights'),
    covariates: termsOf(params.covariates, source, at('covariates'), plan),
    balance: (params.balance ?? []).flatMap((text, i) => oneColumn(text, source, [...at('balance'), i], plan) ?? []),
    sample: condition('sample'),
    exclude: condition('exclude'),
  };
  if (params.cluster !== undefined) checkLevels(params.cluster, source, at('cluster'), plan);
  if (typeof params.cutoffs === 'string') checkLevels(params.cutoffs, source, at('cutoffs'), plan);
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as MethodKey)));
  return compiled;
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

function termsOf(
  texts: readonly string[] = [],
  { context }: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): readonly string[] {
  const { variables, problems } = compileVariables(texts, context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: [...path, problem.index] });
  return problems.length > 0 ? [] : variables;
}

function checkLevels(name: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): void {
  const scope = scopeOf(context);
  if (scope.type(name) !== undefined || name.includes('^')) return;
  const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
  plan.complain({ code, message, hint, path });
}

const fieldOf: Readonly<Partial<Record<MethodKey, string>>> = {
  fuzzy: 'takeUp',
  vcov: 'vce',
  windows: 'search',
  neighbours: 'matches',
  masspoints: 'massPoints',
  sharp_bandwidth: 'sharpBandwidth',
  bin_count: 'binCount',
  header: 'view.header',
};

function originsOf(at: (key: MethodKey) => YamlPath, params: RdParams, plan: PlanContext): Record<string, Origin> {
  const keys = (Object.keys(params) as MethodKey[]).filter((key) => key !== 'from');
  return Object.fromEntries(keys.map((key) => [fieldOf[key] ?? key, originAt(at(key), plan)]));
}

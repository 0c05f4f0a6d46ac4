/** Plans a step of `kind: rotemberg`: its canonical spec, with every key checked where it stands. */
import type { NodeId } from '../../src/base/brand.ts';
import { unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import { type KeyProblem, scopeOf } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { isIndicators } from '../../src/econ/formula/factor.ts';
import { termOf } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameInput, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { RotembergParams } from './keys.ts';
import { type RotembergSpec, rotembergReads } from './numbers/spec.ts';

type RotembergKey = keyof RotembergParams;

/** The step's one node; none after a complaint. */
export function rotembergNodes(step: Step<RotembergParams>, plan: PlanContext): NodeSpec[] {
  const params: RotembergParams = { ...step.defaults, ...step.params };
  const at = (key: RotembergKey): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  const one = (text: string | undefined, path: YamlPath): string | null =>
    text === undefined ? null : oneColumn(text, source, path, plan);
  const each = (key: 'shares' | 'shocks'): (string | null)[] =>
    params[key].map((text, i) => one(text, [...at(key), i]));
  const [outcome, endogenous] = [one(params.outcome, at('outcome')), one(params.endogenous, at('endogenous'))];
  const weights = one(params.weights, at('weights'));
  const [shares, shocks] = [each('shares'), each('shocks')];
  checkPairs(shares, shocks, at, plan);
  const controls = compileVariables(params.controls ?? [], source.context);
  for (const problem of controls.problems)
    plan.complain({ ...inText(problem), path: [...at('controls'), problem.index] });
  if (params.period !== undefined) checkLevels(params.period, source, at('period'), plan);
  for (const [i, name] of (params.absorb ?? []).entries()) checkLevels(name, source, [...at('absorb'), i], plan);
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const conditions = { sample: condition('sample'), exclude: condition('exclude') };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as RotembergKey)));
  if (outcome === null || endogenous === null || [...shares, ...shocks].includes(null)) return [];
  const spec: RotembergSpec = {
    ...{ outcome, endogenous, weights, ...conditions },
    ...{ shares: shares as string[], shocks: shocks as string[], controls: controls.variables },
    period: params.period ?? null,
    absorb: params.absorb ?? [],
    top: params.top ?? 5,
  };
  const said = (Object.keys(params) as RotembergKey[]).filter((key) => key !== 'from');
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: frameInput(source.node, rotembergReads(spec)) },
      origins: Object.fromEntries(said.map((key) => [key, originAt(at(key), plan)])),
    },
  ];
}

/** Complains of shares without shocks, and of a share that is named twice. */
function checkPairs(
  shares: readonly (string | null)[],
  shocks: readonly (string | null)[],
  at: (key: RotembergKey) => YamlPath,
  plan: PlanContext,
): void {
  if (shares.length !== shocks.length) {
    const message = `expected a shock for each of ${shares.length} shares, got ${shocks.length}`;
    plan.complain({
      code: 'unsupported',
      message,
      path: at('shocks'),
      hint: 'both lists have the order of the sectors',
    });
  }
  const twice = shares.findIndex((name, i) => name !== null && shares.indexOf(name) < i);
  if (twice < 0) return;
  const message = `the share \`${shares[twice]}\` is named twice`;
  plan.complain({ code: 'unsupported', message, path: [...at('shares'), twice], hint: 'each sector has one share' });
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

function checkLevels(name: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): void {
  const scope = scopeOf(context);
  if (scope.type(name) !== undefined || name.includes('^')) return;
  const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
  plan.complain({ code, message, hint, path });
}

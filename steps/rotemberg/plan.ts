/** Plans a step of `kind: rotemberg`: its canonical spec, with every key checked where it stands. */
import type { NodeId } from '../../src/base/brand.ts';
import { unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import { type KeyProblem, scopeOf } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import type { VcovSpec } from '../../src/econ/design.ts';
import { parseVcov } from '../../src/econ/formula/vcov-text.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { InputSpec, NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameInput, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { RotembergParams } from './keys.ts';
import { type RotembergSpec, rotembergReads } from './numbers/spec.ts';
import { instrumentOf } from './plan-instrument.ts';
import { oneColumn } from './plan-terms.ts';

type RotembergKey = keyof RotembergParams;

/** The step's one node; none after a complaint. */
export function rotembergNodes(step: Step<RotembergParams>, plan: PlanContext): NodeSpec[] {
  const params: RotembergParams = { ...step.defaults, ...step.params };
  const at = (key: RotembergKey): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  const one = (text: string | undefined, key: RotembergKey): string | null =>
    text === undefined ? null : oneColumn(text, source, at(key), plan);
  const [outcome, endogenous] = [one(params.outcome, 'outcome'), one(params.endogenous, 'endogenous')];
  const weights = one(params.weights, 'weights');
  const instrument = instrumentOf(step, params, source, plan);
  const controls = compileVariables(params.controls ?? [], source.context);
  for (const problem of controls.problems)
    plan.complain({ ...inText(problem), path: [...at('controls'), problem.index] });
  for (const [i, name] of (params.absorb ?? []).entries()) checkLevels(name, source, [...at('absorb'), i], plan);
  if (params.period !== undefined) checkLevels(params.period, source, at('period'), plan);
  const vcov = vcovOf(params.vcov ?? 'robust', source, at('vcov'), plan);
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const conditions = { sample: condition('sample'), exclude: condition('exclude') };
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => at(key as RotembergKey)));
  if (outcome === null || endogenous === null || instrument === undefined || vcov === undefined) return [];
  const { sectors, ...exposure } = instrument;
  const spec: RotembergSpec = {
    ...{ outcome, endogenous, weights, ...conditions, ...exposure, vcov },
    controls: controls.variables,
    absorb: params.absorb ?? [],
    byPeriod: params.by_period ?? false,
    top: params.top ?? 5,
  };
  const said = (Object.keys(params) as RotembergKey[]).filter((key) => key !== 'from');
  const data: InputSpec = frameInput(source.node, rotembergReads(spec));
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: sectors === undefined ? { data } : { data, sectors },
      origins: Object.fromEntries(said.map((key) => [fields[key] ?? key, originAt(at(key), plan)])),
    },
  ];
}

/** Parameters that are called otherwise than their keys. */
const fields: Partial<Record<RotembergKey, keyof RotembergSpec>> = { shift_share: 'shiftShare', by_period: 'byPeriod' };

/** Errors of equations with instruments, of those kinds that need no order of the rows. */
function vcovOf(text: string, source: FrameSource, path: YamlPath, plan: PlanContext): VcovSpec | undefined {
  const parsed = parseVcov(text);
  if (!parsed.ok) {
    for (const problem of parsed.problems) plan.complain({ ...inText(problem), path });
    return undefined;
  }
  const { vcov } = parsed;
  if (vcov.is === 'robust') return { is: 'hc', type: 'HC1' };
  const isPlain = vcov.is === 'iid' || (vcov.is === 'cluster' && vcov.wild === undefined);
  if (!isPlain && !(vcov.is === 'hc' && vcov.type === 'HC1')) {
    const message = `Rotemberg weights have errors \`robust\`, \`iid\` or by clusters, got \`${text}\``;
    return void plan.complain({ code: 'unsupported', message, path, hint: 'write `robust` or `cluster(a)`' });
  }
  if (vcov.is === 'cluster') for (const name of vcov.by) checkLevels(name, source, path, plan);
  return vcov;
}

/** Complains of what is no column of levels, such as each of `province^year`. */
function checkLevels(text: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): void {
  const scope = scopeOf(context);
  for (const name of columnsOfLevels(text)) {
    if (scope.type(name) !== undefined) continue;
    const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
    plan.complain({ code, message, hint, path });
  }
}

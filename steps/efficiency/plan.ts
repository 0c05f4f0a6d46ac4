/** Plans a step of `kind: efficiency`: its canonical spec, with every key checked where it stands. */

import type { NodeId } from '../../src/base/brand.ts';
import { isTimeType } from '../../src/base/calendar.ts';
import { type Scope, unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { scopeOf } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { columnsMade, type EfficiencySpec, type Model } from '../../src/econ/efficiency/spec.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameSource, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { EfficiencyParams } from './keys.ts';

type Key = keyof EfficiencyParams;

/** Keys that only some models read. */
const readBy: Readonly<Partial<Record<Key, readonly Model[]>>> = {
  orientation: ['radial'],
  undesirable: ['sbm', 'ddf'],
  super: ['radial', 'sbm'],
  direction: ['ddf'],
  disposability: ['ddf'],
  scale: ['radial'],
  bootstrap: ['radial'],
};

/** Keys of parameters that are called otherwise in a spec. */
const keyOf: Readonly<Record<string, Key>> = { isSuper: 'super', withScale: 'scale', isParted: 'parted' };

const modelsOfIndex = { malmquist: ['radial'], ml: ['ddf'], gml: ['radial', 'ddf', 'sbm'] } as const;

const nameOf = ({ name = 'efficiency' }: Pick<EfficiencyParams, 'name'>): string => name;

/** The spec of keys that are sound. */
function specOf(
  params: EfficiencyParams,
  lists: Pick<EfficiencySpec, 'inputs' | 'outputs' | 'undesirable'>,
): EfficiencySpec {
  const { model = 'radial', index = null } = params;
  const isDistance = model === 'ddf';
  const hasUndesirable = lists.undesirable.length > 0;
  return {
    ...lists,
    name: nameOf(params),
    model,
    orientation: model === 'radial' ? (params.orientation ?? 'input') : null,
    returns: params.returns ?? 'constant',
    isSuper: params.super ?? false,
    frontier: params.frontier ?? 'period',
    direction: isDistance ? (params.direction ?? (hasUndesirable ? 'outputs' : 'observed')) : null,
    disposability: isDistance && hasUndesirable ? (params.disposability ?? 'weak') : null,
    withScale: params.scale ?? false,
    index,
    isParted: params.parted ?? false,
    slacks: params.slacks ?? false,
    peers: params.peers ?? null,
    bootstrap: params.bootstrap === undefined ? null : { draws: params.bootstrap, level: params.level ?? 95 },
  };
}

/** The columns that a step makes, as its keys say; sets are not spread. */
export const columnsOf = (params: EfficiencyParams) =>
  columnsMade(
    specOf(params, { inputs: params.inputs, outputs: params.outputs, undesirable: params.undesirable ?? [] }),
  );

/** The step's one node; none after a complaint. */
export function efficiencyNodes(step: Step<EfficiencyParams>, plan: PlanContext): NodeSpec[] {
  const params: EfficiencyParams = { ...step.defaults, ...step.params };
  const at = (key: Key): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined) return [];
  const lists = quantitiesOf(params, source, at, plan);
  checkKeys(params, source, at, plan);
  const spec = specOf(params, lists);
  const scope = scopeOf(source.context);
  if (spec.peers !== null && !scope.names.includes(spec.peers)) {
    const { code, message } = unknownVariable(spec.peers, scope, { start: 0, end: 0 });
    const hint = 'name the column that tells units apart';
    plan.complain({ code, message, path: at('peers'), hint });
  }
  for (const { name } of columnsMade(spec)) {
    if (!scope.names.includes(name)) continue;
    const message = `\`${name}\` is already a column of \`${params.from}\``;
    const hint = 'give the scores another `name`, with which all columns of the step begin';
    plan.complain({ code: 'column-exists', message, path: at('name'), hint });
  }
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: { is: 'node', node: source.node, parts: 'all' } },
      view: { areTimes: source.context.panel !== null },
      cost: 'long',
      ...(spec.bootstrap === null ? {} : { seed: String(params.seed ?? 1) }),
      origins: Object.fromEntries(
        Object.keys(spec).map((param) => [param, originAt(at(keyOf[param] ?? (param as Key)), plan)]),
      ),
    },
  ];
}

/** Columns of quantities, each once; complains about those that are none, or no numbers. */
function quantitiesOf(
  params: EfficiencyParams,
  { context }: FrameSource,
  at: (key: Key) => YamlPath,
  plan: PlanContext,
) {
  const scope = scopeOf(context);
  const seen = new Map<string, Key>();
  const list = (key: 'inputs' | 'outputs' | 'undesirable'): readonly string[] => {
    const { variables, problems } = compileVariables(params[key] ?? [], context);
    for (const problem of problems) plan.complain({ ...inText(problem), path: [...at(key), problem.index] });
    for (const name of variables) {
      if (problems.length === 0) checkColumn(name, scope, at(key), plan);
      const earlier = seen.get(name);
      if (earlier !== undefined)
        plan.complain({
          code: 'same-variable',
          message: `\`${name}\` stands in \`${earlier}\` and in \`${key}\``,
          path: at(key),
          hint: 'list each quantity once',
        });
      seen.set(name, key);
    }
    return variables;
  };
  return { inputs: list('inputs'), outputs: list('outputs'), undesirable: list('undesirable') };
}

function checkColumn(name: string, scope: Scope, path: YamlPath, plan: PlanContext): void {
  const type = scope.type(name);
  if (type === undefined) {
    const { code, message } = unknownVariable(name, scope, { start: 0, end: 0 });
    plan.complain({
      code,
      message,
      path,
      hint: 'name a column; what is computed of columns is made by `kind: derive`',
    });
  } else if (isTimeType(type))
    plan.complain({ code: 'text-column', message: `\`${name}\` holds ${type}s; numbers are expected here`, path });
}

function checkKeys(
  params: EfficiencyParams,
  { context }: FrameSource,
  at: (key: Key) => YamlPath,
  plan: PlanContext,
): void {
  const { model = 'radial', index, returns = 'constant' } = params;
  const refuse = (key: Key, message: string, hint: string): void =>
    plan.complain({ code: 'unsupported', message, path: at(key), hint });
  for (const [key, models] of Object.entries(readBy) as [Key, readonly Model[]][])
    if (params[key] !== undefined && params[key] !== false && !models.includes(model))
      refuse(key, `\`${key}\` is not read by \`model: ${model}\``, `leave it out, or write ${inWords(models)}`);
  if (model === 'ddf' && params.disposability !== undefined && params.undesirable === undefined)
    refuse(
      'disposability',
      '`disposability` is of undesirable outputs, and none are named',
      'name them in `undesirable`',
    );
  if (params.scale === true && model === 'radial' && returns !== 'variable')
    refuse('scale', '`scale` compares variable with constant returns', 'write `returns: variable`');
  if (params.scale === true && params.super === true)
    refuse('scale', '`scale` is not told of super-efficiency', 'leave `super` out, or make two steps');
  if (params.bootstrap !== undefined && params.super === true)
    refuse('bootstrap', '`bootstrap` is not told of super-efficiency', 'leave `super` out, or make two steps');
  for (const key of ['seed', 'level'] as const)
    if (params[key] !== undefined && params.bootstrap === undefined)
      refuse(key, `\`${key}\` is read by \`bootstrap\` alone`, 'write `bootstrap: 2000`, or leave it out');
  if (index !== undefined && !(modelsOfIndex[index] as readonly Model[]).includes(model))
    refuse('index', `\`index: ${index}\` is not made of \`model: ${model}\``, `write ${inWords(modelsOfIndex[index])}`);
  if (params.parted === true && (index === undefined || returns !== 'constant' || model === 'ddf'))
    refuse(
      'parted',
      '`parted` needs an index of ratios under constant returns',
      'write `index: malmquist` and leave `returns` out',
    );
  for (const key of ['index', 'frontier'] as const) {
    if (params[key] === undefined || context.panel !== null) continue;
    const message = `\`${key}\` needs a panel, and \`${params.from}\` declares none`;
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``;
    plan.complain({ code: 'no-panel', message, path: at(key), hint });
  }
}

const inWords = (models: readonly Model[]): string => models.map((model) => `\`model: ${model}\``).join(' or ');

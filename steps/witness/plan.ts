/**
 * Plans a `witness` step: for each engine a node that asks for its versions and one for each step that is confirmed, the step's own node, which
 * gathers what they found, and one that writes it below `out/witness/`. Where an engine is not here, its nodes read what it left before.
 */
import { realpathSync } from 'node:fs';
import { attempt } from '../../src/base/attempt.ts';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import type { InputSpec, NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { homes } from '../lib/bridge/homes.ts';
import type { BridgeCall as BridgeHow } from '../lib/bridge/keys.ts';
import { HELPER, VERSIONS } from '../lib/bridge/members.ts';
import { furtherInputs, isExported } from '../lib/export/kinds.ts';
import { keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { type EngineProgram, engineProgram, programOf } from '../lib/witness/programs.ts';
import type { WitnessParams } from './keys.ts';
import {
  type AskedNode,
  dataInput,
  evidencePath,
  type FilesParams,
  furtherInput,
  keptInput,
  type RunHow,
  type RunParams,
  recordsPath,
  resultInput,
} from './nodes.ts';

export function expandWitness(step: Step<WitnessParams>, plan: PlanContext): NodeSpec[] {
  const nodes = nodesOf(step, plan);
  if (nodes === undefined) return [];
  const names = step.params.with ?? step.defaults.with ?? ['r'];
  const all = names.map((name) => ofEngine(engineProgram(name), step, nodes, plan));
  const runs = all.flatMap((each) => each.runs);
  const gathered: NodeSpec = {
    id: step.name as NodeId,
    params: {
      results: nodes.map(({ id }) => id),
      titles: Object.fromEntries(names.map((name) => [name, engineProgram(name).program.title])),
    },
    inputs: Object.fromEntries(runs.map(({ id }): [string, InputSpec] => [id, { is: 'node', node: id, parts: 'all' }])),
    origins: { from: originAt(keyPath(step, 'from'), plan) },
  };
  return [...all.flatMap((each) => each.versions), ...runs, gathered, filesNode(step, all)];
}

/** The results that are confirmed, once each; undefined after a complaint. */
function nodesOf(step: Step<WitnessParams>, plan: PlanContext): readonly NodeSpec[] | undefined {
  const { from } = step.params;
  const path = keyPath(step, 'from');
  const asked = typeof from === 'string' ? [from] : from;
  const found = asked.map((reference, i) => {
    const at = typeof from === 'string' ? path : [...path, i];
    const nodes = plan.select(reference, at);
    for (const node of nodes ?? []) {
      const type = plan.artifact(node);
      if (type !== 'frame' && type !== 'files') continue;
      const message = `\`${node.id}\` is ${type === 'frame' ? 'data' : 'a file'}, not a result that an engine could confirm`;
      plan.complain({ code: 'not-confirmed', message, path: at, hint: 'name models, `describe` or `vif`' });
      return undefined;
    }
    return nodes;
  });
  if (found.some((nodes) => nodes === undefined)) return undefined;
  return [...new Map(found.flatMap((nodes) => nodes!.map((node) => [node.id, node] as const))).values()];
}

interface OfEngine {
  readonly engine: EngineProgram;
  readonly isHere: boolean;
  /** The file with what it found before, where it is not here. */
  readonly kept: string | undefined;
  readonly versions: readonly NodeSpec[];
  readonly runs: readonly NodeSpec[];
}

function ofEngine(
  engine: EngineProgram,
  step: Step<WitnessParams>,
  nodes: readonly NodeSpec[],
  plan: PlanContext,
): OfEngine {
  const program = programOf(engine, (name) => plan.program(name));
  const kept = program === null ? plan.left(evidencePath(step.name, engine.name)) : undefined;
  const how: RunHow = { step: step.name, program, timeout: step.params.timeout ?? step.defaults.timeout ?? null };
  const versions = program === null ? [] : [versionsNode(engine, program, step, plan)];
  const shared: Record<string, InputSpec> = {
    ...(kept !== undefined && { [keptInput(engine.name)]: { is: 'file', path: kept } }),
    ...Object.fromEntries(versions.map(({ id }) => [VERSIONS, { is: 'node', node: id, parts: 'all' } as const])),
  };
  const bySteps = new Map<string, NodeSpec[]>();
  for (const node of nodes) {
    const of = stepOf(node.id);
    bySteps.set(of, [...(bySteps.get(of) ?? []), node]);
  }
  const runs = [...bySteps].map(([of, own]) => runNode({ engine, how, shared }, of, own, step, plan));
  return { engine, isHere: program !== null, kept, versions, runs };
}

const stepOf = (id: string): string => id.replace(/[.[].*$/su, '');

/** Asks for versions again where the program or one of its packages has changed. */
function versionsNode(
  { name, program: language, packages }: EngineProgram,
  program: string,
  step: Step<WitnessParams>,
  plan: PlanContext,
): NodeSpec {
  const inputs: Record<string, InputSpec> = {
    [HELPER]: { is: 'template', name: language.helper },
    [program]: { is: 'file', path: program },
  };
  const path = attempt(() => realpathSync(program)) ?? program;
  for (const asked of packages) {
    const file = plan.systemFile(language.packageFiles(asked.replace(/\?$/, ''), { path, env: homes() }));
    if (file !== undefined) inputs[file] = { is: 'file', path: file };
  }
  const how: BridgeHow = { step: step.name, program, sought: language.programs, timeout: null };
  return {
    id: `${step.name}@${name}` as NodeId,
    kind: 'bridge-versions',
    params: { language: language.kind, packages: [...packages], env: {} },
    inputs,
    origins: Object.fromEntries(['packages', 'program'].map((key) => [key, { path: keyPath(step, 'with') }])),
    cost: 'external',
    how: how as unknown as Json,
  };
}

interface Running {
  readonly engine: EngineProgram;
  readonly how: RunHow;
  readonly shared: Readonly<Record<string, InputSpec>>;
}

/** Confirms the results of one step, in one call of the engine. */
function runNode(
  { engine, how, shared }: Running,
  of: string,
  nodes: readonly NodeSpec[],
  step: Step<WitnessParams>,
  plan: PlanContext,
): NodeSpec {
  const inputs: Record<string, InputSpec> = { ...shared };
  const sources = nodes.map((node): AskedNode => {
    const kind = plan.kind(node);
    const data = isExported(kind) ? node.inputs.data : undefined;
    if (data?.is !== 'node') return { node: node.id, kind, params: null, data: null };
    inputs[resultInput(node.id)] = { is: 'node', node: node.id, parts: 'all' };
    inputs[dataInput(data.node)] = both(inputs[dataInput(data.node)], data);
    const further = Object.fromEntries(
      furtherInputs(kind).flatMap((name) => {
        const input = node.inputs[name];
        if (input?.is !== 'node') return [];
        inputs[furtherInput(input.node)] = both(inputs[furtherInput(input.node)], input);
        return [[name, input.node]];
      }),
    );
    const asked = { node: node.id, kind, params: node.params, data: data.node };
    return Object.keys(further).length === 0 ? asked : { ...asked, further };
  });
  const params: RunParams = { by: engine.name, sources };
  return {
    id: `${step.name}@${engine.name}.${of}` as NodeId,
    kind: 'witness-run',
    params: params as unknown as Json,
    inputs,
    origins: { timeout: { path: keyPath(step, 'timeout') } },
    cost: 'external',
    how: how as unknown as Json,
  };
}

/** Joins what two nodes read of one frame. */
function both(known: InputSpec | undefined, more: InputSpec & { is: 'node' }): InputSpec {
  if (known?.is !== 'node') return more;
  if (known.parts === 'all' || more.parts === 'all') return { ...more, parts: 'all' };
  return { ...more, parts: [...new Set([...known.parts, ...more.parts])].sort() };
}

function filesNode(step: Step<WitnessParams>, all: readonly OfEngine[]): NodeSpec {
  const ran = all.filter(({ isHere }) => isHere).map(({ engine }) => engine.name);
  const kept = all.filter((each) => each.kept !== undefined);
  const params: FilesParams = { step: step.name, ran, kept: kept.map(({ engine }) => engine.name) };
  return {
    id: `${step.name}@files` as NodeId,
    kind: 'witness-files',
    params: params as unknown as Json,
    inputs: {
      [step.name]: { is: 'node', node: step.name as NodeId, parts: ['evidence', 'records'] },
      ...Object.fromEntries(
        kept.map(({ engine, kept: path }): [string, InputSpec] => [
          keptInput(engine.name),
          { is: 'file', path: path! },
        ]),
      ),
    },
    outputs: [recordsPath(step.name), ...[...ran, ...params.kept].map((name) => evidencePath(step.name, name))],
  };
}

/** Plans a `command` step: one node runs it, and where its outputs differ in type, each is a node of its own. */
import type { NodeId } from '../../../src/base/brand.ts';
import { defined } from '../../../src/base/defined.ts';
import type { Json } from '../../../src/base/json.ts';
import { nodeId } from '../../../src/base/node-id.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import type { InputSpec, NodeSpec, Origin, PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import { readingOf } from '../../../src/frame/cells/readings.ts';
import { unknownType } from '../../../src/frame/declared/declaration.ts';
import { frameParts } from '../../../src/frame/stored/artifact.ts';
import { keyPath } from '../frame-source.ts';
import { checkPlaces, checkShell, checkTexts } from './check.ts';
import { environmentOf, fileInputs } from './declared.ts';
import { fileFor, isWritable, writableExtensions } from './inputs.ts';
import type { CommandCall, CommandNodeParams, CommandParams, FrameOutput, OutputSpec, ProgramSpec } from './keys.ts';
import { askedBy } from './versions.ts';

/** Input that holds the raw files of the node that ran the command. */
export const RUN = '@run';
export const VERSIONS = '@versions';

type Outputs = Readonly<Record<string, OutputSpec>>;

export function expandCommand(step: Step<CommandParams>, plan: PlanContext): NodeSpec[] {
  checkPlaces(step, plan);
  checkShell(step, plan);
  const passable = checkTexts(step, plan);
  const outputs = outputsOf(step, plan);
  const versions = passable ? versionsNode(step, plan) : undefined;
  const runner = runNode(step, plan, outputs, versions);
  const nodes = isOneNode(outputs) ? [whole(runner, step, outputs)] : parted(runner, step, outputs);
  return versions === undefined ? nodes : [versions, ...nodes];
}

/** Tells whether one node holds all outputs. Files go together; any other output is an artifact of its own. */
export function isOneNode(outputs: Readonly<Record<string, { readonly as: string }>>): boolean {
  const all = Object.values(outputs);
  return all.length === 1 || all.every((output) => output.as === 'file');
}

/** Id of the node of an output among several, by the file's name without extension where that is unambiguous. */
export function outputNode(step: string, name: string, names: readonly string[]): NodeId {
  const stem = (path: string): string => path.replace(/^.*\//, '').replace(/(.)\.[^.]*$/, '$1');
  const alone = names.filter((other) => stem(other) === stem(name)).length === 1;
  return nodeId(step, [alone ? stem(name) : name]);
}

export function settledOutput(output: CommandParams['outputs'][string]) {
  return typeof output === 'string' ? { as: output } : output;
}

function outputsOf(step: Step<CommandParams>, plan: PlanContext): Outputs {
  const entries = plan.keys([...step.path, 'outputs']).map((name): [string, OutputSpec] => {
    const given = settledOutput(step.params.outputs[name]!);
    if (given.as === 'file') return [name, { as: 'file', path: `out/${step.name}/${name}` }];
    if (given.as === 'fit') return [name, { as: 'fit' }];
    refuseUnknownTypes(given as FrameOutput, [...step.path, 'outputs', name], plan);
    return [name, withLevels(given as FrameOutput, plan)];
  });
  return Object.fromEntries(entries);
}

function refuseUnknownTypes(output: FrameOutput, path: YamlPath, plan: PlanContext): void {
  for (const [name, type] of Object.entries(output.types ?? {}))
    if (readingOf(type) === undefined) plan.complain(unknownType(type, [...path, 'types', name]));
}

function withLevels(output: FrameOutput, plan: PlanContext): FrameOutput {
  const declared = Object.entries(output.types ?? {}).flatMap(([name, type]) => {
    const levels = type === 'category' ? ownValue(plan.project.variables, name)?.levels : undefined;
    return levels === undefined ? [] : [[name, levels] as const];
  });
  return declared.length === 0 ? output : { ...output, levels: Object.fromEntries(declared) };
}

function runNode(step: Step<CommandParams>, plan: PlanContext, outputs: Outputs, versions: NodeSpec | undefined) {
  const { run, inputs = {} } = step.params;
  const { timeout, trace, shell } = { ...step.defaults, ...step.params };
  const columns = Object.entries(inputs).flatMap(([place, input]) =>
    typeof input === 'string' || input.columns === undefined ? [] : [[place, input.columns] as const],
  );
  const program: ProgramSpec = {
    run,
    // A list has no shell, and `sh` is what nothing said means.
    ...(typeof run === 'string' && shell !== undefined && shell !== 'sh' ? { shell } : {}),
    env: environmentOf(step, plan),
    columns: Object.fromEntries(columns),
  };
  const results = nodeInputs(step, plan);
  const how: CommandCall = {
    step: step.name,
    results: Object.keys(results),
    timeout: timeout ?? null,
    ...(shell === undefined ? {} : { shell }),
    ...(trace === true ? { strace: plan.cluster ? null : (plan.program('strace') ?? null) } : {}),
    ...(plan.cluster && { on: plan.cluster.on }),
  };
  return {
    program,
    how: how as unknown as Json,
    inputs: {
      ...fileInputs(step, plan),
      ...results,
      ...(versions === undefined ? {} : { [VERSIONS]: { is: 'node', node: versions.id, parts: 'all' } as InputSpec }),
    },
    origins: originsOf(step, plan, outputs),
  };
}

type Runner = ReturnType<typeof runNode>;

function whole({ program, how, inputs, origins }: Runner, step: Step<CommandParams>, outputs: Outputs): NodeSpec {
  const paths = Object.values(outputs).flatMap((output) => (output.as === 'file' ? [output.path] : []));
  return {
    id: step.name as NodeId,
    params: { program, raw: false, outputs } satisfies CommandNodeParams as unknown as Json,
    inputs,
    origins: { ...origins, ...viewOrigin(Object.keys(outputs)[0]!, origins) },
    cost: 'external',
    how,
    ...(paths.length === 0 ? {} : { outputs: paths }),
    ...madeOf(step, Object.keys(outputs)[0]!, outputs),
  };
}

function parted({ program, how, inputs, origins }: Runner, step: Step<CommandParams>, outputs: Outputs): NodeSpec[] {
  const names = Object.keys(outputs);
  const raw = Object.fromEntries(
    [...names].sort().map((name): [string, OutputSpec] => [name, { as: 'file', path: name }]),
  );
  const runner: NodeSpec = {
    id: `${step.name}${RUN}` as NodeId,
    params: { program, raw: true, outputs: raw } satisfies CommandNodeParams as unknown as Json,
    inputs,
    origins,
    cost: 'external',
    how,
    artifact: 'command',
  };
  const takers = names.map((name): NodeSpec => {
    const output = outputs[name]!;
    return {
      id: outputNode(step.name, name, names),
      params: { program: null, raw: false, outputs: { [name]: output } } satisfies CommandNodeParams as unknown as Json,
      inputs: { [RUN]: { is: 'node', node: runner.id, parts: [name] } },
      origins: { ...origins, ...viewOrigin(name, origins) },
      ...(output.as === 'file' ? { outputs: [output.path] } : {}),
      ...madeOf(step, name, outputs),
    };
  });
  return [runner, ...takers];
}

/** The type of artifact that an output becomes (`outputs` tells which are files), and its header in tables. */
function madeOf(step: Step<CommandParams>, name: string, outputs: Outputs): Pick<NodeSpec, 'artifact' | 'view'> {
  const given = settledOutput(step.params.outputs[name]!);
  const { as } = outputs[name]!;
  return {
    ...(as === 'file' ? {} : { artifact: as }),
    view: { header: 'header' in given ? (given.header ?? '') : '' },
  };
}

/** Origin of the header that tables show. */
function viewOrigin(name: string, origins: Readonly<Record<string, Origin>>): Record<string, Origin> {
  const header = ownValue(origins, `outputs.${name}.header`);
  return header === undefined ? {} : { 'view.header': header };
}

function versionsNode(step: Step<CommandParams>, plan: PlanContext): NodeSpec | undefined {
  const { versions } = step.params;
  if (versions === undefined) return undefined;
  const env = environmentOf(step, plan);
  const inputs: Record<string, InputSpec> = {};
  versions.forEach((line, i) => {
    const asked = askedBy(line);
    if (asked === undefined) {
      plan.complain({
        code: 'unknown-program',
        message: `\`${line}\` does not tell in which file the version stands, so that a change of it would go unnoticed`,
        path: [...step.path, 'versions', i],
        hint: 'a program with flags alone (`Rscript --version`), or the file that says it (`cat /usr/lib/R/library/MASS/DESCRIPTION`)',
      });
      return;
    }
    // A cluster's workers have files of their own.
    if (plan.cluster) return;
    const programs = asked.programs.map(({ name, path = env.PATH }) => plan.program(name, path));
    for (const path of [...programs, ...asked.files]) if (path !== undefined) inputs[path] = { is: 'file', path };
  });
  const path = [...step.path, 'versions'];
  const text = plan.said(path);
  return {
    id: `${step.name}${VERSIONS}` as NodeId,
    kind: 'versions',
    params: defined({ versions, env, cluster: plan.cluster }) as unknown as Json,
    inputs,
    origins: { versions: defined({ path, text }) },
    cost: 'external',
    how: { step: step.name } satisfies Pick<CommandCall, 'step'>,
  };
}

function nodeInputs(step: Step<CommandParams>, plan: PlanContext): Record<string, InputSpec> {
  const { inputs = {} } = step.params;
  const found: Record<string, InputSpec> = {};
  for (const [place, input] of Object.entries(inputs)) {
    const path = [...step.path, 'inputs', place];
    const [reference, at] = typeof input === 'string' ? [input, path] : [input.from, [...path, 'from']];
    const node = plan.node(reference, at);
    if (node === undefined) continue;
    if (node.outputs !== undefined) {
      const file = fileFor(place, node.outputs);
      if ('path' in file) found[place] = { is: 'node', node: node.id, parts: [file.path] };
      else {
        const message = `\`${reference}\` cannot be written as \`${place}\`: ${file.refused}`;
        plan.complain({ code: 'unknown-file', message, path, key: true, hint: file.hint });
      }
      continue;
    }
    if (!isWritable(place)) {
      plan.complain({
        code: 'unknown-format',
        message: `\`${reference}\` cannot be written as \`${place}\``,
        path,
        key: true,
        hint: `frames are written as \`.csv\` or \`.tsv\`, other results as \`.json\` (known: ${writableExtensions.join(', ')})`,
      });
      continue;
    }
    const columns = typeof input === 'string' ? undefined : input.columns;
    const known = plan.columns(reference)?.map((column) => column.name);
    if (columns && known) checkColumns(columns, known, [...path, 'columns'], plan);
    const wanted = columns ?? known;
    found[place] = { is: 'node', node: node.id, parts: wanted === undefined ? 'all' : frameParts(wanted) };
  }
  return found;
}

function checkColumns(columns: readonly string[], known: readonly string[], at: YamlPath, plan: PlanContext): void {
  columns.forEach((name, i) => {
    if (known.includes(name)) return;
    const hint = didYouMean(name, known);
    plan.complain({
      code: 'unknown-variable',
      message: `unknown variable \`${name}\``,
      path: [...at, i],
      hint,
    });
  });
}

/** Origins of the node's parameters: the keys that said them. */
function originsOf(step: Step<CommandParams>, plan: PlanContext, outputs: Outputs): Record<string, Origin> {
  const found: Record<string, Origin> = {};
  const add = (param: string, path: YamlPath): void => {
    const text = plan.said(path);
    found[param] = defined({ path, text });
  };
  for (const key of ['files', 'inputs', 'outputs', 'timeout', 'trace', 'versions'] as const)
    if (step.params[key] !== undefined) add(key, [...step.path, key]);
  add('program.run', [...step.path, 'run']);
  add('program.shell', keyPath(step, 'shell'));
  if (step.params.env !== undefined) add('program.env', [...step.path, 'env']);
  for (const name of Object.keys(step.params.env ?? {})) add(`program.env.${name}`, [...step.path, 'env', name]);
  for (const [place, input] of Object.entries(step.params.inputs ?? {})) {
    add(`inputs.${place}`, [...step.path, 'inputs', place]);
    if (typeof input !== 'string') add(`program.columns.${place}`, [...step.path, 'inputs', place, 'columns']);
  }
  for (const name of Object.keys(outputs)) {
    add(`outputs.${name}`, [...step.path, 'outputs', name]);
    const given = settledOutput(step.params.outputs[name]!);
    for (const key of Object.keys(given)) {
      if (key !== 'as') add(`outputs.${name}.${key}`, [...step.path, 'outputs', name, key]);
    }
  }
  return found;
}

/** The kind `command`: runs a program of the system on declared inputs and takes its outputs. */
import type { Artifact } from '../../src/base/reader.ts';
import { defineStep, type RunContext, type Step } from '../../src/engine/step.ts';
import { readFitFile } from '../lib/command/fit.ts';
import { readFrameFile } from '../lib/command/frame.ts';
import {
  type CommandNodeParams,
  type CommandParams,
  type FrameOutput,
  type OutputSpec,
  params,
} from '../lib/command/keys.ts';
import { expandCommand, isOneNode, outputNode, RUN, settledOutput } from '../lib/command/plan.ts';
import { runCommand } from '../lib/command/run.ts';
import { neededByProgram, startedText } from '../lib/command/started.ts';

type DeclaredPanel = NonNullable<FrameOutput['panel']>;

export default defineStep({
  name: 'command',
  summary: 'Runs any program in a folder that holds only its declared inputs; takes back only its declared outputs',
  params,
  cost: 'external',
  starts(params) {
    const { program } = params as unknown as CommandNodeParams;
    return program === null ? undefined : startedText(program.run);
  },
  programs(params) {
    const { program } = params as unknown as CommandNodeParams;
    return program === null ? [] : neededByProgram(program);
  },
  expand: (step, plan) => expandCommand(step, plan),
  panel: (step, _, reference) => panelOf(step, reference),
  async run(context): Promise<Artifact> {
    const anyContext = context as RunContext<unknown>;
    const { program, raw, outputs } = context.params as unknown as CommandNodeParams;
    const files = program === null ? taken(anyContext, outputs) : await runCommand(anyContext, program);
    return raw ? { type: 'command', parts: files } : typed(anyContext, outputs, files);
  },
});

function panelOf(step: Step<CommandParams>, reference: string): DeclaredPanel | null {
  const { outputs } = step.params;
  const names = Object.keys(outputs);
  const settled = Object.fromEntries(names.map((name) => [name, settledOutput(outputs[name]!)]));
  const name = isOneNode(settled) ? names[0]! : names.find((each) => outputNode(step.name, each, names) === reference);
  const output = name === undefined ? undefined : settled[name];
  return output?.as === 'frame' ? ((output as FrameOutput).panel ?? null) : null;
}

/** Files that the node that ran the command left for this one. */
function taken(context: RunContext<unknown>, outputs: CommandNodeParams['outputs']): ReadonlyMap<string, Uint8Array> {
  const files = context.artifact(RUN);
  return new Map(Object.keys(outputs).map((name) => [name, files.bytes(name)]));
}

function typed(
  context: RunContext<unknown>,
  outputs: Readonly<Record<string, OutputSpec>>,
  files: ReadonlyMap<string, Uint8Array>,
): Artifact {
  const parts = new Map<string, Uint8Array>();
  for (const [name, output] of Object.entries(outputs)) {
    const bytes = files.get(name)!;
    if (output.as === 'frame') return readFrameFile(context, name, bytes, output);
    if (output.as === 'fit') return readFitFile(context, { name, bytes, param: `outputs.${name}` });
    parts.set(output.path, bytes);
  }
  return { type: 'files', parts };
}

/** The contract of tools, one file each, listed in `tools/registry.ts`. */
import type { TSchema } from 'typebox';
import type { Agent, Call, Command } from '../command.ts';
import { runCommand } from '../run-command.ts';
import { type Sink, sinks } from '../terminal/terminal.ts';
import type { ToolReply } from './answers.ts';
import type { Proposals } from './kept-proposals.ts';

/** The project in which agents may ask, and what they may have done there. */
export interface Ground {
  /** Absolute. */
  readonly root: string;
  /** The pipeline, relative to the root. */
  readonly file: string;
  readonly mayRun: boolean;
  /** THE list of commands. */
  readonly commands: readonly Command[];
  readonly proposals: Proposals;
}

/** One request of an agent's. */
export interface AgentRequest {
  readonly ground: Ground;
  readonly agent: Agent;
  progress(done: number, message: string): void;
}

export interface Tool {
  readonly name: string;
  /** Says to an agent what it is for. */
  readonly description: string;
  /** Schema of the arguments, an object. */
  readonly input: TSchema;
  /** Says what the tool does to the project: `reads` it, `writes` the pipeline, or `runs` nodes, which takes `--allow-run`. */
  readonly does: 'reads' | 'writes' | 'runs';
  /** `given` fits the schema. */
  call(given: Readonly<Record<string, unknown>>, asked: AgentRequest): Promise<ToolReply>;
}

/** Carries out a command as its user would with `--json`, and gives what it prints. */
export async function answerOf(
  name: string,
  { ground, agent, progress }: AgentRequest,
  given: Pick<Call, 'values' | 'positionals'>,
): Promise<ToolReply> {
  const { root, file, commands } = ground;
  const command = commands.find((each) => each.name === name)!;
  const lines: string[] = [];
  const notes: string[] = [];
  const sink: Sink = {
    result(line) {
      lines.push(line);
      progress(lines.length, nodeIn(line));
    },
    note: (text) => void notes.push(text),
  };
  const values = { directory: root, file, json: true, ...given.values };
  const exit = await sinks.run(sink, () => runCommand(command, { values, positionals: given.positionals, agent }));
  const said = lines.map((line) => JSON.parse(line) as unknown);
  const messages = notes
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return { exit, data: said.length > 1 ? said : (said[0] ?? null), messages };
}

/** The node that a line of `run --json` tells of. */
const nodeIn = (line: string): string => /^\{"event":"(?:start|ran|failed)","node":"([^"]+)"/.exec(line)?.[1] ?? '';

/** Names of nodes, steps and patterns among arguments. */
export const names = (given: Readonly<Record<string, unknown>>, key: string): readonly string[] =>
  (given[key] ?? []) as readonly string[];

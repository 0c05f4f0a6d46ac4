/** The contract of commands, with the options and exit codes that they share. */
import type { ParseArgsConfig } from 'node:util';

export interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** The value's name in `--help`: `N`, `DIR`. */
  readonly value?: string;
  readonly help: string;
  /** Says what is wrong with a value, in words. */
  readonly wrong?: (value: string) => string | undefined;
}

export interface Call {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
  /** Present where no person at a terminal calls, but an agent: it opens no other folder, and sees no more than others may. */
  readonly agent?: Agent;
}

export interface Agent {
  /** Aborted when what the call does is to end. */
  readonly signal: AbortSignal;
  /** Says whether nodes may run. */
  readonly mayRun: boolean;
  /** From now on signals are obeyed though this thread is given to a node that takes long. */
  outlast(): void;
}

export interface Command {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** The operands as `--help` shows them: `NODE`, `[NODE|STEP|GLOB…]`. */
  readonly operands: string;
  /** The smallest and largest number of operands that the command takes. */
  readonly arity: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
  /** Carries the command out and resolves to the exit code. */
  run(call: Call): Promise<number>;
}

/** Exit codes (docs/cli.md). */
export const EXIT = {
  done: 0,
  failed: 1,
  wrong: 2,
  claimFalse: 3,
  different: 4,
  interrupted: 130,
  /** 128 + SIGPIPE, a signal that Node reports as an error. */
  closedPipe: 141,
} as const;

/** Options of every command that opens a project. */
export const projectOptions = {
  directory: { type: 'string', short: 'C', value: 'DIR', help: 'the project is in DIR' },
  file: { type: 'string', short: 'f', value: 'FILE', help: 'the pipeline is FILE (pipeline.yaml)' },
  trust: { type: 'boolean', help: 'for this call, the project may run code and start programs (docs/security.md)' },
  'allow-outside': { type: 'boolean', help: 'paths and links may lead out of the project' },
} as const satisfies Record<string, Option>;

/** The option of commands that use the shared cache. */
export const tokenOption = {
  'token-server': { type: 'string', value: 'HOST', help: 'for this call, tokens may go to HOST (docs/cache.md)' },
} as const satisfies Record<string, Option>;

export const jsonOption = { json: { type: 'boolean', help: 'machine-readable output' } } as const satisfies Record<
  string,
  Option
>;

/** Options of every command, which `--help` of none lists. */
const everyOption: Readonly<Record<string, Option>> = {
  help: { type: 'boolean', short: 'h', help: 'this help' },
  trace: { type: 'boolean', help: 'the whole stack of an internal error' },
};

export function parseConfig(command: Command): ParseArgsConfig['options'] {
  return Object.fromEntries(
    Object.entries({ ...command.options, ...everyOption }).map(([name, { type, short }]) => [
      name,
      { type, ...(short ? { short } : {}) },
    ]),
  );
}

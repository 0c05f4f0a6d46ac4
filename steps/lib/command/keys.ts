/** The keys of a `command` step, and the parameters of its nodes, which determine their results. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import { decimalSign, keptValues, missingValues, panelOfColumns, typesOfColumns } from '../models/value-keys.ts';
import { type ShellName, shellNames } from './shell.ts';

const Place = { description: 'a file name, relative to the folder the command runs in' };

const Input = Type.Union([
  Type.String({ description: 'a step or node whose result the command reads' }),
  strict({
    from: Type.String({ description: 'a step or node whose result the command reads' }),
    columns: optional.texts('of a frame: these columns in this order; a change of any other reruns nothing'),
  }),
]);

const asFrame = {
  as: Type.Literal('frame', { description: 'the file is read as data' }),
  panel: Type.Optional(panelOfColumns),
  types: Type.Optional(typesOfColumns),
  missing: Type.Optional(missingValues),
  not_missing: Type.Optional(keptValues),
  delimiter: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1,
      pattern: '^[\\x00-\\x7f]$',
      description: 'the character between values; found from the file when left out',
    }),
  ),
  decimal: Type.Optional(decimalSign),
};
const Output = Type.Union(
  [
    Type.Enum(['frame', 'fit', 'file']),
    strict(asFrame),
    strict({
      as: Type.Literal('fit', { description: 'the file is read as a fit, in JSON' }),
      header: optional.text("the column's heading in tables"),
    }),
    strict({ as: Type.Literal('file', { description: 'the file goes to out/ as it is' }) }),
  ],
  { description: '`frame`, `fit`, `file`, or a map with `as:` one of them' },
);

export const params = strict({
  run: Type.Union(
    [
      Type.String({ minLength: 1, description: 'a line for the shell' }),
      Type.Array(Type.String(), { minItems: 1, description: 'a program and its arguments' }),
    ],
    { description: 'a line for the shell, or a list: a program and its arguments' },
  ),
  shell: Type.Optional(
    Type.Enum(shellNames as ShellName[], {
      description: 'the shell of a line: `sh` where nothing is said; Windows wants it said',
    }),
  ),
  files: optional.texts('project files the command reads, scripts included; each lies at the same path in its folder'),
  inputs: Type.Optional(
    Type.Record(Type.String(Place), Input, {
      description: 'file name: the step whose result is written there (frames as .csv or .tsv, fits as .json)',
    }),
  ),
  outputs: Type.Record(Type.String(Place), Output, {
    minProperties: 1,
    description: 'file name: what the command writes there: `frame` (data), `fit` (JSON), or `file` (goes to out/)',
  }),
  env: optional.map(
    Type.Union([Type.String(), Type.Number()]),
    'environment variables; others than PATH, LANG, TZ and TMPDIR the command does not see',
  ),
  versions: Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'lines like `Rscript --version`: the step runs again when one prints something else',
    }),
  ),
  timeout: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 2_000_000,
      description: 'seconds, after which the command is stopped and the step fails',
    }),
  ),
  trace: optional.flag('watch with strace what the command reaches past its folder'),
});
export type CommandParams = Static<typeof params>;

/** A program and its arguments, or a line and its shell, which is `sh` where none is named. */
export interface ProgramSpec {
  readonly run: string | readonly string[];
  readonly shell?: ShellName;
  readonly env: Readonly<Record<string, string>>;
  /** Place → its columns in written order, where they were chosen. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

export interface FrameOutput extends Pick<Declaration, 'types' | 'levels' | 'missing' | 'not_missing'> {
  readonly as: 'frame';
  readonly panel?: { readonly unit: string; readonly time: string };
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
}

/** The use of a file that the command wrote. A plain file goes to `path` in the project. */
export type OutputSpec = FrameOutput | { readonly as: 'fit' } | { readonly as: 'file'; readonly path: string };

/**
 * A node's parameters. A node with a program runs it, and its result is what the outputs say, or (`raw`) the files as they are, from which
 * nodes without a program take theirs.
 */
export interface CommandNodeParams {
  readonly program: ProgramSpec | null;
  readonly raw: boolean;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
}

/** Settings of the program's run, which are not in the key. */
export interface CommandCall {
  /** The step's name, for messages. */
  readonly step: string;
  /** Inputs that are results of other nodes; the others are files. */
  readonly results: readonly string[];
  /** The time limit in seconds; null where there is none. */
  readonly timeout: number | null;
  /** The shell that the step names. */
  readonly shell?: ShellName;
  /** Path of strace; null where it is asked for and not there. */
  readonly strace?: string | null;
  /** The cluster whose workers run it. */
  readonly on?: string;
}

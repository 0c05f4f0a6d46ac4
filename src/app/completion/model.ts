/** Lists what a shell may complete, by the registry of commands: each shell's script is written from this one model. */
import type { Command, Option } from '../command.ts';

/** Says what stands in the place of a word: names of nodes and steps as the last run left them, paths, or words that are known. */
export type Operand = 'names' | 'files' | 'folders' | readonly string[];

export interface CompletedOption {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly help: string;
  /** Says what follows the option; absent where it takes no value. */
  readonly value?: Operand;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly operands: readonly Operand[];
}

/** `work` is what batch scripts call, and no command for people. */
const HIDDEN: ReadonlySet<string> = new Set(['work']);

export const completed = (commands: readonly Command[]): CompletedCommand[] =>
  commands
    .filter(({ name }) => !HIDDEN.has(name))
    .map(({ name, summary, operands, options }) => ({
      name,
      summary,
      operands: operandsOf(operands),
      options: [
        ...Object.entries(options).map(([option, each]) => optionOf(option, each)),
        { name: 'help', short: 'h', help: 'this help' },
      ],
    }));

function optionOf(name: string, { type, short, value, help }: Option): CompletedOption {
  return {
    name,
    help,
    ...(short === undefined ? {} : { short }),
    ...(type === 'string' ? { value: operandsOf(value ?? '')[0] ?? [] } : {}),
  };
}

/** `push|pull [NODE|STEP|GLOB…]` are two words, then names: words in small letters stand for themselves. */
function operandsOf(said: string): Operand[] {
  return said
    .replace(/[[\]…]/g, '')
    .split(' ')
    .flatMap((each): Operand[] => {
      const words = each.split('|');
      if (words.includes('NODE')) return ['names'];
      if (words.includes('DIR')) return ['folders'];
      if (words.some((word) => /^(FILE|COPY|SPOOL)/.test(word))) return ['files'];
      const known = words.filter((word) => /^[a-z]/.test(word));
      return known.length === 0 ? [] : [known];
    });
}

/** Every word that a command takes beside its options. */
export const wordsOf = (operands: readonly Operand[]): string[] =>
  operands.flatMap((operand) => (typeof operand === 'string' ? [] : operand));

/** Options that are followed by a value, each as it is written. */
export const valued = (commands: readonly CompletedCommand[]): string[] => {
  const all = commands.flatMap(({ options }) => options.filter(({ value }) => value !== undefined).flatMap(written));
  return [...new Set(all)];
};

/** `--jobs`, `-j`. */
export const written = ({ name, short }: CompletedOption): string[] =>
  short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];

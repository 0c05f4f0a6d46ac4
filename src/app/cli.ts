/** The command line: finds the command, reads its options, runs it. */
import { parseArgs } from 'node:util';
import { allKinds } from '../../steps/registry.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { showWholeStacks } from '../engine/code/thrown.ts';
import { type Call, type Command, EXIT, parseConfig } from './command.ts';
import { commands } from './commands/registry.ts';
import { commandHelp, overview } from './help.ts';
import { version } from './place.ts';
import { runCommand } from './run-command.ts';
import { outliveTerminal } from './running/interruption.ts';
import { note, tell } from './terminal/terminal.ts';

export async function main(args: readonly string[]): Promise<number> {
  outliveTerminal();
  const [first] = args;
  if (first === '--version' || first === '-V') return print(`${version()}\n`);
  if (first === '--help' || first === '-h' || first === 'help') return print(overview(commands, kindsToWrite()));
  const at = firstOperand(args);
  const word = args[at];
  const named = commands.find((command) => command.name === word);
  const command = named ?? commands.find((c) => c.name === 'run')!;
  const call = readCall(command, named ? args.filter((_, i) => i !== at) : args);
  if (typeof call === 'string') return complain(call, command, word, named === undefined);
  if (call.values.help === true) return print(commandHelp(command));
  showWholeStacks(call.values.trace === true);
  const code = await runCommand(command, call);
  const near = named ? undefined : commandNear(word);
  if (code === EXIT.wrong && near) note(`hint: if a command was meant, ${near}\n`);
  return code;
}

/** Index of the command in `args`, since options may come before it; the length of `args` where there is no operand. */
function firstOperand(args: readonly string[]): number {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('-') || arg === '-') return i;
    if (arg === '--') break;
    if (takesNext(arg)) i += 1;
  }
  return args.length;
}

/** Tells whether an option's value is the next argument: `-f FILE`, `-qf FILE`, but not `-fFILE` or `--file=FILE`. */
function takesNext(arg: string): boolean {
  const options = commands.flatMap((command) => Object.entries(command.options));
  const withValue = options.filter(([, { type }]) => type === 'string');
  if (arg.startsWith('--')) return withValue.some(([name]) => arg === `--${name}`);
  const letters = withValue.map(([, { short }]) => short);
  const at = [...arg].findIndex((letter, i) => i > 0 && letters.includes(letter));
  return at === arg.length - 1;
}

/** The command that an operand, misspelt, may have meant. */
function commandNear(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  return didYouMean(
    word,
    commands.map((command) => command.name),
  );
}

function readCall(command: Command, args: readonly string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: parseConfig(command)!,
      allowPositionals: true,
      strict: true,
    });
    const [least, most] = command.arity;
    if (values.help !== true && (positionals.length < least || positionals.length > most)) {
      return positionals.length < least
        ? `\`papermake ${command.name}\` needs ${command.operands}`
        : `\`papermake ${command.name}\` does not take \`${positionals[most]}\``;
    }
    return wrongValue(command, values as Call['values']) ?? { values: values as Call['values'], positionals };
  } catch (error) {
    return optionMessage((error as Error).message, command);
  }
}

function wrongValue({ options }: Command, values: Call['values']): string | undefined {
  for (const [name, { wrong }] of Object.entries(options)) {
    const value = values[name];
    const message = typeof value === 'string' ? wrong?.(value) : undefined;
    if (message !== undefined) return message;
  }
  return undefined;
}

function optionMessage(message: string, command: Command): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return message.replace(/'([^']*)'/g, '`$1`').replace(/\.$/, '');
  const near = didYouMean(unknown.replace(/^-+/, ''), Object.keys(command.options));
  return `unknown option \`${unknown}\`${near ? `\nhint: ${near}` : ''}`;
}

function complain(message: string, command: Command, first: string | undefined, guessed: boolean): number {
  const near = guessed ? commandNear(first) : undefined;
  note(
    `papermake: ${message}${near ? `\nhint: ${near}` : ''}\nhint: \`papermake ${command.name} --help\` lists its options\n`,
  );
  return EXIT.wrong;
}

function print(text: string): number {
  tell(text);
  return EXIT.done;
}

/** Kinds that a pipeline may name. */
const kindsToWrite = (): string[] =>
  allKinds()
    .filter(({ internal }) => internal !== true)
    .map(({ name }) => name);

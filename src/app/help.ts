/** Writes `--help` from the registries of commands and of step kinds. */
import { type Command, EXIT, type Option } from './command.ts';
import { packageFile } from './place.ts';

/** Columns of a line. */
const WIDTH = 100;

export function overview(commands: readonly Command[], kinds: readonly string[]): string {
  const width = Math.max(...commands.map((command) => `${command.name} ${command.operands}`.length));
  const lines = commands.map(
    (command) => `  ${`${command.name} ${command.operands}`.padEnd(width)}  ${command.summary}`,
  );
  return [
    'papermake: make for empirical papers',
    '',
    'usage: papermake [COMMAND] [OPTIONS]',
    '',
    ...lines,
    '',
    'Without a command, `run`. `papermake COMMAND --help` tells more.',
    '',
    'Kinds of steps, whose keys stand in pipeline.md of the documentation:',
    ...inLines(kinds),
    '',
    `Exit codes: ${EXIT.done} done, ${EXIT.failed} a node failed, ${EXIT.wrong} the pipeline or the call is wrong, ${EXIT.claimFalse} a claim is false, ${EXIT.different} verify found a difference, ${EXIT.interrupted} interrupted.`,
    `Documentation: ${packageFile('../docs')}`,
    '',
  ].join('\n');
}

/** Names in lines, none broken. */
function inLines(names: readonly string[]): string[] {
  const lines = [' '];
  for (const [i, name] of names.entries()) {
    const word = i === names.length - 1 ? name : `${name},`;
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, option]) => [optionText(name, option), option.help] as const,
  );
  const width = Math.max(0, ...options.map(([text]) => text.length));
  return [
    `usage: papermake ${command.name} ${command.operands}`.trimEnd(),
    '',
    command.summary,
    '',
    ...options.map(([text, help]) => `  ${text.padEnd(width)}  ${help}`),
    '',
  ].join('\n');
}

function optionText(name: string, option: Option): string {
  const value = option.value ? ` ${option.value}` : '';
  return option.short ? `-${option.short}, --${name}${value}` : `    --${name}${value}`;
}

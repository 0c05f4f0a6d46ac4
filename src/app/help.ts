/** Writes `--help` from the registry of commands. */
import { type Command, EXIT, type Option } from './command.ts';
import { packageFile } from './place.ts';

export function overview(commands: readonly Command[]): string {
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
    `Exit codes: ${EXIT.done} done, ${EXIT.failed} a node failed, ${EXIT.wrong} the pipeline or the call is wrong, ${EXIT.claimFalse} a claim is false, ${EXIT.different} verify found a difference, ${EXIT.interrupted} interrupted.`,
    `Documentation: ${packageFile('../docs')}`,
    '',
  ].join('\n');
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

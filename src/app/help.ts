/** Writes `--help` from the registries of commands and of step kinds. */

import { wrapped } from '../base/text/fold.ts';
import { type Command, EXIT, type Option } from './command.ts';
import { packageFile } from './place.ts';
import { textWidth } from './terminal/width.ts';

export function overview(commands: readonly Command[], kinds: readonly string[]): string {
  const entries = commands.map(({ name, operands, summary }) => [`${name} ${operands}`.trimEnd(), summary] as const);
  return [
    'papermake: make for empirical papers',
    '',
    'usage: papermake [COMMAND] [OPTIONS]',
    '',
    ...beside(entries),
    '',
    'Without a command, `run`. `papermake COMMAND --help` tells more.',
    '',
    'Kinds of steps, each with a page in reference/ of the documentation:',
    ...inLines(kinds),
    '',
    ...wrapped(
      `Exit codes: ${EXIT.done} done, ${EXIT.failed} a node failed, ${EXIT.wrong} the pipeline or the call is wrong, ${EXIT.claimFalse} a claim is false, ${EXIT.different} verify found a difference, or sync or update left an edit, ${EXIT.interrupted} interrupted.`,
      textWidth(),
    ),
    `Documentation: ${packageFile('../docs')}`,
    '',
  ].join('\n');
}

/** Names in lines, none broken. */
const inLines = (names: readonly string[]): string[] => wrapped(`  ${names.join(', ')}`, textWidth(), '  ');

/** A term that is longer than this stands in a line of its own, above what it means. */
const LONGEST_TERM = 26;

/** Terms on the left, what each means on the right; further lines of it stand below the first. */
function beside(entries: readonly (readonly [term: string, meaning: string])[]): string[] {
  const width = Math.min(LONGEST_TERM, Math.max(0, ...entries.map(([term]) => term.length)));
  const indent = ' '.repeat(width + 4);
  return entries.flatMap(([term, meaning]) => {
    const isLong = term.length > width;
    const first = isLong ? indent : `  ${term.padEnd(width)}  `;
    return [...(isLong ? [`  ${term}`] : []), ...wrapped(`${first}${meaning}`, textWidth(), indent)];
  });
}

export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, option]) => [optionText(name, option), option.help] as const,
  );
  return [
    `usage: papermake ${command.name} ${command.operands}`.trimEnd(),
    '',
    ...wrapped(command.summary, textWidth()),
    '',
    ...beside(options),
    '',
  ].join('\n');
}

function optionText(name: string, option: Option): string {
  const value = option.value ? ` ${option.value}` : '';
  return option.short ? `-${option.short}, --${name}${value}` : `    --${name}${value}`;
}

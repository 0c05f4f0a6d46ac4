/** Tells how a command failed: how it ended, what it printed last, and which file it may have missed. */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { attempt } from '../../../src/base/attempt.ts';
import { pathInside } from '../../../src/base/system/path-inside.ts';
import { datum, either, PRINTED } from '../../../src/base/value.ts';
import type { Complaint } from '../../../src/engine/step.ts';
import { lastLines } from './log.ts';
import type { EndedProcess, Ending } from './process.ts';
import type { FoundSign } from './signs.ts';

const SHOWN_LINES = 40;

export function commandText(run: string | readonly string[]): string {
  const text = (typeof run === 'string' ? run : run.join(' ')).trim();
  const line = text.split('\n')[0]!;
  return line === text && line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}

/** The complaint about a command that failed. `step` is the one whose whole log can be asked for. */
export function failureOf(
  run: string | readonly string[],
  { ending, log }: EndedProcess,
  timeout: number | null,
  step: string,
): Complaint {
  const command = commandText(run);
  if (ending.is === 'timeout') {
    const message = `\`${command}\` ran longer than its \`timeout\` of ${timeout} s and was stopped${printed(log, step)}`;
    return { code: 'command-timeout', message, param: 'timeout' };
  }
  const hint = ending.is === 'exit' ? exitHint(ending.code) : undefined;
  const message = `\`${command}\` ended with ${endingText(ending)}${printed(log, step)}`;
  return { code: 'command-failed', message, param: 'program.run', hint };
}

/** The complaint about a command that exited with 0 although a log says that it failed, or may have. */
export function quietFailure(
  run: string | readonly string[],
  { program, certain, place, lines, hint }: FoundSign,
  step: string,
): Complaint {
  const command = commandText(run);
  const said = `${place === null ? 'it printed' : `\`${place}\` says`}${datum(PRINTED, `\n${quoted(lines)}`)}`;
  const about = { param: 'program.run', hint: `${hint}; \`papermake show --log ${step}\` shows all it said` };
  if (!certain)
    return { code: 'doubtful-log', message: `\`${command}\` ended with exit code 0, though ${said}`, ...about };
  const message = `\`${command}\` ended with exit code 0, but ${program} failed: ${said}`;
  return { code: 'command-failed', message, ...about };
}

const endingText = (ending: Exclude<Ending, { is: 'timeout' }>): string =>
  ending.is === 'exit' ? `exit code ${ending.code}` : ending.signal;

/** A hint at what a shell means by an exit code. */
function exitHint(code: number): string | undefined {
  // The second is what `cmd` says.
  if (code === 127 || code === 9009) return 'the PATH has no such program: is it installed?';
  if (code === 126) return 'the file is there but is no program that can run: does it begin with `#!`?';
  return code === 137 ? 'SIGKILL: the system may have run out of memory' : undefined;
}

/** Gives what a program printed last. It may be data, and nobody can tell: whoever may not see it asks for the log. */
export function printed(log: string, step: string): string {
  if (log.trim() === '') return '; it printed nothing';
  const lines = lastLines(log, SHOWN_LINES);
  const all = lines.length === lastLines(log, SHOWN_LINES + 1).length;
  const head = all
    ? 'it printed'
    : `the last ${SHOWN_LINES} lines it printed (\`papermake show --log ${step}\` shows all)`;
  return either(PRINTED, `; ${head}:\n${quoted(lines)}`, `; \`papermake show --log ${step}\` shows what it printed`);
}

const quoted = (lines: readonly string[]): string => lines.map((line) => `  | ${line}`).join('\n');

const ABSENCE =
  /no such file|cannot (?:open|find|access)|can't open|could not (?:open|find)|not found|does not exist|enoent|filenotfound|unable to (?:open|find|read)|failed to open/i;

/** Project files that the log says are missing and that were not declared. `isDeclared` tells by project path. */
export function missedFiles(log: string, root: string, isDeclared: (path: string) => boolean): string[] {
  const found = new Set<string>();
  for (const line of log.split('\n')) {
    if (!ABSENCE.test(line)) continue;
    for (const token of tokensOf(line)) {
      const path = projectFile(token, root);
      if (path !== undefined && !isDeclared(path)) found.add(path);
    }
  }
  return [...found].sort();
}

/** Texts of a line that may be file names: first those in quotation marks, which may hold spaces; then words without their punctuation. */
function tokensOf(line: string): string[] {
  const quoted = [...line.matchAll(/"([^"]+)"|'([^']+)'|`([^`']+)[`']|‘([^‘’]+)’|“([^“”]+)”/g)];
  const words = line.split(/\s+/).map((word) => word.replace(/^[("'`‘“[]+|(?<![)"'`’”\],.:;!])[)"'`’”\],.:;!]+$/g, ''));
  const beforeColons = line.split(/:\s/).map((text) => text.trim());
  return [...quoted.flatMap((match) => match.slice(1).filter((text) => text !== undefined)), ...words, ...beforeColons];
}

/** Path of a file relative to the project; undefined where none lies there. */
export function projectFile(name: string, root: string): string | undefined {
  if (name === '' || name.includes('\0') || name.length > 1000) return undefined;
  const path = pathInside(root, isAbsolute(name) ? name : join(root, name));
  if (path === undefined || path === '') return undefined;
  return attempt(() => statSync(join(root, path)).isFile()) ? path : undefined;
}

export function undeclaredInput(path: string): Complaint {
  return {
    code: 'undeclared-input',
    message: `\`${path}\` exists in the project but is not declared: add it to \`files:\``,
    param: 'files',
  };
}

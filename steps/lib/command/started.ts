/** Says which programs a node starts, for users who are asked whether they may. */

const LONGEST = 80;

/** A line for the shell, or a program and its arguments, in backticks on one line. */
export function startedText(run: string | readonly string[]): string {
  const line = (typeof run === 'string' ? run : run.join(' ')).replace(/\s+/g, ' ').trim();
  return `\`${line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`}\``;
}

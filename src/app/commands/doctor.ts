/** `papermake doctor`: what the project needs of this machine, whether it is here, and the line that brings what is missing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import type { Finding } from '../doctor/findings.ts';
import { systemLine, thisSystem } from '../machine/system.ts';
import { locate, whereOf } from '../project.ts';
import { openSurvey } from '../survey/open-survey.ts';
import { gridLines } from '../terminal/grid.ts';
import { ownName } from '../terminal/own-name.ts';
import { tell, tellJson } from '../terminal/terminal.ts';

/** Needs of more nodes are counted. */
const NAMED = 3;

export const doctor: Command = {
  name: 'doctor',
  summary: 'what the project needs of this machine, and how to install what is missing',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const { root, file } = locate(whereOf(call));
    const { ownFindings } = await import('../doctor/own-parts.ts');
    const own = await ownFindings(root);
    const isProject = existsSync(join(root, file));
    let needed: Finding[] = [];
    if (isProject) {
      const surveyed = await openSurvey(call);
      if (typeof surveyed === 'number') return surveyed;
      const { findingsOf } = await import('../doctor/findings.ts');
      needed = await findingsOf(surveyed);
    }
    const findings = [...needed, ...own];
    const missing = findings.filter(({ found }) => found === null);
    const code = missing.length === 0 ? EXIT.done : EXIT.failed;
    const system = thisSystem();
    if (call.values.json === true)
      tellJson({ system, project: isProject ? file : null, missing: missing.length, needs: findings });
    else
      tell(`${[systemLine(system), ...lines(findings), ...end(missing, isProject ? file : undefined)].join('\n')}\n`);
    return code;
  },
};

function lines(findings: readonly Finding[]): string[] {
  const rows = findings.map(({ name, found, neededBy }) => [
    found === null ? 'missing' : 'here',
    name,
    listed(neededBy),
  ]);
  const grid = gridLines(rows, ['left']);
  return findings.flatMap(({ found, install }, i) => [
    `  ${grid[i]!}`,
    ...(found === null ? [`           → ${install}`] : []),
  ]);
}

const listed = (names: readonly string[]): string =>
  names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');

function end(missing: readonly Finding[], file: string | undefined): string[] {
  if (missing.length > 0)
    return [`papermake: ${missing.length} of these ${missing.length === 1 ? 'is' : 'are'} missing`];
  return file === undefined
    ? [`papermake: nothing is missing; there is no project here: \`${ownName()} init --from DATA\` makes one`]
    : [`papermake: nothing is missing that ${file} needs`];
}

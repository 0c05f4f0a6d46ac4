/** Finds programs, packages, schedulers and permissions that a project needs of the machine. It starts nothing to find out. */
import { foundProgram, isFile } from '../../base/system/found-program.ts';
import { schedulerPrograms, userExecutors } from '../../engine/executors/cluster/open.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { HERE } from '../../engine/pipeline/executor-schema.ts';
import { shownName } from '../../engine/pipeline/reference.ts';
import { destinations } from '../../engine/run/destinations.ts';
import { templatePath } from '../place.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { ownName } from '../terminal/own-name.ts';
import { installerOf, lineFor } from './installers.ts';

export interface Finding {
  readonly is: 'program' | 'package' | 'part' | 'scheduler' | 'permission' | 'variable';
  /** The name that users call it by. */
  readonly name: string;
  /** Its place or its version; null where it is missing. */
  readonly found: string | null;
  /** Names of the nodes, executors or parts that need it. */
  readonly neededBy: readonly string[];
  /** The line that brings it, for this system; null where it is here. */
  readonly install: string | null;
}

interface Need extends Omit<Finding, 'neededBy'> {
  readonly of: string;
}

/** In the order of the pipeline; each need once, with all that have it. */
export async function findingsOf({ session, survey }: Surveyed, platform = process.platform): Promise<Finding[]> {
  const needs: Need[] = [];
  const nodes = [...survey.graph.nodes.values()];
  for (const { node, on } of destinations(session.spec, undefined, nodes.map(asDue))) {
    // The workers of a cluster look for programs themselves.
    if (on !== HERE) continue;
    const { id, loaded, params, how } = node;
    const of = shownName(id);
    for (const { names, path } of loaded.kind.programs?.(params, how) ?? []) {
      const installer = installerOf(names);
      const found = foundProgram(names, path) ?? null;
      needs.push({
        is: 'program',
        name: titleOf(installer.title, names),
        found,
        install: lineFor(installer, platform),
        of,
      });
    }
    for (const { name, files, install } of loaded.kind.packages?.(params, how) ?? [])
      needs.push({ is: 'package', name, found: files.find(isFile) ?? null, install, of });
  }
  for (const [name, declared] of Object.entries(userExecutors(session.project.executors ?? {}))) {
    for (const program of await schedulerPrograms(declared, (each) => templatePath(each, session.files)))
      needs.push({
        is: 'scheduler',
        name: program,
        found: foundProgram([program]) ?? null,
        install: lineFor(installerOf([program]), platform),
        of: name,
      });
  }
  const token = session.project.cache?.token;
  if (token !== undefined)
    needs.push({
      is: 'variable',
      name: token,
      found: process.env[token] === undefined ? null : 'set',
      install: `set the variable \`${token}\` to the token of the shared cache, before papermake is called`,
      of: 'cache',
    });
  for (const { id } of nodes.filter((node) => survey.withheld(node) !== undefined))
    needs.push({
      is: 'permission',
      name: 'trust',
      found: null,
      install: `\`${ownName()} trust\` lets this folder start programs, and says which`,
      of: shownName(id),
    });
  return joined(needs);
}

const asDue = (node: GraphNode) => ({ node, lasted: undefined, needs: undefined });

const titleOf = (title: string, [first = '']: readonly string[]): string =>
  title.toLowerCase() === first.toLowerCase() ? title : `${title} (${first})`;

function joined(needs: readonly Need[]): Finding[] {
  const byName = new Map<string, Finding & { readonly neededBy: string[] }>();
  for (const { of, ...need } of needs) {
    const key = `${need.is} ${need.name} ${need.found}`;
    const known = byName.get(key) ?? { ...need, neededBy: [] };
    if (!known.neededBy.includes(of)) known.neededBy.push(of);
    byName.set(key, known);
  }
  return [...byName.values()].map(settled);
}

/** A program that is here needs no line that brings it. */
const settled = (finding: Finding): Finding => (finding.found === null ? finding : { ...finding, install: null });

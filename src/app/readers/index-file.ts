/** Writes the index of results, and brings it up to date after a run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { targetNodes } from '../../engine/pipeline/targets.ts';
import { survey } from '../../engine/run/session.ts';
import { STORE, writeAtomically } from '../../engine/system/files.ts';
import { again, openProject, type Project } from '../project.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { askedFor, type Composed, composeIndex } from './compose.ts';
import { hasIndex, indexOf } from './place.ts';

export const readIndex = (root: string, pipeline: string): string | undefined =>
  attempt(() => readFileSync(join(root, indexOf(pipeline)), 'utf8'));

/** Writes the index of what `of` names, all where nothing is named; what is wrong with the names. */
export function writeIndex(
  surveyed: Surveyed,
  of: readonly string[],
): Composed | { readonly problems: readonly Problem[] } {
  const { session, survey: found } = surveyed;
  const { root, file } = session.options;
  const { wanted, problems } = targetNodes(found.graph, of);
  if (problems.length > 0) return { problems };
  const nodes = [...found.graph.nodes.keys()].filter((id) => wanted.has(id));
  const before = readIndex(root, file);
  const composed = found.store.whileReading(() => composeIndex(surveyed, nodes, { of, before }));
  if (!session.files.mayWrite(indexOf(file))) return { problems: [outside(indexOf(file))] };
  if (composed.text !== before)
    writeAtomically(join(root, indexOf(file)), composed.text, { temporaries: join(root, STORE, 'tmp') });
  return composed;
}

/**
 * Brings the index up to date after a run, where the project has one. A name that no step has any more is left out, since the run itself was
 * right without it.
 */
export async function refreshIndex(project: Project): Promise<void> {
  const { root, file } = project;
  if (!hasIndex(root, file)) return;
  const opened = await openProject(again(project));
  if (!opened.ok) return;
  const { session } = opened;
  const found = survey(session);
  if (found.problems.length > 0) return;
  const of = askedFor(readIndex(root, file) ?? '');
  const known = of.filter((name) => targetNodes(found.graph, [name]).problems.length === 0);
  if (of.length > 0 && known.length === 0) return;
  writeIndex({ session, survey: found, json: false }, known);
}

const outside = (path: string): Problem =>
  problemAt({
    code: 'output-link',
    message: `\`${path}\` leads through a symbolic link to another place than the project`,
    hint: 'remove the link, or, where it is your own, `--allow-outside`',
  });

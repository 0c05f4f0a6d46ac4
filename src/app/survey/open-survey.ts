/** Opens the project, decides every node and resolves the operands, for `why`, `show`, `status` and `graph`. */
import type { NodeId } from '../../base/brand.ts';
import { countedProblems, printProblems } from '../../base/print.ts';
import type { Problem } from '../../base/problem.ts';
import type { Graph, PendingStep } from '../../engine/graph.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import { targetNodes } from '../../engine/pipeline/targets.ts';
import { type Session, type Survey, survey } from '../../engine/run/session.ts';
import { type Call, EXIT } from '../command.ts';
import { openProject, sourceText, whereOf } from '../project.ts';
import { refused } from '../reporters/json.ts';
import { paintProblem } from '../terminal/style.ts';
import { note, tellJson } from '../terminal/terminal.ts';

export interface Surveyed {
  readonly session: Session;
  readonly survey: Survey;
  /** Is true where the answer is to be JSON. */
  readonly json: boolean;
}

/** Opens and decides; an exit code where problems were told instead. */
export async function openSurvey(call: Call): Promise<Surveyed | number> {
  const opened = await openProject(whereOf(call));
  const json = call.values.json === true;
  if (!opened.ok) return refuse(opened.problems, opened.root, json);
  const result = survey(opened.session);
  if (result.problems.length > 0) return refuse(result.problems, opened.root, json);
  return { session: opened.session, survey: result, json };
}

/** Tells why the pipeline or the call is wrong; a machine that asked for JSON reads it on stdout. */
export function refuse(problems: readonly Problem[], root: string, json = false): number {
  const source = sourceText(root);
  const counted = countedProblems(problems);
  note(`${printProblems(problems, source, paintProblem)}\n${counted === undefined ? '' : `\npapermake: ${counted}\n`}`);
  if (json) tellJson(refused(problems, source));
  return EXIT.wrong;
}

/** Tells what is wrong with the call itself. */
export function wrong(message: string): number {
  note(`papermake: ${message}\n`);
  return EXIT.wrong;
}

export interface NamedTargets {
  /** Nodes in graph order; levels nodes only where they were named themselves. */
  readonly nodes: readonly NodeId[];
  /** Steps that were named and whose nodes are not known yet. */
  readonly pending: readonly PendingStep[];
}

/** Returns the nodes that the operands name, or an exit code where problems were told. */
export function named(
  { session, survey: { graph }, json }: Surveyed,
  references: readonly string[],
): NamedTargets | number {
  const { wanted, pending, problems } = targetNodes(graph, references);
  if (problems.length > 0) return refuse(problems, session.options.root, json);
  const shown = (id: NodeId): boolean => wanted.has(id) && (!isLevels(graph, id) || references.includes(id));
  return { nodes: [...graph.nodes.keys()].filter(shown), pending };
}

/** Tells whether a node works for others, as the node of a split's levels does, so that no user names it. */
export const isLevels = (graph: Graph, id: NodeId): boolean => isInternal(id) && graph.nodes.has(id);

/** Prints one object where one thing was named, otherwise a list. */
export function printJson(items: readonly unknown[]): void {
  tellJson(items.length === 1 ? items[0] : items);
}

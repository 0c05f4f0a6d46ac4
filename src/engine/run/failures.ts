/** Makes problems at the YAML of failures that the engine itself finds. */
import { type Problem, problemAt } from '../../base/problem.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { either, PRINTED } from '../../base/value.ts';
import { shownStack } from '../code/thrown.ts';
import type { MissingInput } from '../decide/decide.ts';
import type { JobSource } from '../executors/gather.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import { placeOf } from '../pipeline/source/places.ts';
import type { Complaint } from '../step.ts';

export function impossibleProblems(node: GraphNode, missing: readonly MissingInput[], spec: PipelineSpec): Problem[] {
  const at = placeOf(node, spec.source);
  return missing.map((lack) =>
    problemAt({ code: 'missing-input', message: messageFor(node, lack), hint: hintFor(lack) }, at),
  );
}

const COLUMN = 'column:';
const MARKS = 'marks';

function messageFor(node: GraphNode, lack: MissingInput): string {
  if (lack.part === null) return `\`${node.id}\` reads \`${lack.from}\`, which ${whatIsWrong(lack)}`;
  const what = lack.part.startsWith(COLUMN)
    ? `a column \`${lack.part.slice(COLUMN.length)}\``
    : `a part \`${lack.part}\``;
  return `\`${node.id}\` reads ${what} of \`${lack.from}\`, which has none of that name`;
}

/** Says what is wrong with an input file. */
export const whatIsWrong = ({ refused }: MissingInput): string =>
  refused === undefined ? 'is not there' : `cannot be read: ${refused.reason}`;

function hintFor(lack: MissingInput): string | undefined {
  if (lack.part === null) return lack.refused?.hint;
  const prefix = lack.part.startsWith(COLUMN) ? COLUMN : '';
  const names = lack.available.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return (
    didYouMean(lack.part.slice(prefix.length), names) ??
    `it has ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`
  );
}

export function staleInputProblem(node: GraphNode, path: string, spec: PipelineSpec): Problem {
  const message = `\`${path}\` changed while the run was going on; \`${node.id}\` was not run`;
  return problemAt({ code: 'input-changed-meanwhile', message, hint: 'run again' }, placeOf(node, spec.source));
}

/** The complaint of a node whose kind threw; words of an exception may hold data, as those that a program prints may. */
export function brokenComplaint({ id, loaded }: GraphNode, error: string): Complaint {
  const said = either(PRINTED, `:\n${shownStack(error)}`, `; \`papermake show --log ${id}\` shows what`);
  return { code: 'internal-error', message: `Internal error: kind \`${loaded.name}\` threw in \`${id}\`${said}` };
}

/** The path of the file that holds a marked cell: the node that read it lists the mark in a part of its own. */
export function fileMarked(
  mark: string,
  nodes: Graph['nodes'],
  { result }: Pick<JobSource, 'result'>,
): string | undefined {
  for (const { id, inputs } of nodes.values()) {
    const files = Object.values(inputs).filter((input) => input.is === 'file');
    const bytes = files.length > 0 ? result(id)?.bytes(MARKS) : undefined;
    if (!bytes) continue;
    // Marks of one file, or a list for each of several.
    const lists = JSON.parse(Buffer.from(bytes).toString()) as readonly (string | readonly string[])[];
    const at = lists.findIndex((list) => (typeof list === 'string' ? list === mark : list.includes(mark)));
    if (at >= 0) return files[typeof lists[at] === 'string' ? 0 : at]?.path;
  }
  return undefined;
}

/** Checks the files that nodes write: each has one maker, and stays under `out/`. */
import { type Problem, problemAt } from '../../base/problem.ts';
import type { GraphNode } from '../graph.ts';
import type { Complaint, YamlPath } from '../step.ts';
import { OUTPUT_FOLDER } from '../system/files.ts';
import type { Spec } from './load.ts';
import { placeOf } from './places.ts';

export const isOutput = (path: string): boolean =>
  path.startsWith(`${OUTPUT_FOLDER}/`) && !path.split('/').includes('..') && !path.includes('\\');

/** The manifest of outputs (run/manifest.ts). */
const RESERVED = `${OUTPUT_FOLDER}/manifest.json`;

/** Bytes that file systems take in a name. */
const LONGEST_NAME = 255;

function longestName({ outputs = [] }: GraphNode): number {
  let longest = 0;
  for (const path of outputs) for (const name of path.split('/')) longest = Math.max(longest, Buffer.byteLength(name));
  return longest;
}

/** Tells what is wrong with outputs. Two nodes with one path are an error, also where only case tells the paths apart (macOS, Windows). */
export function outputProblems(nodes: readonly GraphNode[], spec: Spec): Problem[] {
  const makers = new Map<string, { node: GraphNode; path: string }>();
  const problems: Problem[] = [];
  const complain = (node: GraphNode, code: string, message: string): void => {
    problems.push(problemAt({ code, message }, placeOf(node, spec.source)));
  };
  for (const node of nodes) {
    const longest = longestName(node);
    if (longest > LONGEST_NAME)
      complain(
        node,
        'name-too-long',
        `\`${node.id}\` would write a file with a name of ${longest} bytes; ${LONGEST_NAME} are the most`,
      );
    for (const path of node.outputs ?? []) {
      const folded = path.toLowerCase();
      const other = makers.get(folded);
      if (!isOutput(path)) {
        complain(node, 'output-outside', `\`${node.id}\` would write \`${path}\`, outside \`${OUTPUT_FOLDER}/\``);
      } else if (folded === RESERVED) {
        complain(node, 'output-clash', `\`${node.id}\` would write \`${path}\`, in which papermake says what it wrote`);
      } else if (other && other.node !== node) {
        const same =
          other.path === path
            ? `\`${path}\``
            : `\`${other.path}\` and \`${path}\`, which are one file where case does not count`;
        complain(node, 'output-clash', `\`${other.node.id}\` and \`${node.id}\` both write ${same}`);
      } else makers.set(folded, { node, path });
    }
  }
  return problems;
}

/** A file that the pipeline names as an input although runs write it. */
export interface ResultRead {
  /** The path as the pipeline gives it. */
  readonly said: string;
  /** The path of the output itself, links followed: `out/a/x.csv`. */
  readonly path: string;
  readonly at: YamlPath;
}

/** Complains of an output that is read as a file: it would be read as the last run left it, so it must be read from its node. */
export function resultComplaint({ said, path, at }: ResultRead, nodes: Iterable<GraphNode>): Complaint {
  const maker = [...nodes].find(({ outputs }) => outputs?.includes(path))?.id;
  if (maker !== undefined)
    return {
      code: 'made-by-a-step',
      message: `\`${said}\` is made by \`${maker}\`: read the step`,
      path: at,
      hint: `name \`${maker}\` where a step is expected, as in \`from:\` or a command's \`inputs:\``,
    };
  return {
    code: 'made-by-a-step',
    message: `\`${said}\` lies in \`${path.split('/')[0]}/\`, which holds results`,
    path: at,
    hint: 'move it elsewhere, or name the step that makes it',
  };
}

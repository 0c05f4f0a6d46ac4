/** Files that nodes write: each has one maker, and stays under `out/`. */
import type { Problem } from '../base/problem.ts';
import type { GraphNode } from './graph.ts';
import type { Spec } from './load.ts';

const OUTPUT_FOLDER = 'out';

export const isOutput = (path: string): boolean =>
  path.startsWith(`${OUTPUT_FOLDER}/`) && !path.split('/').includes('..') && !path.includes('\\');

/** Two nodes with one path are an error, also where only case tells them apart (macOS, Windows). */
export function outputProblems(nodes: readonly GraphNode[], spec: Spec): Problem[] {
  const makers = new Map<string, { node: GraphNode; path: string }>();
  const problems: Problem[] = [];
  const complain = (node: GraphNode, code: string, message: string): void => {
    problems.push({ code, severity: 'error', message, at: [spec.source.locate(['steps', node.step], { key: true })] });
  };
  for (const node of nodes) {
    for (const path of node.outputs ?? []) {
      const folded = path.toLowerCase();
      const other = makers.get(folded);
      if (!isOutput(path)) {
        complain(node, 'output-outside', `\`${node.id}\` would write \`${path}\`, outside \`${OUTPUT_FOLDER}/\``);
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

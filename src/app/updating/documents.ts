/** Finds the Word document of the pipeline that a file came from. */
import { basename } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import { quoted } from '../../base/text/quoted.ts';
import { WORD_FILE } from '../../document/word/parts.ts';
import type { Graph } from '../../engine/graph.ts';

export interface WordNode {
  readonly node: NodeId;
  readonly step: string;
  /** `out/paper/paper.docx`. */
  readonly path: string;
}

/** The document whose step is named, the only one, or the only one whose file is called so; otherwise what is wrong, with a hint. */
export function wordNodeOf(graph: Graph, file: string, step: string | undefined): WordNode | string {
  const all = [...graph.nodes.values()].flatMap(({ id, step: own, outputs = [], loaded }): WordNode[] => {
    const path = loaded.name === 'document' ? outputs.find((each) => each.endsWith(WORD_FILE)) : undefined;
    return path === undefined ? [] : [{ node: id, step: own, path }];
  });
  const asked = all.filter((each) => step === undefined || each.node === step || each.step === step);
  const called = asked.filter(({ path }) => basename(path) === basename(file));
  const [first, ...others] = asked.length > 1 && called.length > 0 ? called : asked;
  if (first !== undefined && others.length === 0) return first;
  const steps = quoted([...new Set(all.map((each) => each.step))]);
  if (all.length === 0)
    return 'no step of the pipeline makes a Word document\nhint: `kind: document` with `formats: [docx]` makes one';
  if (first === undefined) return `\`${step}\` makes no Word document\nhint: these do: ${steps}`;
  return `several steps make Word documents: ${steps}\nhint: say which one the file came from: \`--step NAME\``;
}

/** Joins equal notes of many nodes into one line that counts them: a run of ten thousand nodes prints little more than one of ten. */
import type { NodeId } from '../../base/brand.ts';
import { firstOf } from '../../base/text/term-names.ts';
import { shownName } from '../../engine/pipeline/reference.ts';

/** The largest number of notes that have a line each. */
const TOLD = 10;

export class Stories {
  readonly #nodes = new Map<string, string[]>();
  readonly #kind: string;

  readonly #where: string;

  /** `kind`: what its stories are called together, `notes`; `where`: the words before the nodes, `in`. */
  constructor(kind: string, where: string) {
    this.#kind = kind;
    this.#where = where;
  }

  note(story: string, node: NodeId): void {
    const nodes = this.#nodes.get(story);
    const shown = shownName(node);
    if (nodes === undefined) this.#nodes.set(story, [shown]);
    else if (shown === node || !nodes.includes(shown)) nodes.push(shown);
  }

  /**
   * A line for each story that was noted since the last call, in order of first appearance, but for those that were told otherwise; of many,
   * the others are counted.
   */
  take(isTold: (story: string) => boolean = () => false): string[] {
    const stories = [...this.#nodes].filter(([story]) => !isTold(story));
    this.#nodes.clear();
    const lines = stories.slice(0, TOLD).map(([story, nodes]) => `${story}  ${this.#where} ${nodesText(nodes)}`);
    const others = stories.slice(TOLD);
    if (others.length === 0) return lines;
    const nodes = new Set(others.flatMap(([, each]) => each)).size;
    const of = nodes === 1 ? 'one node' : `${nodes} nodes`;
    return [...lines, `and ${others.length} other ${this.#kind} of ${of}, which \`papermake show NODE\` tells`];
  }
}

function nodesText(nodes: readonly string[]): string {
  if (nodes.length === 1) return nodes[0]!;
  const { first, more } = firstOf(nodes);
  return `${nodes.length} nodes: ${first.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** Names of nodes as users write them: `step`, `step.column`, `step["Upper middle income"]`, `baseline.*`. */
import { canonicalReference } from '../../base/node-id.ts';
import { type GlobPart, matches } from '../../base/text/glob.ts';
import type { NodeSpec } from '../step.ts';

/** All names of a node, among them `baseline.main` for the fullest of `baseline.main.1 … 4`. */
export function namesOf(node: NodeSpec): readonly string[] {
  const aliases = node.view?.aliases;
  return Array.isArray(aliases) ? [node.id, ...(aliases as string[])] : [node.id];
}

/** Tells whether an id is that of an internal node, such as `STEP@levels`, which works for its own step and which no reference means. */
export const isInternal = (id: string): boolean => /^[^.[@]+@/u.test(id);

/** Tells whether a reference may mean the node. A node with `view.byNameAlone` is meant by its full name alone. */
export const isNamed = (node: NodeSpec, reference: string): boolean =>
  node.view?.byNameAlone !== true || (!isGlob(reference) && stepOf(reference) !== reference);

export const isGlob = (reference: string): boolean => reference.includes('*');

/** Name of the step that a reference begins with. */
export function stepOf(reference: string): string {
  const end = reference.search(/[.[@]/);
  return end === -1 ? reference : reference.slice(0, end);
}

/** A node by a name that a user wrote: those that work for their step alone go by the step's. */
export const shownName = (id: string): string => (isInternal(id) ? stepOf(id) : id);

/** Each name once. */
export const shownNames = (ids: readonly string[]): string[] => [...new Set(ids.map(shownName))];

/** Nodes among `nodes` that the reference names. A step's name stands for all its nodes. */
export function matching<N extends NodeSpec & { readonly step: string }>(nodes: Iterable<N>, reference: string): N[] {
  const test = referenceTest(reference);
  const step = stepOf(reference);
  const found: N[] = [];
  for (const node of nodes) {
    // A reference begins with the step's name, whatever the node is called.
    if (node.step !== step && !isGlob(step)) continue;
    if (node.step === reference || namesOf(node).some(test)) found.push(node);
  }
  return found;
}

/** Tests names of nodes. Behind a dot `*` stands for a value in brackets too: `het.*` is `het["Upper middle"]` as well as `het.East`. */
function referenceTest(reference: string): (name: string) => boolean {
  const names = canonicalReference(reference);
  if (!isGlob(names)) return (name) => name === names;
  const parts = [...names].map((c, i): GlobPart => {
    if (c === '*') return 'any';
    return { of: c === '.' && names[i + 1] === '*' ? '.[' : c };
  });
  return (name) => matches(parts, name);
}

/** Tells whether the text of a faulty step mentions the name that the reference has. */
export function speaksOf(entry: string | undefined, reference: string): boolean {
  const words = new Set(entry?.match(/[\p{L}_][\p{L}\p{N}_-]*/gu));
  const [, name] = reference.split(/[.[\]]+/);
  return name === undefined || isGlob(reference) || /^\d+$/.test(name) || words.has(name);
}

/** Names of nodes as users write them: `step`, `step.column`, `step["Upper middle income"]`, `baseline.*`. */
import type { NodeSpec } from './step.ts';

/** Other names of a node: `baseline.main` for the fullest of `baseline.main.1 … 4`. */
export function namesOf(node: NodeSpec): readonly string[] {
  const aliases = node.view?.aliases;
  return Array.isArray(aliases) ? [node.id, ...(aliases as string[])] : [node.id];
}

/** `STEP@levels`: a node that works for its step's own nodes, and that no reference means. */
export const isInternal = (id: string): boolean => /^[^.[@]+@/u.test(id);

export const isGlob = (reference: string): boolean => reference.includes('*');

/** `*` stands for any run of characters; everything else for itself. */
export function globPattern(glob: string): RegExp {
  return new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'u',
  );
}

/** The step a reference begins with. */
export function stepOf(reference: string): string {
  const end = reference.search(/[.[@]/);
  return end === -1 ? reference : reference.slice(0, end);
}

/** Nodes among `nodes` that the reference names. A step's name stands for all its nodes. */
export function matching<N extends NodeSpec & { readonly step: string }>(nodes: Iterable<N>, reference: string): N[] {
  const pattern = isGlob(reference) ? globPattern(reference) : undefined;
  const found: N[] = [];
  for (const node of nodes) {
    const named =
      node.step === reference || namesOf(node).some((name) => (pattern ? pattern.test(name) : name === reference));
    if (named) found.push(node);
  }
  return found;
}

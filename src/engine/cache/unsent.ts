/** Notes which results a run made and could not give to the shared cache before it ended, so that the next run gives them. The note is checksummed and disposable. */
import { unlessRefused } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import { readChecked, writeChecked } from '../system/checked.ts';

/** The note's name below the store. */
const UNSENT = 'unsent-v1.json';

/** Pipeline → its nodes. */
type Noted = Readonly<Record<string, readonly NodeId[]>>;

export const readUnsent = (root: string, pipeline: string): readonly NodeId[] =>
  readChecked<Noted>(root, UNSENT)?.[pipeline] ?? [];

/** Writes the nodes of a pipeline, where they are others than before. On a full disk nothing is noted. */
export function noteUnsent(root: string, pipeline: string, nodes: readonly NodeId[]): void {
  const noted = readChecked<Noted>(root, UNSENT) ?? {};
  if (nodes.join('\n') === (noted[pipeline] ?? []).join('\n')) return;
  unlessRefused(() => writeChecked(root, UNSENT, { ...noted, [pipeline]: nodes } satisfies Noted));
}

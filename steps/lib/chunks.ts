/** Cuts replications into chunks, a node each. */
import { canonicalJson } from '../../src/base/canonical.ts';
import type { Json } from '../../src/base/json.ts';
import type { RunContext } from '../../src/engine/step.ts';

/** Each chunk prepares its model anew, which takes as long as some hundred replications that go over the data. */
const CHUNK_SIZE = 500;
const MOST_CHUNKS = 50;

/** Bounds of each chunk of about `most`. Replication i draws the same numbers whatever its chunk. */
export function chunksOf(count: number, most = CHUNK_SIZE): readonly (readonly [from: number, to: number])[] {
  if (count === 0) return [];
  const size = Math.ceil(count / Math.min(MOST_CHUNKS, Math.ceil(count / most)));
  return Array.from({ length: Math.ceil(count / size) }, (_, k) => [k * size, Math.min(count, (k + 1) * size)]);
}

/** `draw 120 of 300`; of a later chunk, `draw 620 (501 to 1000)`. */
export const drawText = (draw: number, from: number, to: number): string =>
  from === 0 ? `draw ${draw} of ${to}` : `draw ${draw} (${from + 1} to ${to})`;

/**
 * Returns the preparation from the input `data` that chunks with the same model share. It is kept for later chunks in the same thread and
 * for the node that gathers them. `what` names it.
 */
export function preparedOnce<T>(context: RunContext<unknown>, what: string, spec: object, prepare: () => T): T {
  const last = context.shared('data', (): { spec: string; value?: T } => ({ spec: '' }), what);
  const name = canonicalJson(spec as Json);
  if (last.spec !== name) {
    last.value = prepare();
    last.spec = name;
  }
  return last.value!;
}

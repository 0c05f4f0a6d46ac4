/** Says how commands and functions of other programs are written here, as the kinds of steps have it. */
import { allKinds } from '../../../steps/registry.ts';
import { ownValue } from '../../base/own-value.ts';

/** The hint of the first kind that knows the word. */
export function adviceOf(word: string): string | undefined {
  for (const { foreign } of allKinds()) {
    const hint = ownValue(foreign?.kinds, word);
    if (hint !== undefined) return hint;
  }
  return undefined;
}

/** Work that is asked for again while it is done is done once more afterwards, and no more than that. */

/** Gives the function that asks; its promise resolves when nothing is left to do. `work` may not throw. */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let isAsked = false;
  let working: Promise<void> | undefined;
  const go = async (): Promise<void> => {
    while (isAsked) {
      isAsked = false;
      await work();
    }
    working = undefined;
  };
  return () => {
    isAsked = true;
    working ??= go();
    return working;
  };
}

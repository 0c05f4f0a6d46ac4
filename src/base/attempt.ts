/** Tries what may fail without harm. */

/** What `act` returns; undefined where it throws. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** The same where the system gives one of these reasons (`ENOENT`); any other error is thrown. */
export const unless = <T>(codes: readonly string[], act: () => T): T | undefined =>
  unlessThrown((code) => code !== undefined && codes.includes(code), act);

/** The same where the system refuses it, for whatever reason; an error of ours is thrown. */
export const unlessRefused = <T>(act: () => T): T | undefined => unlessThrown((code) => code !== undefined, act);

function unlessThrown<T>(isExpected: (code: string | undefined) => boolean, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (isExpected((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

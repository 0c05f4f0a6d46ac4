/** Tries what may fail without harm. */

/** Returns the result of `act`, or undefined where it throws. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Returns the result of `act`, or undefined where the system gives one of these reasons (`ENOENT`). Any other error is thrown. */
export const unless = <T>(codes: readonly string[], act: () => T): T | undefined =>
  unlessThrown((code) => code !== undefined && codes.includes(code), act);

/** Returns the result of `act`, or undefined where the system refuses it for any reason. An error of papermake's own is thrown. */
export const unlessRefused = <T>(act: () => T): T | undefined => unlessThrown((code) => code !== undefined, act);

function unlessThrown<T>(isExpected: (code: string | undefined) => boolean, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (isExpected((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

/** A refused call is made so often. */
const TRIES = 8;
/** The first pause in milliseconds; each one is twice as long as the one before, so that all take 0.6 s. */
const FIRST_PAUSE_MS = 5;

/** Makes a call, and makes it again a few times where it is refused for a reason that may pass. Throws the last refusal. */
export function insist(call: () => void, mayPass: (error: unknown) => boolean): void {
  for (let tried = 1; ; tried++) {
    try {
      call();
      return;
    } catch (error) {
      if (tried >= TRIES || !mayPass(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FIRST_PAUSE_MS * (1 << (tried - 1)));
    }
  }
}

/** Functions that remember their results. */

/** A pure function that remembers its results by its argument, for the life of the process; the first `most` of them. */
export function memo<Argument, Result>(
  compute: (argument: Argument) => Result,
  most = Number.POSITIVE_INFINITY,
): (argument: Argument) => Result {
  const known = new Map<Argument, Result>();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) {
      result = compute(argument);
      if (known.size < most) known.set(argument, result);
    }
    return result;
  };
}

/** Remembers results by the identity of the argument, an object that never changes, for as long as the object lives. */
export function memoByIdentity<Argument extends object, Result>(
  compute: (argument: Argument) => Result,
): (argument: Argument) => Result {
  const known = new WeakMap<Argument, Result>();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) {
      result = compute(argument);
      known.set(argument, result);
    }
    return result;
  };
}

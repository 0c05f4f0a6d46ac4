/** Finds which value of a result a function returns, and lists the values that a result has. */

type Path = readonly string[];
type Node = Readonly<Record<string, unknown>>;

/** Only plain objects and lists are looked into: instances of classes have private members. */
function isNode(value: unknown): value is Node {
  if (typeof value !== 'object' || value === null) return false;
  const parent = Object.getPrototypeOf(value);
  return Array.isArray(value) || parent === Object.prototype || parent === null;
}

/** Calls `read` with a stand-in of the result; returns what it returned, and where in the result that stands, or null where it is computed. */
export function traced<R, V>(result: R, read: (result: R) => V): { readonly value: V; readonly at: Path | null } {
  const places = new WeakMap<object, { readonly of: unknown; readonly at: Path }>();
  // One for each object, since a function may look for a record that it was given.
  const standIns = new WeakMap<object, unknown>();
  const reads = new Map<unknown, Path>();
  const standIn = (of: unknown, at: Path): unknown => {
    if (!isNode(of)) {
      // A later read of an equal number is the nearer one to what is returned.
      reads.delete(of);
      reads.set(of, at);
      return of;
    }
    const known = standIns.get(of);
    if (known !== undefined) return known;
    const proxy = new Proxy(Array.isArray(of) ? [] : {}, {
      get: (_, key) => {
        const value = Reflect.get(of, key);
        return typeof key === 'symbol' || typeof value === 'function' ? value : standIn(value, [...at, key]);
      },
      has: (_, key) => Reflect.has(of, key),
      ownKeys: () => Reflect.ownKeys(of),
      getOwnPropertyDescriptor: (target, key) => {
        const own = Reflect.getOwnPropertyDescriptor(target, key);
        if (own !== undefined || typeof key === 'symbol' || !Object.hasOwn(of, key)) return own;
        return { value: standIn(of[key], [...at, key]), enumerable: true, configurable: true, writable: true };
      },
    });
    places.set(proxy, { of, at });
    standIns.set(of, proxy);
    return proxy;
  };
  const value = read(standIn(result, []) as R);
  if (typeof value === 'object' && value !== null) {
    const place = places.get(value);
    return place === undefined ? { value, at: null } : { value: place.of as V, at: place.at };
  }
  return { value, at: reads.get(value) ?? null };
}

/** All numbers of a result and their places, an undefined statistic as null; what `isApart` is not looked into. */
export function* numbersOf(
  result: unknown,
  isApart: (value: Node) => boolean,
  at: Path = [],
): Generator<readonly [at: Path, value: number | null]> {
  if (typeof result === 'number') yield [at, result];
  else if (isNode(result) && typeof result.invalid === 'string') yield [at, null];
  else if (isNode(result) && !isApart(result))
    for (const [key, inner] of Object.entries(result)) yield* numbersOf(inner, isApart, [...at, key]);
}

/**
 * A workspace holds what estimations on the same data share. Only results of pure functions are kept, by their exact inputs, so that an
 * estimation gives the same bits whether it runs alone, first or last.
 */

/** The most bytes of arrays that are kept; beyond them everything is forgotten, and found again when needed. */
const MOST_BYTES = 256 * 1024 * 1024;

interface Remembered {
  value: unknown;
  by: Map<object, Remembered> | undefined;
}

export class Workspace {
  readonly #results = new Map<string, Remembered>();
  readonly #rows: { readonly keep: Uint8Array; readonly rows: Int32Array }[] = [];
  /** Arrays that are counted, once each in however many results they stand. */
  #counted = new WeakSet<object>();
  #bytes = 0;

  /**
   * Returns the result of `make`, which must depend on `what` and `inputs` alone, and remembers it. Inputs are compared as objects; neither
   * they nor the result may ever change. A refusal is not kept.
   */
  recall<T>(what: string, inputs: readonly object[], make: () => T): T {
    let known = below(this.#results, what);
    for (let i = 0; i < inputs.length; i++) {
      known.by ??= new Map();
      known = below(known.by, inputs[i]!);
    }
    if (known.value !== undefined) return known.value as T;
    const value = make();
    known.value = value;
    this.grow(bytesOf(value, this.#counted));
    return value;
  }

  /** Positions where `keep` is not 0; the same array for the same rows. */
  rows(keep: Uint8Array, make: (keep: Uint8Array) => Int32Array): Int32Array {
    const known = this.#rows.find((each) => equal(each.keep, keep));
    if (known !== undefined) return known.rows;
    const rows = make(keep);
    this.#rows.push({ keep: keep.slice(), rows });
    this.grow(keep.byteLength + rows.byteLength);
    return rows;
  }

  /** Notes that arrays of this many bytes are kept. */
  grow(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= MOST_BYTES) return;
    this.#results.clear();
    this.#rows.length = 0;
    this.#counted = new WeakSet();
    this.#bytes = 0;
  }
}

function below<Key>(map: Map<Key, Remembered>, key: Key): Remembered {
  let known = map.get(key);
  if (known === undefined) {
    known = { value: undefined, by: undefined };
    map.set(key, known);
  }
  return known;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Bytes of the arrays in a value and in what it lists that were not counted before. */
function bytesOf(value: unknown, counted: WeakSet<object>): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (ArrayBuffer.isView(value)) return viewBytes(value, counted);
  const items = Array.isArray(value) ? value : Object.values(value);
  return items.reduce((total: number, item) => {
    if (typeof item !== 'object' || item === null) return total;
    const isFlat = ArrayBuffer.isView(item) || !Array.isArray(value);
    return total + (isFlat ? viewBytes(item, counted) : bytesOf(item, counted));
  }, 0);
}

function viewBytes(item: object, counted: WeakSet<object>): number {
  if (!ArrayBuffer.isView(item) || counted.has(item)) return 0;
  counted.add(item);
  return item.byteLength;
}

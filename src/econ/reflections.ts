/** Householder reflections of columns one after another. Lists of columns that begin alike share what they have in common. */
import { dot } from '../base/sum.ts';
import { columnScale, divide, makeReflector, reflect } from './qr.ts';

/** A column as the reflections before it leave it. */
export interface Reflected {
  readonly x: Float64Array;
  /** Power of two by which the column was divided. */
  readonly scale: number;
  /** Norm of `x` below the reflections' rows. */
  readonly rest: number;
}

interface Last {
  readonly before: Reflections;
  readonly reflector: Float64Array;
  /** Of R: the column's part above and on the diagonal. */
  readonly triangle: Float64Array;
}

/**
 * A list of columns that were kept. The operations and their order are those of `householder`, hence its bits. Columns are the same
 * when they are the same objects.
 */
export class Reflections {
  readonly #last: Last | null;
  readonly #depth: number;
  readonly #grow: (bytes: number) => void;
  readonly #reflected = new Map<Float64Array, Reflected>();
  readonly #next = new Map<Float64Array, Reflections>();
  #columns: readonly Float64Array[] | undefined;

  /** `grow` is told the bytes of what is kept. */
  constructor(grow: (bytes: number) => void, last: Last | null = null) {
    this.#last = last;
    this.#depth = last === null ? 0 : last.before.#depth + 1;
    this.#grow = grow;
  }

  get reflector(): Float64Array {
    return this.#last!.reflector;
  }

  get triangle(): Float64Array {
    return this.#last!.triangle;
  }

  /** O(N) where the list without its last column has reflected it already. */
  reflected(column: Float64Array): Reflected {
    let found = this.#reflected.get(column);
    if (found === undefined) {
      found = this.#reflect(column);
      this.#reflected.set(column, found);
      this.#grow(found.x.byteLength);
    }
    return found;
  }

  #reflect(column: Float64Array): Reflected {
    const last = this.#last;
    const at = this.#depth;
    const before = last?.before.reflected(column);
    const scale = before === undefined ? columnScale(column) : before.scale;
    const x = before === undefined ? column.slice() : before.x.slice();
    if (before === undefined) divide(x, scale);
    else reflect(last!.reflector, x, at - 1);
    return { x, scale, rest: at < x.length ? Math.sqrt(dot(x, x, at, at, x.length - at)) : 0 };
  }

  /** The list with one column more. */
  and(column: Float64Array): Reflections {
    let next = this.#next.get(column);
    if (next === undefined) {
      const { x, rest } = this.reflected(column);
      const reflector = x.slice();
      const triangle = makeReflector(reflector, this.#depth, rest);
      next = new Reflections(this.#grow, { before: this, reflector, triangle });
      this.#next.set(column, next);
      this.#grow(reflector.byteLength);
    }
    return next;
  }

  /** The first columns of Q, as many as the list has; not to be changed. O(NK) where those of the list without its last are known. */
  orthonormal(): readonly Float64Array[] {
    if (this.#last === null) return [];
    this.#columns ??= [...this.#last.before.orthonormal(), this.#lastOrthonormal(this.#last)];
    return this.#columns;
  }

  #lastOrthonormal({ reflector }: Last): Float64Array {
    const column = new Float64Array(reflector.length);
    column[this.#depth - 1] = 1;
    for (let list: Reflections = this; list.#last !== null; list = list.#last.before) {
      reflect(list.#last.reflector, column, list.#depth - 1);
    }
    this.#grow(column.byteLength);
    return column;
  }
}

/** The rows of a Poisson regression with absorbed effects: their columns in one room, and the kernels that pass over them. */
import { code, type Passes } from '../../base/kernels/compiled/poisson.ts';
import { bytesOf, KernelMemory } from '../../base/kernels/memory.ts';
import { CrossedPasses } from '../panel/crossed-passes.ts';
import type { Effect } from '../panel/effects.ts';
import { PlacedEffects } from '../panel/placed-effects.ts';
import { spanning } from '../panel/within.ts';

/** Columns beside the terms: y, offset, weights and μ times these; η and μ twice; the step and what is left of it. */
const FURTHER_COLUMNS = 10;
/** Rows of which sums are formed at a time. */
const BLOCK = 1024;

/** An effect's rows, and by level what its moves are found from. */
interface Moved {
  readonly codes: Int32Array;
  readonly totals: Float64Array;
  readonly sums: Float64Array;
  readonly ratios: Float64Array;
  /** The amounts that are subtracted from η. */
  readonly moves: Float64Array;
}

export interface IrlsState {
  /** η less the offset. */
  readonly index: Float64Array;
  readonly means: Float64Array;
}

/** All columns that methods are given are made by `column`. */
export class AbsorbedRows {
  /** The effects that the others do not span, the finest first. */
  readonly effects: PlacedEffects;
  readonly #room: KernelMemory;
  readonly #length: number;
  readonly #kernel: Passes;
  readonly #crossed: CrossedPasses;
  /** In the order in which effects were given. */
  readonly #moved: readonly Moved[];
  readonly #sums: Float64Array;

  /** Room for so many terms. */
  constructor(effects: readonly Effect[], terms: number) {
    const used = spanning(effects) as readonly [Effect, ...Effect[]];
    const n = used[0].codes.length;
    const levels = used.reduce((total, effect) => total + 4 * bytesOf(8 * effect.levels), 0);
    this.#length = n;
    this.#room = new KernelMemory(
      PlacedEffects.bytes(used) + levels + (terms + FURTHER_COLUMNS) * bytesOf(8 * n) + bytesOf(24),
    );
    this.#kernel = this.#room.passes<Passes>(code);
    this.#crossed = new CrossedPasses(this.#room);
    this.effects = new PlacedEffects(this.#room, used);
    this.#moved = effects
      .filter((effect) => used.includes(effect))
      .map((effect) => {
        const byLevel = (): Float64Array => this.#room.float64(effect.levels);
        const codes = this.effects.codes[used.indexOf(effect)]!;
        return { codes, totals: byLevel(), sums: byLevel(), ratios: byLevel(), moves: byLevel() };
      });
    this.#sums = this.#room.float64(3);
  }

  /** A column of so many rows, zeros where no values are given. */
  column(values?: Float64Array): Float64Array {
    const placed = this.#room.float64(this.#length);
    if (values !== undefined) placed.set(values);
    return placed;
  }

  /** Writes exp(η). */
  writeMeans({ index, means }: IrlsState, offset: Float64Array | null): void {
    this.#each((n, at) => this.#kernel.means(at(index), at(offset), at(means), n));
  }

  /** (y − μ)/μ */
  writeGaps(y: Float64Array, means: Float64Array, out: Float64Array): void {
    this.#each((n, at) => this.#kernel.gaps(at(y), at(means), at(out), n));
  }

  addTo(out: Float64Array, x: Float64Array, factor: number): void {
    this.#each((n, at) => this.#kernel.addTo(at(out), at(x), factor, n));
  }

  /** Takes `part` off x, and returns the squares of what is left. */
  lessSquares(x: Float64Array, part: Float64Array, w: Float64Array): number {
    let squares = 0;
    this.#each((n, at) => {
      squares = this.#kernel.lessSquares(at(x), at(part), at(w), n, squares);
    });
    return squares;
  }

  /**
   * Writes where a share of a step leads: Σ w (yη − μ) there, Σ w (|yη| + μ), and Σ wr²/μ with r what the means differ by from the straight
   * line of the step.
   */
  writeStep(
    { y, offset, weights }: { y: Float64Array; offset: Float64Array | null; weights: Float64Array | null },
    from: IrlsState,
    change: Float64Array,
    share: number,
    to: IrlsState,
  ): readonly [kernel: number, size: number, curved: number] {
    const sums = this.#sums.fill(0);
    const total = sums.byteOffset;
    this.#each((n, at) => {
      const data = [at(y), at(offset), at(weights)] as const;
      this.#kernel.step(
        at(from.index),
        at(from.means),
        at(change),
        share,
        ...data,
        at(to.index),
        at(to.means),
        n,
        total,
      );
    });
    return [sums[0]!, sums[1]!, sums[2]!];
  }

  /** √w as `roots`, and √w (y − μ)/μ as `residuals`. */
  writeScores(
    y: Float64Array,
    means: Float64Array,
    w: Float64Array,
    roots: Float64Array,
    residuals: Float64Array,
  ): void {
    this.#each((n, at) => this.#kernel.scores(at(y), at(means), at(w), at(roots), at(residuals), n));
  }

  /** (x + centre)·root in place */
  scale(x: Float64Array, centre: number, roots: Float64Array): void {
    this.#each((n, at) => this.#kernel.scale(at(x), centre, at(roots), n));
  }

  /** Moves the levels of one effect after another, so often, to where they are likeliest, given all else: Σ wμ = Σ wy in each. Writes η and μ. */
  fitEffects(y: Float64Array, weights: Float64Array | null, { index, means }: IrlsState, fittings: number): void {
    for (const { codes, totals } of this.#moved) this.#crossed.addByCode(totals, codes, y, weights);
    const [first] = this.#moved as [Moved, ...Moved[]];
    this.#crossed.addByCode(first.sums, first.codes, means, weights);
    for (let k = 0; k < fittings * this.#moved.length; k++) {
      const { codes, totals, sums, ratios, moves } = this.#moved[k % this.#moved.length]!;
      const next = this.#moved[(k + 1) % this.#moved.length]!;
      for (let g = 0; g < ratios.length; g++) {
        ratios[g] = totals[g]! / sums[g]!;
        moves[g] = moves[g]! - Math.log(ratios[g]!);
      }
      next.sums.fill(0);
      this.#each((n, at) => {
        const [scaled, added] = [ratios.byteOffset, next.sums.byteOffset];
        this.#kernel.scaleAndAdd(at(means), at(codes), scaled, at(next.codes), added, at(weights), n);
      });
    }
    for (const { codes, moves } of this.#moved) this.#crossed.takeOffRows(index, codes, moves);
  }

  /** Calls `pass` for some rows after others, with how many and where they begin in a column. */
  #each(pass: (n: number, at: (column: Float64Array | Int32Array | null) => number) => void): void {
    let from = 0;
    const at = (column: Float64Array | Int32Array | null): number =>
      column === null ? 0 : column.byteOffset + from * column.BYTES_PER_ELEMENT;
    for (; from < this.#length; from += BLOCK) pass(Math.min(BLOCK, this.#length - from), at);
  }
}

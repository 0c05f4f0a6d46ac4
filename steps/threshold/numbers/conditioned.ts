/** Candidates given splits already fixed: what each would still add to the fit, as small blocks (Cholesky). */
import { memo } from '../../../src/base/memo.ts';
import { type Geometry, mostKept } from './geometry.ts';

/** The part of a split column below which its remainder after the other regressors is rounding, so that the split adds nothing. */
const SPANNED = 1e-10;

interface Blocks {
  readonly geometry: Geometry;
  readonly coupling: Float64Array;
  readonly blocks: Float64Array;
  readonly inverse: Float64Array;
}

export class Conditioned {
  readonly geometry: Geometry;
  readonly parent: Conditioned | null;
  /** Candidate fixed last; −1 at the root. */
  readonly split: number;
  /** size×p×p: B_g, by which fixing `split` changes numerators; empty at the root. */
  readonly #coupling: Float64Array;
  /** size×p×p: v_g'v_g given all fixed splits. */
  readonly #blocks: Float64Array;
  /** size×p×p: inverse lower Cholesky factors of the blocks, zero in rows of what is spanned. */
  readonly #inverse: Float64Array;
  readonly #known: (f: number) => Conditioned;

  /** No split fixed. O(size·p³). */
  static root(geometry: Geometry): Conditioned {
    const { blocks } = geometry;
    const inverse = inverseFactors(geometry, blocks);
    return new Conditioned(null, -1, { geometry, coupling: new Float64Array(0), blocks, inverse });
  }

  private constructor(parent: Conditioned | null, split: number, blocks: Blocks) {
    this.geometry = blocks.geometry;
    this.parent = parent;
    this.split = split;
    this.#coupling = blocks.coupling;
    this.#blocks = blocks.blocks;
    this.#inverse = blocks.inverse;
    this.#known = memo((f) => this.#child(f), mostKept(3 * blocks.blocks.length));
  }

  /**
   * Conditions on candidate f too: v_g'v_g less B_g B_g', B_g = (v_g'v_f given what is fixed) L_f'^−1. Conditionals below the root are
   * kept, since replications choose the same first thresholds again and again. O(size·p³).
   */
  given(f: number): Conditioned {
    return this.parent === null ? this.#known(f) : this.#child(f);
  }

  #child(f: number): Conditioned {
    return new Conditioned(this, f, this.geometry.p === 1 ? this.#oneSlope(f) : this.#severalSlopes(f));
  }

  #severalSlopes(f: number): Blocks {
    const { geometry } = this;
    const coupling = this.#couplingWith(f);
    const blocks = lessOuter(this.#blocks, coupling, geometry.p);
    return { geometry, coupling, blocks, inverse: inverseFactors(geometry, blocks) };
  }

  /** Computes the blocks of one slope in one pass over numbers, since every replication of a triple test comes here. */
  #oneSlope(f: number): Blocks {
    const { geometry } = this;
    const { size, sizes } = geometry;
    const [coupling, blocks, inverse] = [geometry.cross(f).slice(), new Float64Array(size), new Float64Array(size)];
    for (let node: Conditioned = this; node.parent !== null; node = node.parent) {
      const [theirs, own] = [node.#coupling, node.#coupling[f]!];
      for (let g = 0; g < size; g++) coupling[g] = coupling[g]! - theirs[g]! * own;
    }
    const scale = this.#inverse[f]!;
    for (let g = 0; g < size; g++) {
      const b = coupling[g]! * scale;
      const left = this.#blocks[g]! - b * b;
      coupling[g] = b;
      blocks[g] = left;
      if (left > SPANNED * sizes[g]!) inverse[g] = 1 / Math.sqrt(left);
    }
    return { geometry, coupling, blocks, inverse };
  }

  #couplingWith(f: number): Float64Array {
    const { p, size, cross } = this.geometry;
    const between = cross(f).slice();
    for (let node: Conditioned = this; node.parent !== null; node = node.parent)
      lessProduct(between, node.#coupling, f, p);
    const out = new Float64Array(size * p * p);
    const inverse = this.#inverse.subarray(f * p * p, (f + 1) * p * p);
    for (let row = 0; row < size * p; row++) {
      for (let l = 0; l < p; l++) {
        let value = 0;
        for (let c = 0; c <= l; c++) value += between[row * p + c]! * inverse[l * p + c]!;
        out[row * p + l] = value;
      }
    }
    return out;
  }

  /** Numerators given this node's split, from those of its parent; in place. Returns what the split itself explains. O(size·p²). */
  sweep(numerators: Float64Array): number {
    const { p, size } = this.geometry;
    const z = this.parent!.#whitened(numerators, this.split);
    const coupling = this.#coupling;
    if (p === 1) {
      const z0 = z[0]!;
      for (let g = 0; g < size; g++) numerators[g] = numerators[g]! - coupling[g]! * z0;
    } else {
      for (let row = 0; row < size * p; row++) {
        for (let c = 0; c < p; c++) numerators[row] = numerators[row]! - coupling[row * p + c]! * z[c]!;
      }
    }
    return squares(z);
  }

  /** Returns the reduction of the residual sum of squares by candidate g. */
  gain(numerators: Float64Array, g: number): number {
    if (this.geometry.p > 1) return squares(this.#whitened(numerators, g));
    const z = this.#inverse[g]! * numerators[g]!;
    return z * z;
  }

  /** Position in `candidates` of the first that takes off most; −1 and 0 where there are none. O(candidates·p²). */
  best(numerators: Float64Array, candidates: Int32Array): { at: number; gain: number } {
    let at = -1;
    let most = -1;
    if (this.geometry.p === 1) {
      const inverse = this.#inverse;
      for (let i = 0; i < candidates.length; i++) {
        const g = candidates[i]!;
        const z = inverse[g]! * numerators[g]!;
        if (z * z > most) {
          most = z * z;
          at = i;
        }
      }
    } else {
      for (let i = 0; i < candidates.length; i++) {
        const gain = this.gain(numerators, candidates[i]!);
        if (gain > most) {
          most = gain;
          at = i;
        }
      }
    }
    return { at, gain: Math.max(0, most) };
  }

  /** L_g^−1 times the numerators of g. */
  #whitened(numerators: Float64Array, g: number): Float64Array {
    const { p } = this.geometry;
    const z = new Float64Array(p);
    const at = g * p * p;
    for (let j = 0; j < p; j++) {
      for (let l = 0; l <= j; l++) z[j] = z[j]! + this.#inverse[at + j * p + l]! * numerators[g * p + l]!;
    }
    return z;
  }
}

function squares(z: Float64Array): number {
  let total = 0;
  for (const value of z) total += value * value;
  return total;
}

/** blocks_g − B_g B_g' */
function lessOuter(blocks: Float64Array, coupling: Float64Array, p: number): Float64Array {
  const out = blocks.slice();
  for (let g = 0; g < out.length; g += p * p) {
    for (let j = 0; j < p; j++) {
      for (let l = 0; l < p; l++) {
        for (let c = 0; c < p; c++)
          out[g + j * p + l] = out[g + j * p + l]! - coupling[g + j * p + c]! * coupling[g + l * p + c]!;
      }
    }
  }
  return out;
}

/** between_g − B_g B_f', in place */
function lessProduct(between: Float64Array, coupling: Float64Array, f: number, p: number): void {
  for (let row = 0; row < between.length / p; row++) {
    for (let l = 0; l < p; l++) {
      for (let c = 0; c < p; c++) {
        between[row * p + l] = between[row * p + l]! - coupling[row * p + c]! * coupling[(f * p + l) * p + c]!;
      }
    }
  }
}

/** Inverse lower Cholesky factors; a pivot that is rounding leaves its row zero, so that the split's other columns count. */
function inverseFactors({ p, size, sizes }: Geometry, blocks: Float64Array): Float64Array {
  const out = new Float64Array(blocks.length);
  const lower = new Float64Array(p * p);
  for (let g = 0; g < size; g++) {
    const at = g * p * p;
    for (let j = 0; j < p; j++) {
      for (let l = 0; l <= j; l++) {
        let value = blocks[at + j * p + l]!;
        for (let c = 0; c < l; c++) value -= lower[j * p + c]! * lower[l * p + c]!;
        if (l < j) lower[j * p + l] = out[at + l * p + l]! * value;
        else if (value > SPANNED * sizes[g * p + j]!) invertRow(lower, out, at, p, j, Math.sqrt(value));
        else lower.fill(0, j * p, (j + 1) * p);
      }
    }
  }
  return out;
}

function invertRow(lower: Float64Array, out: Float64Array, at: number, p: number, j: number, pivot: number): void {
  lower[j * p + j] = pivot;
  out[at + j * p + j] = 1 / pivot;
  for (let l = 0; l < j; l++) {
    let value = 0;
    for (let c = l; c < j; c++) value -= lower[j * p + c]! * out[at + c * p + l]!;
    out[at + j * p + l] = value / pivot;
  }
}

/**
 * Synthetic difference in differences of units that are treated from one period on (Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021, AER 111:4088,
 * algorithm 1), and synthetic control and difference in differences in the same form: τ = (−ω, 1/N₁)′ Y (−λ, 1/T₁).
 */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { simplexWeights } from './simplex.ts';
import type { BlockMethod } from './spec.ts';

/** Outcomes of a block: each row a unit over all periods, the first `pre` of them before treatment. */
export interface Block {
  readonly controls: readonly Float64Array[];
  readonly treated: readonly Float64Array[];
  readonly pre: number;
}

/** Penalties of the weights, in units of the outcome. */
export interface Penalties {
  /** Standard deviation of the first differences of controls before treatment. */
  readonly noise: number;
  readonly omega: number;
  readonly lambda: number;
}

export interface Weights {
  /** One for each control; they add up to 1. */
  readonly omega: Float64Array;
  /** One for each period before treatment; they add up to 1, or are all 0 for synthetic control. */
  readonly lambda: Float64Array;
}

/** ζ_ω = (N₁T₁)^¼ σ and ζ_λ = 10⁻⁶ σ; ζ_ω = 10⁻⁶ σ of synthetic control, which has no intercept to leave to. */
export function penaltiesOf(method: BlockMethod | 'sc', { controls, treated, pre }: Block): Penalties {
  const differences = controls.flatMap((path) => [...path.slice(1, pre)].map((value, t) => value - path[t]!));
  const values = Float64Array.from(differences);
  const noise = Math.sqrt(sumSquaresAbout(values, mean(values)) / (values.length - 1));
  const periods = treated[0]!.length - pre;
  const small = 1e-6 * noise;
  return {
    noise,
    omega: method === 'sdid' ? Math.sqrt(Math.sqrt(treated.length * periods)) * noise : small,
    lambda: small,
  };
}

/** The weights of a block. Both programmes are solved exactly. */
export function weightsOf(method: BlockMethod | 'sc', block: Block, { omega, lambda }: Penalties): Weights {
  const { controls, treated, pre } = block;
  const post = treated[0]!.length - pre;
  if (method === 'did') return { omega: alike(controls.length), lambda: alike(pre) };
  const before = controls.map((path) => path.subarray(0, pre));
  const aim = meanPath(treated).slice(0, pre);
  if (method === 'sc') {
    const { weights } = simplexWeights(before, aim, omega * omega * pre);
    return { omega: weights, lambda: new Float64Array(pre) };
  }
  // An intercept takes off the mean over periods of each unit, and over controls of each period.
  const units = simplexWeights(before.map(centred), centred(aim), omega * omega * pre);
  const after = overUnits(controls, (path) => mean(path.subarray(pre, pre + post)));
  const columns = Array.from({ length: pre }, (_, t) => centred(overUnits(controls, (path) => path[t]!)));
  const periods = simplexWeights(columns, centred(after), lambda * lambda * controls.length);
  return { omega: units.weights, lambda: periods.weights };
}

/** The difference of each period from the weighted controls: `treated` less `Σ ω`. */
export function gapsOf({ controls, treated }: Block, omega: Float64Array): Float64Array {
  const gaps = meanPath(treated);
  for (const [i, path] of controls.entries())
    if (omega[i] !== 0) for (let t = 0; t < gaps.length; t++) gaps[t]! -= omega[i]! * path[t]!;
  return gaps;
}

/** The mean gap after treatment less that of the weighted periods before. */
export function effectOf(block: Block, { omega, lambda }: Weights): number {
  const gaps = gapsOf(block, omega);
  return mean(gaps.slice(block.pre)) - lambda.reduce((sum, weight, t) => sum + weight * gaps[t]!, 0);
}

export function meanPath(paths: readonly Float64Array[]): Float64Array {
  return paths[0]!.map((_, t) => mean(overUnits(paths, (path) => path[t]!)));
}

function overUnits(paths: readonly Float64Array[], of: (path: Float64Array) => number): Float64Array {
  const out = new Float64Array(paths.length);
  for (let i = 0; i < out.length; i++) out[i] = of(paths[i]!);
  return out;
}

function centred(values: Float64Array): Float64Array {
  const centre = mean(values);
  return values.map((value) => value - centre);
}

const alike = (count: number): Float64Array => new Float64Array(count).fill(1 / count);

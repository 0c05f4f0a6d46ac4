/** The replications of a wild cluster bootstrap: for each, five numbers that give its t statistic under every null. */
import { createRng, type RandomStream } from '../../base/number/rng.ts';
import { dot, sum } from '../../base/number/sum.ts';
import type { WildSpec } from '../design.ts';
import { RandomSigns, signedSums } from './random-signs.ts';

/** Sums by cluster of one residual vector u, for one coefficient. */
export interface ClusterSums {
  /** Σ a_i u_i by cluster; `a` takes the outcome to the coefficient. */
  readonly shift: Float64Array;
  /** Σ q_i u_i by cluster, one array of length G for each of the K orthonormal columns. */
  readonly scores: readonly Float64Array[];
  /** G×G: what absorbed effects that cross the clusters take off; null where they are nested. */
  readonly crossing: Float64Array | null;
}

/** One number for each replication: numerators n'w and inner products of the bootstrap scores, for e and for r. */
export interface WildDraws {
  readonly e: Float64Array;
  readonly r: Float64Array;
  readonly ee: Float64Array;
  readonly er: Float64Array;
  readonly rr: Float64Array;
  readonly reps: number;
  readonly enumerated: boolean;
}

type Numbers = Omit<WildDraws, 'reps' | 'enumerated'>;

/** The most clusters that are added up one by one: their scores often cancel, of which sums of products keep too few digits. */
const FEW_CLUSTERS = 32;

/** `loadings`: Σ a_i q_i by cluster for each column. O(B·G·K), or where there are many clusters that no effect crosses, B·G·K/8 with random signs. */
export function drawAll(
  e: ClusterSums,
  r: ClusterSums,
  loadings: readonly Float64Array[],
  groups: number,
  { weights, reps, seed }: WildSpec,
): WildDraws {
  const enumerated = weights === 'rademacher' && groups < 31 && 2 * (1 << (groups - 1)) <= reps;
  // w and −w give the same |t*|, so half of them is enough
  const count = enumerated ? 1 << (groups - 1) : reps;
  const stream = createRng(seed).stream('wild-bootstrap', 0);
  const array = () => new Float64Array(count);
  const out: Numbers = { e: array(), r: array(), ee: array(), er: array(), rr: array() };
  const one = direct(e, r, loadings, out);
  const w = new Float64Array(groups);
  if (weights === 'rademacher' && !enumerated) {
    const fast = groups > FEW_CLUSTERS && e.crossing === null && r.crossing === null;
    const many = fast ? bySigns(e, r, loadings, out) : null;
    for (const signs of RandomSigns.drawn(stream, groups, count)) {
      const isDone = many?.(signs);
      for (let b = signs.from; b < signs.to; b++) {
        if (isDone?.(b)) continue;
        signs.weights(b, w);
        one(b, w);
      }
    }
  } else {
    for (let b = 0; b < count; b++) {
      for (let g = 0; g < groups; g++) w[g] = enumerated ? 1 - 2 * ((b >> g) & 1) : webbWeight(stream);
      one(b, w);
    }
  }
  return { ...out, reps: enumerated ? 2 * count : count, enumerated };
}

const webb = [-Math.sqrt(1.5), -1, -Math.sqrt(0.5), Math.sqrt(0.5), 1, Math.sqrt(1.5)] as const;

/** Webb's (2014, Queen's Economics Department Working Paper 1315) six points for very few clusters. */
const webbWeight = (stream: RandomStream): number => webb[stream.int(6)]!;

/** A score of r that is smaller than this part of all of them is rounding. */
const NOISE = 1e-12;

/** Takes a replication's scores one by one. */
function direct(
  e: ClusterSums,
  r: ClusterSums,
  loadings: readonly Float64Array[],
  out: Numbers,
): (b: number, w: Float64Array) => void {
  const rounding = NOISE * sum(r.shift.map(Math.abs));
  return (b, w) => {
    const se = bootstrapScores(e, loadings, w);
    const sr = bootstrapScores(r, loadings, w);
    // r is spanned by the columns: weights that are alike in all clusters that matter leave nothing of it, however far δ takes it
    for (let g = 0; g < sr.length; g++) if (Math.abs(sr[g]!) <= rounding) sr[g] = 0;
    out.e[b] = dot(e.shift, w);
    out.r[b] = dot(r.shift, w);
    out.ee[b] = dot(se, se);
    out.er[b] = dot(se, sr);
    out.rr[b] = dot(sr, sr);
  };
}

/** Σ over each cluster of a_i times the residual that the regression of Σ w_g u_g leaves. */
function bootstrapScores(u: ClusterSums, loadings: readonly Float64Array[], w: Float64Array): Float64Array {
  const groups = w.length;
  const out = new Float64Array(groups);
  for (let h = 0; h < groups; h++) out[h] = w[h]! * u.shift[h]!;
  for (const [j, loading] of loadings.entries()) {
    const fitted = dot(u.scores[j]!, w);
    for (let h = 0; h < groups; h++) out[h] = out[h]! - loading[h]! * fitted;
  }
  if (u.crossing !== null) {
    for (let h = 0; h < groups; h++) out[h] = out[h]! - dot(u.crossing, w, h * groups, 0, groups);
  }
  return out;
}

/** Below this part of Σ n², what is left of it has lost too many digits. */
const CANCELLED = 1e-4;

/**
 * With signs w² = 1, so that the scores w_h n_h − Σ_j l_jh f_j, with f_j = s_j'w, have products which hang on the signs by 4K + 2 sums alone: Σ n² − 2 Σ_j f_j
 * (n·l_j)'w + f'L'Lf. Tells whether a replication is done: not where these cancel.
 */
function bySigns(
  e: ClusterSums,
  r: ClusterSums,
  loadings: readonly Float64Array[],
  out: Numbers,
): (signs: RandomSigns) => (b: number) => boolean {
  const k = loadings.length;
  const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, g) => value * b[g]!);
  const besides = (u: ClusterSums): Float64Array[] => [...u.scores, ...loadings.map((l) => times(u.shift, l))];
  const columns = [e.shift, r.shift, ...besides(e), ...besides(r)];
  const m = columns.length;
  const [ofE, ofR] = [2, 2 + 2 * k];
  const [ee0, er0, rr0] = [dot(e.shift, e.shift), dot(e.shift, r.shift), dot(r.shift, r.shift)];
  const gram = Float64Array.from({ length: k * k }, (_, at) => dot(loadings[Math.floor(at / k)]!, loadings[at % k]!));
  return (signs) => {
    const sums = signedSums(columns, signs);
    for (let b = signs.from, at = 0; b < signs.to; b++, at += m) {
      let [ee, er, rr] = [ee0, er0, rr0];
      for (let j = 0; j < k; j++) {
        const [fe, fr] = [sums[at + ofE + j]!, sums[at + ofR + j]!];
        const [ne, nr] = [sums[at + ofE + k + j]!, sums[at + ofR + k + j]!];
        let [ge, gr] = [0, 0];
        for (let l = 0; l < k; l++) {
          ge += gram[j * k + l]! * sums[at + ofE + l]!;
          gr += gram[j * k + l]! * sums[at + ofR + l]!;
        }
        ee += fe * (ge - 2 * ne);
        rr += fr * (gr - 2 * nr);
        er += fe * (gr - nr) - fr * ne;
      }
      out.e[b] = sums[at]!;
      out.r[b] = sums[at + 1]!;
      out.ee[b] = ee;
      out.er[b] = er;
      out.rr[b] = rr;
    }
    return (b) => out.ee[b]! > CANCELLED * ee0 && out.rr[b]! > CANCELLED * rr0;
  };
}

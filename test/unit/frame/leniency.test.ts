/** Leniency of judges: what changes nothing of it, and by simulation what two-stage least squares makes of it. `PAPERMAKE_FUZZ` draws more. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../src/base/number/rng.ts';
import { leniency } from '../../../src/frame/functions/leniency.ts';

const FUZZ = Number(process.env.PAPERMAKE_FUZZ ?? 400);
const DRAWS = Math.max(200, FUZZ / 2);

interface Cases {
  readonly judge: readonly number[];
  readonly cell: readonly number[];
  readonly decision: Float64Array;
  readonly outcome: Float64Array;
}

const always = (): boolean => true;

const groups = (codes: readonly number[]) => {
  const levels = [...new Set(codes)];
  return { codes: Int32Array.from(codes, (code) => levels.indexOf(code)), count: levels.length };
};

const leniencyOf = ({ decision, judge, cell }: Cases): Float64Array =>
  leniency(decision, groups(judge), groups(cell), always).values;

/** Courts in years, of whose judges each decides about a tenth of the cases; a case's own severity moves decision and outcome. The effect is `effect`. */
function drawn(draw: RandomStream, effect: number, spread: number): Cases {
  const [courts, years, judges, cases] = [4, 3, 10, 100];
  const made = { judge: [] as number[], cell: [] as number[], decision: [] as number[], outcome: [] as number[] };
  for (let court = 0; court < courts; court++) {
    const severity = Array.from({ length: judges }, () => spread * draw.normal());
    for (let year = 0; year < years; year++) {
      for (let k = 0; k < cases; k++) {
        const own = draw.int(judges);
        const case_ = draw.normal();
        const d = severity[own]! + case_ > 0 ? 1 : 0;
        made.judge.push(court * judges + own);
        made.cell.push(court * years + year);
        made.decision.push(d);
        made.outcome.push(effect * d + case_ + 0.2 * court + draw.normal());
      }
    }
  }
  return { ...made, decision: Float64Array.from(made.decision), outcome: Float64Array.from(made.outcome) };
}

/** Two-stage least squares within cells, with its error by judges. */
function within({ judge, cell, decision, outcome }: Cases, instrument: Float64Array) {
  const less = (x: Float64Array): Float64Array => {
    const [sums, counts] = [new Map<number, number>(), new Map<number, number>()];
    for (const [i, at] of cell.entries()) {
      sums.set(at, (sums.get(at) ?? 0) + x[i]!);
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    return x.map((value, i) => value - sums.get(cell[i]!)! / counts.get(cell[i]!)!);
  };
  const [z, d, y] = [less(instrument), less(decision), less(outcome)];
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const first = product(z, d);
  const b = product(z, y) / first;
  const scores = new Map<number, number>();
  for (const [i, own] of judge.entries()) scores.set(own, (scores.get(own) ?? 0) + z[i]! * (y[i]! - b * d[i]!));
  const total = [...scores.values()].reduce((sum, score) => sum + score * score, 0);
  return { b, error: Math.sqrt((total * scores.size) / (scores.size - 1)) / Math.abs(first) };
}

describe('leniency', () => {
  const draw = createRng('leniency').stream('metamorphic', 0);
  const close = (a: Float64Array, b: readonly number[]): void => {
    for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThan(1e-11 * (1 + Math.abs(value)));
  };

  it('does not change with the order of cases, names of judges and cells, and a constant in the decision; it has its units', () => {
    for (let n = 0; n < 10; n++) {
      const cases = drawn(draw, 1, 0.5);
      const before = leniencyOf(cases);
      const order = draw.shuffle([...cases.judge.keys()]);
      const other: Cases = {
        judge: order.map((i) => 1000 - cases.judge[i]!),
        cell: order.map((i) => 7 * cases.cell[i]! + 3),
        decision: Float64Array.from(order, (i) => 5 + 100 * cases.decision[i]!),
        outcome: cases.outcome,
      };
      close(
        leniencyOf(other),
        order.map((i) => 100 * before[i]!),
      );
    }
  });

  it('does not hang on a case’s own decision but by the mean of its cell, nor on judges who share no cell with it', () => {
    const cases = drawn(draw, 1, 0.5);
    const before = leniencyOf(cases);
    const decision = cases.decision.slice();
    const size = cases.cell.filter((at) => at === cases.cell[0]).length;
    decision[0] = decision[0]! + 1;
    const after = leniencyOf({ ...cases, decision });
    const mates = [...cases.judge.keys()].filter((i) => i > 0 && cases.judge[i] === cases.judge[0]);
    const inCell = mates.filter((i) => cases.cell[i] === cases.cell[0]).length;
    expect(after[0]! - before[0]!).toBeCloseTo(-inCell / size / mates.length, 12);
    for (const [i, cell] of cases.cell.entries()) if (cell >= 3) expect(after[i]).toBe(before[i]);
  });
});

describe(`by simulation, of ${DRAWS} draws`, () => {
  const draw = createRng(process.env.PAPERMAKE_SEED ?? '1').stream('leniency by simulation', 0);
  const found = Array.from({ length: DRAWS }, () => {
    const cases = drawn(draw, 1, 0.35);
    const own = leniencyOf(cases);
    const judges = groups(cases.judge).codes;
    const sizes = judges.reduce((all, at) => all.set(at, (all.get(at) ?? 0) + 1), new Map<number, number>());
    const means = new Map<number, number>();
    for (const [i, at] of judges.entries()) means.set(at, (means.get(at) ?? 0) + cases.decision[i]! / sizes.get(at)!);
    const withOwn = Float64Array.from(judges, (at) => means.get(at)!);
    const ols = within(cases, cases.decision);
    return { out: within(cases, own), withOwn: within(cases, withOwn), ols };
  });
  const median = (of: (each: (typeof found)[number]) => number): number =>
    found.map(of).sort((a, b) => a - b)[Math.floor(DRAWS / 2)]!;

  it('the estimate is about the effect, to which a mean with the case itself does not come', () => {
    const bias = median(({ ols }) => ols.b) - 1;
    expect(bias).toBeGreaterThan(1);
    // the deviation of a median is 1.25 times that of a mean
    const noise = (4 * 1.25 * median(({ out }) => out.error)) / Math.sqrt(DRAWS);
    expect(Math.abs(median(({ out }) => out.b) - 1)).toBeLessThan(noise + 0.02 * bias);
    expect(median(({ withOwn }) => withOwn.b) - 1).toBeGreaterThan(noise + 0.05 * bias);
  });

  it('intervals by judges cover it', () => {
    const covered = found.filter(({ out }) => Math.abs(out.b - 1) <= 2.02 * out.error).length / DRAWS;
    // forty judges are few enough for a point or two
    expect(Math.abs(covered - 0.95)).toBeLessThan(4.5 * Math.sqrt((0.95 * 0.05) / DRAWS) + 0.025);
  });
});

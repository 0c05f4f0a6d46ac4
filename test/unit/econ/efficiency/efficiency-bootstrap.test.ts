/** The smoothed bootstrap of scores: against its closed form of one input and one output, and by what must be true of it. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import type { EfficiencySpec } from '../../../../src/econ/efficiency/spec.ts';
import { efficiencyOf } from '../../../../steps/efficiency/numbers/report.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const usual: EfficiencySpec = {
  ...{ name: 'e', inputs: ['k'], outputs: ['y'], undesirable: [], model: 'radial', orientation: 'input' },
  ...{ returns: 'constant', isSuper: false, frontier: 'period', direction: null, disposability: null },
  ...{ withScale: false, index: null, isParted: false, slacks: false, peers: null },
  bootstrap: { draws: 100, level: 95 },
};
const output = { orientation: 'output' } as const;

function made(columns: Record<string, Cells>, more: Partial<EfficiencySpec> = {}, seed = '1', isPanel = false) {
  const data = dataOf(columns, isPanel ? { unit: 'id', time: 't' } : null);
  const { columns: found } = efficiencyOf({ ...usual, ...more }, data, () => undefined, createRng(seed));
  const of = (end: string): number[] =>
    Array.from((found.find(({ name }) => name === `e${end}`)!.column as { values: Float64Array }).values);
  return { score: of(''), corrected: of('_corrected'), low: of('_low'), high: of('_high') };
}

const stream = (i: number): RandomStream => createRng('efficiency bootstrap').stream('data', i);

/** Units whose output is their input less exponential inefficiency with mean a third. */
function units(draw: RandomStream, count: number) {
  const k = Array.from({ length: count }, () => 1 + 9 * draw.uniform());
  const truth = k.map(() => Math.exp(Math.log(draw.uniform()) / 3));
  return { k, truth, y: k.map((value, i) => value * truth[i]!) };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]): number => {
  const centre = meanOf(values);
  return meanOf(values.map((value) => (value - centre) * (value - centre)));
};
/** Linear between order statistics. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below]! + (at - below) * ((sorted[below + 1] ?? sorted[below])! - sorted[below]!);
}

/** With one input and one output, every distance to a drawn technology is the distance over the least drawn one. */
function closedForm(k: readonly number[], y: readonly number[], draws: number, seed: string) {
  const ratios = k.map((value, i) => value / y[i]!);
  const least = Math.min(...ratios);
  const distances = ratios.map((ratio) => ratio / least);
  const count = distances.length;
  const inside = distances.filter((distance) => distance > 1 + 1e-9);
  const both = inside.flatMap((distance) => [distance, 2 - distance]);
  const range = (quantile(both, 0.75) - quantile(both, 0.25)) / 1.34;
  const deviation = Math.sqrt(varianceOf(both));
  const reference = 1.06 * Math.min(deviation, range) * both.length ** -0.2;
  const width =
    reference * 2 ** 0.2 * (inside.length / count) ** 0.2 * Math.sqrt(varianceOf(distances) / varianceOf(both));
  const drawnLeast = Array.from({ length: draws }, (_, draw) => {
    const random = createRng(seed).stream('efficiency 0', draw);
    const picked = Array.from(random.sample(count, count), (i) => distances[i]!);
    const smoothed = picked.map((each) => {
      const moved = each + width * random.normal();
      return moved < 1 ? 2 - moved : moved;
    });
    const shrink = Math.sqrt(1 + width ** 2 / varianceOf(distances));
    return Math.min(...smoothed.map((each) => meanOf(picked) + (each - meanOf(picked)) / shrink));
  });
  return distances.map((distance) => {
    const drawn = drawnLeast.map((each) => distance / each);
    const errors = drawn.map((each) => each - distance);
    return {
      corrected: 2 * distance - meanOf(drawn),
      low: distance - quantile(errors, 0.975),
      high: distance - quantile(errors, 0.025),
    };
  });
}

describe('the smoothed bootstrap of scores', () => {
  it('is its closed form of one input and one output', () => {
    const { k, y } = units(stream(0), 15);
    const expected = closedForm(k, y, 100, '7');
    const ofInputs = made({ k, y }, {}, '7');
    const ofOutputs = made({ k, y }, output, '7');
    for (const [i, { corrected, low, high }] of expected.entries()) {
      expect(ofOutputs.corrected[i]!).toBeCloseTo(corrected, 9);
      expect(ofOutputs.low[i]!).toBeCloseTo(low, 9);
      expect(ofOutputs.high[i]!).toBeCloseTo(high, 9);
      expect(ofInputs.corrected[i]!).toBeCloseTo(1 / corrected, 9);
      expect(ofInputs.low[i]!).toBeCloseTo(1 / high, 9);
      expect(ofInputs.high[i]!).toBeCloseTo(1 / low, 9);
    }
  });

  it.each<[string, Partial<EfficiencySpec>]>([
    ['inputs', {}],
    ['outputs', output],
    ['inputs, variable returns', { returns: 'variable' }],
    ['outputs, variable returns', { ...output, returns: 'variable' }],
    ['outputs, returns that do not increase', { ...output, returns: 'nonincreasing' }],
  ])('moves scores off the frontier, inside of intervals that units of measurement do not move: %s', (_, more) => {
    const draw = stream(1);
    const columns = { ...units(draw, 12), l: Array.from({ length: 12 }, () => 1 + draw.uniform()) };
    const spec = { ...more, inputs: ['k', 'l'] };
    const found = made(columns, spec);
    const rescaled = made({ ...columns, k: columns.k.map((value) => 1024 * value) }, spec);
    const sign = more.orientation === 'output' ? 1 : -1;
    for (const [i, score] of found.score.entries()) {
      expect(found.low[i]!).toBeLessThanOrEqual(found.corrected[i]!);
      expect(found.high[i]!).toBeGreaterThanOrEqual(found.corrected[i]!);
      expect(sign * (found.corrected[i]! - score)).toBeGreaterThan(0);
      expect(rescaled.corrected[i]!).toBeCloseTo(found.corrected[i]!, 9);
    }
  });

  it('is the same by the same seed and another by another', () => {
    const { k, y } = units(stream(2), 10);
    expect(made({ k, y })).toEqual(made({ k, y }));
    expect(made({ k, y }, {}, '2').corrected).not.toEqual(made({ k, y }).corrected);
  });

  it('is narrower of a lower level', () => {
    const { k, y } = units(stream(3), 10);
    const [wide, narrow] = [made({ k, y }), made({ k, y }, { bootstrap: { draws: 100, level: 80 } })];
    for (const i of k.keys()) expect(narrow.high[i]! - narrow.low[i]!).toBeLessThan(wide.high[i]! - wide.low[i]!);
  });

  it('takes each period by itself, and leaves out rows without a quantity', () => {
    const [one, two] = [units(stream(4), 8), units(stream(5), 8)];
    const ids = [...one.k.keys()];
    const alone = made({ id: ids, t: ids.map(() => 2001), k: one.k, y: one.y }, {}, '1', true);
    const columns = {
      id: [...ids, ...ids, 99],
      t: [...ids.map(() => 2001), ...ids.map(() => 2002), 2001],
      k: [...one.k, ...two.k, null],
      y: [...one.y, ...two.y, 1],
    };
    const together = made(columns, {}, '1', true);
    for (const id of ids) expect(together.corrected[2 * id]!).toBeCloseTo(alone.corrected[id]!, 12);
    expect(together.corrected.at(-1)).toBeNaN();
    expect(together.corrected.filter(Number.isNaN)).toHaveLength(1);
  });

  it('is refused where fewer than two units lie off the frontier', () => {
    expect(() => made({ k: [1, 2, 3], y: [1, 2, 2] })).toThrow(
      '1 units lie off the frontier, and a smoothed bootstrap needs 2',
    );
  });

  it('comes nearer to the truth than the score where two inputs make an output', () => {
    let [raw, corrected] = [0, 0];
    for (let i = 0; i < 8; i++) {
      const draw = stream(100 + i);
      const of = (): number[] => Array.from({ length: 40 }, () => 1 + 9 * draw.uniform());
      const [k, l] = [of(), of()];
      const truth = k.map(() => Math.exp(Math.abs(draw.normal()) / 3));
      const y = k.map((value, row) => Math.exp(0.4 * Math.log(value * l[row]!)) / truth[row]!);
      const spec = { ...output, inputs: ['k', 'l'], returns: 'variable' } as const;
      const found = made({ k, l, y }, { ...spec, bootstrap: { draws: 200, level: 90 } }, String(i));
      for (const [row, value] of truth.entries()) {
        raw += Math.abs(found.score[row]! - value);
        corrected += Math.abs(found.corrected[row]! - value);
      }
    }
    expect(corrected).toBeLessThan(0.75 * raw);
  });
});

import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';

describe('random streams', () => {
  it('draw the same bits for the same seed, name and replicate, in any order of calls', () => {
    const first = createRng('2024');
    const second = createRng('2024');
    second.stream('other', 3).uint32();
    const draws = (rng: typeof first) => Array.from({ length: 4 }, () => 0).map(() => rng.stream('boot', 7).uint32());
    expect(draws(first)).toEqual(draws(second));
    expect(new Set(draws(first)).size).toBe(1);
  });

  it('have known bits, so that a change of the generator is noticed', () => {
    const stream = createRng('seed').stream('name', 0);
    expect([stream.uint32(), stream.uint32(), stream.uint32()]).toMatchInlineSnapshot(`
      [
        1661117209,
        3560082700,
        3771654368,
      ]
    `);
  });

  it('differ between seeds, names and replicates, also where texts run together', () => {
    const firsts = [
      createRng('a').stream('bc', 0),
      createRng('ab').stream('c', 0),
      createRng('a').stream('bc', 1),
      createRng('a').stream('b', 0),
    ].map((stream) => stream.uint32());
    expect(new Set(firsts).size).toBe(4);
  });

  it('are uniform on the open interval and normal to the third decimal', () => {
    const stream = createRng('moments').stream('u', 0);
    const n = 200_000;
    const uniforms = Array.from({ length: n }, () => stream.uniform());
    expect(Math.min(...uniforms.slice(0, 1000))).toBeGreaterThan(0);
    expect(uniforms.reduce((a, b) => a + b) / n).toBeCloseTo(0.5, 2);
    const normals = Array.from({ length: n }, () => stream.normal());
    expect(normals.reduce((a, b) => a + b) / n).toBeCloseTo(0, 1);
    expect(normals.reduce((a, b) => a + b * b) / n).toBeCloseTo(1, 1);
    expect(normals.filter((z) => Math.abs(z) > 1.959964).length / n).toBeCloseTo(0.05, 2);
  });

  it('draw integers without bias and refuse a bad bound', () => {
    const stream = createRng('ints').stream('i', 0);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[stream.int(3)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(() => stream.int(0)).toThrow(RangeError);
    expect(() => stream.int(2.5)).toThrow(RangeError);
    expect(() => createRng('x').stream('y', 0.5)).toThrow(RangeError);
  });

  it('shuffle to a permutation and sample with replacement', () => {
    const stream = createRng('s').stream('p', 0);
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = stream.shuffle([...items]);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
    const drawn = stream.sample(10, 200);
    expect(new Set(drawn).size).toBe(10);
    expect(() => stream.sample(0, 1)).toThrow(RangeError);
    expect(stream.shuffle([])).toEqual([]);
  });

  it.each([2, 7, 280, 2_000_000_011])('sample below %d, and shuffle, by the draws of `int`', (n) => {
    const [whole, single] = [0, 0].map(() => createRng('s').stream('p', n)) as [RandomStream, RandomStream];
    expect([...whole.sample(n, 100)]).toEqual(Array.from({ length: 100 }, () => single.int(n)));
    const shuffled = whole.shuffle(Float64Array.from({ length: 50 }, (_, i) => i));
    const expected = Array.from({ length: 50 }, (_, i) => i);
    for (let i = 49; i > 0; i--) {
      const j = single.int(i + 1);
      [expected[i], expected[j]] = [expected[j]!, expected[i]!];
    }
    expect([...shuffled]).toEqual(expected);
    expect(whole.uint32()).toBe(single.uint32());
  });
});

/** Jumps at several cut-offs are those of rows of each, and of all rows less their cut-offs. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { Estimate } from '../../../src/econ/fit.ts';
import { planned } from './planned.ts';

const draw = createRng('cutoffs').stream('rows', 0);
const rows = Array.from({ length: 900 }, (_, i) => {
  const cut = [20, 40][i % 2]!;
  const x = 60 * draw.uniform();
  const own = 1 + x / 30 + Number(x >= cut) + draw.normal() / 2;
  const dose = x / 30 + Number(x >= 20) + Number(x >= 40) + draw.normal() / 2;
  const nearest = x - (x < 30 ? 20 : 40);
  return [x, cut, own, dose, x - cut, nearest, i % 15].join(',');
});
const csv = `x,cut,own,dose,z,nearest,g\n${rows.join('\n')}\n`;

const plan = (steps: readonly string[]) =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
${steps.map((keys, i) => `  s${i}: {kind: rd, from: d, ${keys}}`).join('\n')}
`,
    csv,
  );

async function termsOf(keys: string): Promise<ReadonlyMap<string, Estimate>> {
  const { parts, failures } = await plan([keys]).run('s0');
  expect(failures).toEqual([]);
  return new Map((parts.terms as unknown as readonly Estimate[]).map((term) => [term.term, term]));
}

const same = (found: Estimate | undefined, expected: Estimate | undefined): void => {
  expect(found!.estimate).toBeCloseTo(expected!.estimate, 10);
  expect(found!.stdError).toBeCloseTo(expected!.stdError as number, 10);
};

describe('cut-offs of rows', () => {
  it('are estimated from their own rows', async () => {
    const all = await termsOf('method: cutoffs, outcome: own, running: x, cutoffs: cut, rows: [conventional]');
    for (const cut of [20, 40]) {
      const one = await termsOf(`outcome: own, running: x, cutoff: ${cut}, sample: cut == ${cut}`);
      same(all.get(`i(cut)::${cut}`), one.get('conventional'));
    }
    same(all.get('pooled'), (await termsOf('outcome: own, running: z')).get('conventional'));
  });

  it('have a mean by the rows near each, with the variance of independent samples', async () => {
    const p = plan(['method: cutoffs, outcome: own, running: x, cutoffs: cut']);
    const { parts } = await p.run('s0');
    const [a, b, mean] = parts.terms as unknown as readonly Estimate[];
    const records = parts.cutoffs as unknown as readonly { below: number; above: number; weight: number }[];
    const [n, m] = records.map(({ below, above }) => below + above) as [number, number];
    const share = n / (n + m);
    expect(records[0]!.weight).toBeCloseTo(share, 12);
    expect(mean!.estimate).toBeCloseTo(share * a!.estimate + (1 - share) * b!.estimate, 12);
    const [u, v] = [share * (a!.stdError as number), (1 - share) * (b!.stdError as number)];
    expect(mean!.stdError).toBeCloseTo(Math.sqrt(u * u + v * v), 12);
    const gap = (a!.estimate - b!.estimate) / Math.hypot(a!.stdError as number, b!.stdError as number);
    expect((parts.stats as Record<string, number>).equalChi2).toBeCloseTo(gap * gap, 10);
  });

  it('have no error of the mean where clusters have rows at several', async () => {
    const across = await termsOf('method: cutoffs, outcome: own, running: x, cutoffs: cut, cluster: g');
    expect(across.get('weighted')!.stdError).toEqual({ invalid: 'clusters have rows at several cut-offs' });
  });
});

describe('cut-offs of one running variable', () => {
  it('are estimated from rows up to the next ones, and pooled at the nearest', async () => {
    const all = await termsOf('method: cutoffs, outcome: dose, running: x, cutoffs: [40, 20]');
    same(all.get('cutoff 20'), (await termsOf('outcome: dose, running: x, cutoff: 20, sample: x < 40')).get('robust'));
    same(all.get('cutoff 40'), (await termsOf('outcome: dose, running: x, cutoff: 40, sample: x >= 20')).get('robust'));
    same(all.get('pooled'), (await termsOf('outcome: dose, running: nearest')).get('robust'));
  });

  it('have an error of their mean where no row is near two', async () => {
    const near = await termsOf('method: cutoffs, outcome: dose, running: x, cutoffs: [20, 40], h: 9');
    expect(near.get('weighted')!.stdError).toBeGreaterThan(0);
    const far = await termsOf('method: cutoffs, outcome: dose, running: x, cutoffs: [20, 40], h: 11');
    expect(far.get('weighted')!.stdError).toEqual({ invalid: 'rows lie within the bandwidths of several cut-offs' });
  });

  it('without rows on both sides are left out with a warning, and counted', async () => {
    const { parts, warnings } = await plan(['method: cutoffs, outcome: own, running: x, cutoffs: [20, 40, 90]']).run(
      's0',
    );
    expect((parts.terms as unknown as readonly Estimate[]).map(({ term }) => term)).toEqual([
      'cutoff 20',
      'cutoff 40',
      'weighted',
      'pooled',
    ]);
    expect(warnings.map(({ code }) => code)).toContain('cutoff-refused');
  });
});

it.each([
  ['cutoffs: [1]', 'expected at least two cut-offs, got 1'],
  ['cutoffs: x', 'the running variable is not its own cut-off'],
  ['cutoffs: [1, 2], cutoff: 3', 'the method `cutoffs` reads no `cutoff`'],
  ['cutoffs: [1, 2], rows: [robust, conventional]', 'each cut-off has one estimate'],
  ['p: 1', 'several cut-offs need `cutoffs`'],
  ['cutoffs: cutt', 'unknown variable `cutt`'],
])('`%s` is refused', (keys, message) => {
  const { problems } = plan([`method: cutoffs, outcome: own, running: x, ${keys}`]);
  expect(problems.map((problem) => problem.message)).toContain(message);
});

it('refuses a column of one cut-off', async () => {
  const { failures } = await plan(['method: cutoffs, outcome: own, running: x, cutoffs: cut, sample: cut == 20']).run(
    's0',
  );
  expect(failures[0]!.message).toContain('expected from 2 to 200 cut-offs in `cut`, got 1');
});

/** Units of which references are made: by hand in three units, and in random data by the reference that they come to. */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { EfficiencySpec } from '../../../../src/econ/efficiency/spec.ts';
import { efficiencyOf } from '../../../../steps/efficiency/numbers/report.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const usual: EfficiencySpec = {
  ...{ name: 'e', inputs: ['k'], outputs: ['y'], undesirable: [], model: 'radial', orientation: 'input' },
  ...{ returns: 'variable', isSuper: false, frontier: 'period', direction: null, disposability: null },
  ...{ withScale: false, index: null, isParted: false, slacks: false, peers: 'firm', bootstrap: null },
};

const panel = { unit: 'firm', time: 't' };

function made(columns: Record<string, Cells>, more: Partial<EfficiencySpec> = {}, isPanel = false) {
  const { columns: found } = efficiencyOf(
    { ...usual, ...more },
    dataOf(columns, isPanel ? panel : null),
    () => undefined,
  );
  const of = (name: string) => found.find((each) => each.name === name)!.column;
  const texts = of('e_peers') as { readonly codes: Int32Array; readonly dictionary: readonly string[] };
  return {
    peers: Array.from(texts.codes, (code) => texts.dictionary[code] ?? null),
    scores: (of('e') as { readonly values: Float64Array }).values,
  };
}

const three = { firm: ['A', 'B', 'C'], k: [2, 4, 6], y: [2, 6, 4] };

it('names peers with intensities, the largest first', () => {
  expect(made(three).peers).toEqual(['A (1)', 'B (1)', 'A (0.5), B (0.5)']);
  expect(made(three, { returns: 'constant' }).peers).toEqual(['B (0.3333)', 'B (1)', 'B (0.6667)']);
  expect(made({ ...three, y: [2, 6, 5] }).peers[2]).toBe('B (0.75), A (0.25)');
});

it('keeps the intensity of a peer that is a million times as large', () => {
  expect(made({ ...three, y: [0.000004, 6, 4] }, { returns: 'constant' }).peers[0]).toBe('B (6.667e-7)');
});

it('leaves a unit out of its own reference under super-efficiency, and has none where no programme has a solution', () => {
  expect(made(three, { isSuper: true }).peers).toEqual(['B (1)', null, 'A (0.5), B (0.5)']);
});

it('names a row without a name by its number, and one without a quantity not at all', () => {
  expect(made({ firm: [null, 'B', 'C'], k: [2, 4, 6], y: [2, 6, null] }).peers).toEqual(['#1 (1)', 'B (1)', null]);
});

it('names periods too where all rows span one frontier, and peers of the own period where they do not', () => {
  const columns = { firm: ['A', 'A', 'B', 'B'], t: [2001, 2002, 2001, 2002], k: [4, 2, 4, 2], y: [4, 4, 2, 2] };
  const constant = { returns: 'constant' } as const;
  expect(made(columns, constant, true).peers).toEqual(['A (1)', 'A (1)', 'A (0.5)', 'A (0.5)']);
  expect(made(columns, { ...constant, frontier: 'global' }, true).peers).toEqual([
    'A 2002 (1)',
    'A 2002 (1)',
    'A 2002 (0.5)',
    'A 2002 (0.5)',
  ]);
});

it.each<[string, Partial<EfficiencySpec>]>([
  ['radial', {}],
  ['radial of constant returns', { returns: 'constant' }],
  ['radial with slacks', { slacks: true }],
  ['sbm', { model: 'sbm', orientation: null }],
  ['additive', { model: 'additive', orientation: null }],
  ['ddf', { model: 'ddf', orientation: null, direction: 'observed' }],
])('come to a reference that uses no more and makes no less: %s', (_, more) => {
  for (let draw = 0; draw < 5; draw++) {
    const { uniform } = bound(draw);
    const firm = Array.from({ length: 12 }, (_each, i) => `f${i}`);
    const of = () => firm.map(() => 1 + 9 * uniform());
    const columns = { firm, k: of(), l: of(), y: of() };
    const { peers, scores } = made(columns, { inputs: ['k', 'l'], ...more });
    for (const [row, text] of peers.entries()) {
      const named = text!.split(', ').map((each) => /^(\S+) \((\S+)\)$/.exec(each)!.slice(1) as [string, string]);
      const at = (values: readonly number[]): number =>
        named.reduce((sum, [name, intensity]) => sum + values[firm.indexOf(name)]! * Number(intensity), 0);
      const factor = more.model === undefined ? scores[row]! : 1;
      expect(at(columns.k)).toBeLessThan(factor * columns.k[row]! * 1.002);
      expect(at(columns.l)).toBeLessThan(factor * columns.l[row]! * 1.002);
      expect(at(columns.y)).toBeGreaterThan(columns.y[row]! / 1.002);
      const total = named.reduce((sum, [, intensity]) => sum + Number(intensity), 0);
      if (more.returns === undefined) expect(total).toBeCloseTo(1, 2);
    }
  }
});

function bound(draw: number) {
  const stream = createRng('peers').stream('data', draw);
  return { uniform: () => stream.uniform() };
}

/** Matching within levels is the matching of each level's rows alone, pooled. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { match } from '../../../../steps/match/numbers/match.ts';
import { scoreModel } from '../../../../steps/match/numbers/score.ts';
import type { MatchSpec } from '../../../../steps/match/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const usual: MatchSpec = {
  ...{
    treatment: 'd',
    on: ['x', 'z'],
    method: 'nearest',
    score: 'logit',
    index: false,
    k: 1,
    replace: true,
    ties: false,
  },
  ...{
    caliper: null,
    order: 'descending',
    algorithm: 'greedy',
    kernel: 'epan',
    bandwidth: 0.06,
    common: false,
    moments: 1,
  },
  ...{ outcomes: ['y'], sample: null, exclude: null, at: null, name: 'weight' },
};
const models = { logit: await scoreModel(usual), probit: await scoreModel({ ...usual, score: 'probit' }) };
const draws = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1 ? 60 : 3;

type Columns = Readonly<Record<string, Cells>>;

function drawn(seed: number): Columns {
  const stream = createRng(String(seed)).stream('rows', 0);
  const rows = Array.from({ length: 150 }, (_, i) => {
    const [x, z] = [stream.normal(), stream.normal()];
    const year = 2010 + Math.floor(stream.uniform() * 3);
    const d = x + z / 2 + 4 * stream.normal() > 0.4 ? 1 : 0;
    return { x, z: i % 20 === 7 ? null : z, d, year, y: 2 * x + 3 * d + stream.normal(), g: i % 2 };
  });
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'x'])]));
}

const matched = (more: Partial<MatchSpec>, columns: Columns) => {
  const spec = { ...usual, ...more };
  return match(spec, dataOf(columns), spec.method === 'entropy' ? null : models[spec.score]);
};

const some = (columns: Columns, keep: (i: number) => boolean): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.filter((_, i) => keep(i))]));

describe('each level', () => {
  it.each([
    { method: 'nearest' },
    { method: 'nearest', k: 3, caliper: 0.05 },
    { method: 'nearest', replace: false, score: 'probit' },
    { method: 'nearest', replace: false, algorithm: 'psmatch2', order: 'ascending' },
    { method: 'nearest', ties: true, common: true },
    { method: 'radius', caliper: 0.05, index: true },
    { method: 'kernel' },
    { method: 'entropy' },
  ] as Partial<MatchSpec>[])('of %o is matched as its rows alone are, to the bit', (more) => {
    for (let seed = 1; seed <= draws; seed++) {
      const columns = drawn(seed);
      const { weights, records } = matched({ ...more, by: 'year' }, columns);
      expect(records.levels.map(({ level }) => level)).toEqual(['2010', '2011', '2012']);
      let [treated, effect] = [0, 0];
      for (const { level, ...own } of records.levels) {
        const isHere = (i: number): boolean => String(columns.year![i]) === level;
        const alone = matched(more, some(columns, isHere));
        expect({ ...own, levels: [] }).toEqual(alone.records);
        expect(Array.from(weights).filter((_, i) => isHere(i))).toEqual(Array.from(alone.weights));
        treated += own.support.matched;
        effect += own.support.matched * own.att![0]!.estimate;
      }
      expect(records.support.matched).toBe(treated);
      expect(records.att![0]!.estimate).toBeCloseTo(effect / treated, 10);
      expect(records.meanAbsBias).not.toEqual(records.levels[0]!.meanAbsBias);
    }
  });

  it('of a crossing is one', () => {
    const columns = drawn(5);
    const { records } = matched({ by: 'year^g' }, columns);
    expect(records.levels.map(({ level }) => level)).toEqual(
      ['2010', '2011', '2012'].flatMap((year) => [`${year}^0`, `${year}^1`]),
    );
  });

  it('goes without terms that do not vary in it', () => {
    const columns = drawn(3);
    const flat = { ...columns, z: columns.z!.map((z, i) => (columns.year![i] === 2011 ? 4 : z)) };
    const { records, warnings } = matched({ by: 'year', method: 'entropy' }, flat);
    expect(records.levels[1]!.lambda!.map(({ variable }) => variable)).toEqual(['x']);
    expect(records.levels[0]!.lambda!.map(({ variable }) => variable)).toEqual(['x', 'z']);
    expect(warnings).toEqual([]);
  });
});

describe('levels', () => {
  const columns = drawn(2);
  const early = { ...columns, d: columns.d!.map((d, i) => (columns.year![i] === 2010 ? 0 : d)) };

  it('with one side alone are left out and told with their rows', () => {
    const { weights, records, warnings } = matched({ by: 'year' }, early);
    const lost = columns.year!.filter((year, i) => year === 2010 && columns.z![i] !== null).length;
    expect(records.levels.map(({ level }) => level)).toEqual(['2011', '2012']);
    expect(weights.every((weight, i) => columns.year![i] !== 2010 || Number.isNaN(weight))).toBe(true);
    expect(records.support.controls + records.support.treated).toBe(142 - lost);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${lost} rows are not matched, since \`year\` has levels with treated rows alone`),
    ]);
  });

  it('are refused where none has both sides, and where one cannot be matched, by its name', () => {
    const none = { ...columns, d: columns.year!.map((year) => (year === 2010 ? 1 : 0)) };
    expect(() => matched({ by: 'year' }, none)).toThrow('no level of `year` has both treated rows and controls');
    const sure = { ...columns, x: columns.x!.map((x, i) => (columns.year![i] === 2011 ? columns.d![i]! : x)) };
    expect(() => matched({ by: 'year' }, sure)).toThrow(/where `year` is `.*2011.*`: .*`x` predicts `d` perfectly/);
  });
});

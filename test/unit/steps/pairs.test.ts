import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { withAdjustedP } from '../../../src/econ/distributions/adjusted-p.ts';
import { isNamed } from '../../../src/engine/pipeline/reference.ts';
import { contentNamed, type MadeArtifact } from '../../../src/engine/store/artifact.ts';
import { preview } from '../../../src/table/preview.ts';
import { tables } from '../../../steps/registry.ts';
import { type Planned, performed, planned } from './planned.ts';

/** Levels whose names are code, marks or two names. */
const groups = ['East', 'B - C', '"q": |x|', '<b>$&</b>'] as const;
const inYaml = (level: string): string => `'${level}'`;
const inCsv = (level: string): string => `"${level.replaceAll('"', '""')}"`;

const draw = createRng('pairs').stream('steps', 0);
const rows = Array.from({ length: 96 }, (_, i) => {
  const unit = i % 16;
  const [x, w] = [draw.normal(), draw.normal()];
  const group = unit % 4;
  const y = (2 - group / 2) * x + group * group + w + draw.normal();
  return [`u${unit}`, Math.floor(i / 16), x, w, y, inCsv(groups[group]!), group].join(',');
});
const csv = ['id,t,x,w,y,r,g', ...rows].join('\n');
const sorted = [...groups].sort();
const plan = (keys: string, fit = 'y ~ x | id', known: readonly string[] = sorted): Planned =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  k: {kind: models, from: d, fit: ${fit}, ${keys}}
`,
    csv,
    { 'k@levels': known },
  );
interface Numbers {
  readonly difference: number;
  readonly estimate: number;
  readonly stdError: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly pAdjusted: number;
  readonly confLow: number;
  readonly confHigh: number;
}
interface PairRow extends Numbers {
  readonly name: string;
  readonly between: readonly [string, string];
  readonly first: number;
  readonly second: number;
  readonly chow: Numbers;
  readonly suest: Numbers;
  readonly permutation: Numbers;
}
type Parts = Readonly<Record<'difference' | 'chow' | 'suest' | 'permutation', Numbers>> & {
  readonly rows: readonly PairRow[];
  readonly lincom: readonly Numbers[];
};

const partOf = (made: MadeArtifact, name: string) => JSON.parse(new TextDecoder().decode(contentNamed(made, name)));
const partsOf = (made: MadeArtifact): Parts =>
  Object.fromEntries(made.artifact.parts.map(({ name }) => [name, partOf(made, name)])) as unknown as Parts;
const found = async (p: Planned, id = 'k.difference') => {
  expect(p.problems).toEqual([]);
  return partsOf(await performed(p, id, csv));
};
const tableOf = (parts: object) =>
  preview('k', tables.of('pairwise')!, (name) => (parts as Record<string, never>)[name]);

const split = 'split: r, vcov: cluster(id)';
const every = sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => [a, b] as const));

describe('pairs of groups of a split', () => {
  it('have the numbers of a difference that is written for each alone', async () => {
    const by = 'by: [chow, suest, permutation], draws: 20';
    const { rows, ...rest } = await found(plan(`${split}, difference: {of: x, between: all, ${by}}`));
    expect(rest).toEqual({ of: 'x', group: 'r', by: ['chow', 'suest', 'permutation'] });
    expect(rows.map((row) => row.between)).toEqual(every);
    for (const [k, [a, b]] of every.entries()) {
      const alone = `${split}, difference: {of: x, between: [${inYaml(a)}, ${inYaml(b)}], ${by}}`;
      const { difference, chow, suest, permutation } = await found(plan(alone));
      const pick = ({ stdError, statistic, pValue }: Numbers) => ({ stdError, statistic, pValue });
      expect(rows[k]).toMatchObject({ difference, chow: pick(chow), suest: pick(suest) });
      expect(rows[k]!.permutation).toEqual({ pValue: permutation.pValue });
    }
  });

  it.each<[string, (p: number, m: number) => number]>([
    ['bonferroni', (p: number, m: number) => Math.min(1, m * p)],
    ['sidak', (p: number, m: number) => 1 - Array.from({ length: m }, () => 1 - p).reduce((a, b) => a * b)],
  ])('are adjusted by %s, each way by itself', async (adjust, expected) => {
    const p = plan(`${split}, difference: {of: x, between: all, by: [chow, suest], adjust: ${adjust}}`);
    const { rows } = await found(p);
    for (const { chow, suest } of rows)
      for (const test of [chow, suest]) expect(test.pAdjusted).toBeCloseTo(expected(test.pValue, 6), 12);
  });

  it('have no adjusted p value where they have no p value, which is told', () => {
    const why = { invalid: 'the standard error is zero' };
    const tests = withAdjustedP([{ pValue: 0.01 }, { pValue: why }, { pValue: 0.04 }], 'bonferroni');
    expect(tests.map(({ pAdjusted }) => pAdjusted)).toEqual([0.02, why, 0.08]);
    const rows = ['a', 'b', 'c'].map((level, k) => {
      return { name: `${level} - z`, between: [level, 'z'], first: 1, second: 0, difference: 1, chow: tests[k] };
    });
    const { notes } = tableOf({ of: 'x', group: 'r', by: ['chow'], adjust: 'bonferroni', rows })!;
    expect(notes.join(' ')).toMatch(/b − z: the standard error is zero/);
  });

  it('are those against a reference, which is taken off', async () => {
    const { rows } = await found(plan(`${split}, difference: {of: x, reference: East, adjust: holm}`));
    const others = sorted.filter((level) => level !== 'East');
    expect(rows.map((row) => row.between)).toEqual(others.map((level) => [level, 'East']));
  });

  it('are a list of pairs, which a result names apart', async () => {
    const pairs = `[['B - C', East], [East, '"q": |x|']]`;
    const { rows } = await found(plan(`${split}, difference: {of: x, between: ${pairs}}`));
    expect(rows.map((row) => row.name)).toEqual(['(B - C) - East', 'East - "q": |x|']);
  });

  it('stand in a table of their own, and not below the columns', async () => {
    const p = plan(`${split}, difference: {of: x, between: all, by: [chow, suest], adjust: holm}`);
    expect(p.nodes.get('k.East')!.view).not.toHaveProperty('difference');
    for (const id of ['k.difference', 'k@difference.1']) expect(isNamed(p.nodes.get(id)!, 'k')).toBe(false);
    const table = tableOf(await found(p))!;
    expect(table.panels[0]!.rows.map(({ label }) => label)).toContain('B - C − East');
    expect(table.spanners.flat().map(({ text }) => text)).toEqual(['Chow', 'SUEST']);
    const each = ['Std. error', 'Statistic', 'p', 'Adjusted p'];
    expect(table.columns.map(({ header }) => header)).toEqual(['First', 'Second', 'Difference', ...each, ...each]);
    expect(table.notes.join(' ')).toMatch(/coefficient of x between groups \(R\).*Holm’s method/);
  });

  it.each([
    ['between: all, reference: East', '`between` names pairs and `reference` makes them: expected one of both'],
    ['reference: North', '`r` has no level `North`'],
    ['between: [[East, North]]', '`r` has no level `North`'],
    ["between: [[East, 'B - C'], ['B - C', East]]", '`B - C` and `East` are compared twice'],
    ["between: [[East, East], ['B - C', East]]", 'expected two groups that differ, got `East` twice'],
    ["between: [East, 'B - C'], adjust: holm", '`adjust` allows for several pairs, and one is compared'],
    ['by: chow', 'expected `between`, two levels of `r` or `all`, got none'],
  ])('refuse %s', (keys, message) => {
    const p = plan(`${split}, difference: {of: x, ${keys}}`);
    expect(p.problems.map((problem) => problem.message)).toEqual([message]);
  });
});

describe('pairs of levels of a factor', () => {
  const lincom = (a: number, b: number): string =>
    [a === 0 ? [] : `"i(g)::${a}"`, b === 0 ? [] : `"i(g)::${b}"`].flat().join(' - ');

  it.each(['iid', 'HC1', 'cluster(id)'])('equal combinations that are written out, with errors %s', async (vcov) => {
    const fit = 'y ~ x + i(g) + w';
    const { rows } = await found(plan(`vcov: ${vcov}, difference: {of: i(g), adjust: sidak}`, fit));
    expect(rows.map((row) => row.name)).toEqual(['0 - 1', '0 - 2', '0 - 3', '1 - 2', '1 - 3', '2 - 3']);
    for (const row of rows) {
      const [a, b] = row.between.map(Number) as [number, number];
      const of = a === 0 ? `-1*${lincom(0, b)}` : lincom(a, b);
      const fitted = await found(plan(`vcov: ${vcov}, lincom: {d: '${of}'}`, fit), 'k');
      const { estimate, stdError, statistic, pValue, confLow, confHigh } = fitted.lincom[0]!;
      const close = { difference: estimate, stdError, statistic, pValue, confLow, confHigh };
      for (const [name, value] of Object.entries(close)) expect(row[name as 'stdError']).toBeCloseTo(value, 12);
      expect(row.first - row.second).toBeCloseTo(estimate, 12);
    }
  });

  it('do not hang on the reference, and follow an estimator without least squares', async () => {
    const named = (parts: Parts) =>
      Object.fromEntries(parts.rows.map((row) => [row.name, [row.difference, row.stdError]]));
    const key = 'difference: {of: i(g), between: [[1, 0], [3, 2]]}';
    for (const more of ['', 'estimator: poisson, ']) {
      const y = more === '' ? 'y' : 't';
      const one = named(await found(plan(`${more}${key}`, `${y} ~ x + i(g)`)));
      const other = named(await found(plan(`${more}${key}`, `'${y} ~ x + i(g, ref=2)'`)));
      expect(Object.keys(one)).toEqual(['1 - 0', '3 - 2']);
      for (const [name, numbers] of Object.entries(one))
        for (const [i, value] of numbers.entries()) expect(other[name]![i]).toBeCloseTo(value, 7);
    }
  });

  it('may have names that are code', async () => {
    const { rows } = await found(plan(`difference: {of: i(r), reference: '"q": |x|'}`, 'y ~ x + i(r)'));
    expect(rows.map((row) => row.name).sort()).toEqual(
      ['(B - C) - "q": |x|', '<b>$&</b> - "q": |x|', 'East - "q": |x|'].sort(),
    );
    const table = tableOf({ of: 'i(r)', group: 'r', by: [], rows })!;
    expect(table.columns.map(({ header }) => header)).toEqual(['Difference', 'Std. error', 'Statistic', 'p']);
    expect(table.notes.join(' ')).toContain('between coefficients of levels of R in one regression');
  });

  it('are none of levels that were dropped', async () => {
    const p = plan('difference: {of: i(g)}', 'y ~ x + i(g) | id');
    const warned: string[] = [];
    await expect(performed(p, 'k.difference', csv, new Map(), warned)).rejects.toThrow(/and a difference is of two/);
    const same = csv.replace('r,g', 'r,g,h').replace(/,([0-3])$/gm, (_, g) => `,${g},${g === '3' ? 1 : 0}`);
    const q = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  k: {kind: models, from: d, fit: y ~ h + i(g), difference: {of: i(g)}}
`,
      same,
    );
    const { rows } = partsOf(await performed(q, 'k.difference', same, new Map(), warned));
    expect(rows.map((row) => row.name)).toEqual(['0 - 1', '0 - 2', '1 - 2']);
    expect(warned).toContain('dropped-level');
  });

  it.each([
    ['y ~ x', 'of: x', '`difference` compares groups of a `split`, and there is none'],
    ['y ~ x + i(g) + i(g):x', 'of: i(g)', 'levels of `g` differ by other variables too: it stands in `i(g):x`'],
    [
      'y ~ x + i(g)',
      'of: i(g), by: chow',
      '`by` is of groups of a `split`, and levels of a factor are compared by their covariance',
    ],
    ['y ~ x', 'of: i(g)', '`i(g)` is no term of this regression'],
    [
      'y ~ x + i(g)',
      'of: i(g), between: all, reference: 1',
      '`between` names pairs and `reference` makes them: expected one of both',
    ],
  ])('%s refuses %s', (fit, keys, message) => {
    expect(plan(`difference: {${keys}}`, fit).problems.map((problem) => problem.message)).toContain(message);
  });

  it('refuse a level that the estimation has not', async () => {
    const p = plan('difference: {of: i(g), reference: 7}', 'y ~ x + i(g)');
    await expect(performed(p, 'k.difference', csv)).rejects.toThrow(/no coefficient of the level `7`/);
  });
});

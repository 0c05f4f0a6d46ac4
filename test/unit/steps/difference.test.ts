import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { isNamed } from '../../../src/engine/pipeline/reference.ts';
import { contentNamed, type MadeArtifact } from '../../../src/engine/store/artifact.ts';
import { preview } from '../../../src/table/preview.ts';
import { tables } from '../../../steps/registry.ts';
import { type Planned, performed, planned } from './planned.ts';

const draw = createRng('difference').stream('steps', 0);
const rows = Array.from({ length: 60 }, (_, i) => {
  const unit = i % 10;
  const x = draw.normal();
  return [`u${unit}`, Math.floor(i / 10), x, (unit < 5 ? 2 : 1) * x + draw.normal(), unit < 5 ? 'East' : 'West'].join(
    ',',
  );
});
const csv = ['id,t,x,y,r', ...rows].join('\n');
const plan = (keys: string, text = csv, levels = ['East', 'West'], ingested = ''): Planned =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}${ingested}}
  k: {kind: models, from: d, fit: y ~ x | id, vcov: cluster(id), ${keys}}
`,
    text,
    { 'k@levels': levels },
  );
const partOf = (made: MadeArtifact, name: string) =>
  JSON.parse(new TextDecoder().decode(contentNamed(made, name))) as Record<string, number>;
const split = 'split: r';

describe('the nodes', () => {
  it('are permutations and tests beside the columns, which name them', () => {
    const p = plan(`${split}, difference: {of: x, by: [chow, permutation], draws: 700, seed: 3}`);
    expect(p.problems).toEqual([]);
    const ids = ['k.East', 'k.West', 'k.difference', 'k@levels', 'k@permutation.1', 'k@permutation.2'];
    expect([...p.nodes.keys()].filter((id) => id.startsWith('k')).sort()).toEqual(ids);
    expect(p.nodes.get('k.East')!.view).toMatchObject({ difference: 'k.difference' });
    expect(p.nodes.get('k@permutation.2')!.seed).toBe('3');
    expect(p.nodes.get('k.difference')!.params).toMatchObject({ between: ['East', 'West'], of: 'x', group: 'r' });
  });

  it('give the tests that were asked for', async () => {
    const p = plan(`${split}, difference: {of: x, by: [suest, permutation], draws: 50}`);
    const made = await performed(p, 'k.difference', csv);
    expect(made.artifact.parts.map(({ name }) => name)).not.toContain('chow');
    expect(partOf(made, 'suest').pValue).toBeLessThan(0.05);
    expect(partOf(made, 'permutation')).toMatchObject({ exact: false, draws: 50, permute: 'units', assignments: 252 });
  });

  it('are meant by their own names alone', () => {
    const node = plan(`${split}, difference: {of: x}`).nodes.get('k.difference')!;
    expect(['k', 'k.*', 'k.difference'].map((name) => isNamed(node, name))).toEqual([false, false, true]);
  });
});

describe('the group that comes first', () => {
  const compared = async (p: Planned, text = csv) => {
    expect(p.problems).toEqual([]);
    const made = await performed(p, 'k.difference', text);
    const parts = made.artifact.parts.map(({ name }) => [name, partOf(made, name)] as const);
    const found: Record<string, unknown> = Object.fromEntries(parts);
    const note = preview('k', tables.of('difference')!, (name) => found[name] as never)!.notes.join(' ');
    return { ...found, note } as Record<string, unknown>;
  };
  const both = `${split}, difference: {of: x, by: [chow, permutation], draws: 40}`;
  const renamed = (east: string, west: string): string => csv.replaceAll('East', east).replaceAll('West', west);

  it('is that which the data have first, whatever it is called, and is printed', async () => {
    const usual = await compared(plan(both));
    expect(usual).toMatchObject({ between: ['East', 'West'] });
    expect(usual.note).toMatch(/coefficient of x in East less that in West \(R\)/);
    const text = renamed('Zone 1', 'Area 2');
    const turned = await compared(plan(both, text, ['Area 2', 'Zone 1']), text);
    expect(turned).toMatchObject({ between: ['Zone 1', 'Area 2'] });
    expect(turned.note).toMatch(/in Zone 1 less that in Area 2/);
    for (const part of ['difference', 'chow', 'permutation']) expect(turned[part]).toEqual(usual[part]);
    const mapped = plan(both, csv, ['Area 2', 'Zone 1'], ', map: {r: {East: Zone 1, West: Area 2}}');
    expect(await compared(mapped)).toEqual(turned);
  });

  it('is the first of the file, where units have names that put others first', async () => {
    const text = csv.replace(/^u([0-4])/gm, 'z$1');
    const usual = await compared(plan(both));
    const renamed = await compared(plan(both, text), text);
    expect(renamed).toMatchObject({ between: ['East', 'West'] });
    expect(renamed.difference).toBeCloseTo(usual.difference as number, 12);
    const through = planned(
      `papermake: 1
steps:
  file: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  d: {kind: balance, from: file}
  k: {kind: models, from: d, fit: y ~ x | id, vcov: cluster(id), ${both}}
`,
      text,
      { 'k@levels': ['East', 'West'] },
    );
    expect(await compared(through, text)).toEqual(renamed);
  });

  it('is the smaller number, and the one that the pipeline says', async () => {
    const text = renamed('1', '0');
    const numbers = (key: string) => compared(plan(`${split}, difference: {of: x${key}}`, text, ['0', '1']), text);
    const [usual, turned] = [await numbers(''), await numbers(', between: [1, 0]')];
    expect([usual.between, turned.between]).toEqual([
      ['0', '1'],
      ['1', '0'],
    ]);
    expect(turned.difference).toBe(-(usual.difference as number));
    expect(turned.note).toMatch(/in R = 1 less that in R = 0, tested/);
    const said = plan(`${split}, difference: {of: x, between: [West, East]}`);
    expect(await compared(said)).toMatchObject({ between: ['West', 'East'] });
  });

  it('is the one that comes first among levels of the variable', async () => {
    const p = planned(
      `papermake: 1
variables: {r: {levels: [West, East]}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  k: {kind: models, from: d, fit: y ~ x | id, split: r, difference: {of: x}}
`,
      csv,
      { 'k@levels': ['East', 'West'] },
    );
    expect(await compared(p)).toMatchObject({ between: ['West', 'East'] });
  });
});

describe('what is refused', () => {
  it.each([
    [`${split}, difference: {of: z}`, 'unknown variable `z`'],
    [`${split}, difference: {of: t}`, '`t` is no term of this regression'],
    [`${split}, difference: {of: x, between: [East, North]}`, '`r` has no level `North`'],
    [`${split}, difference: {of: x, between: [East, East]}`, '`East` is compared with itself'],
    [`${split}, difference: {of: x, between: [East, 1]}`, '`r` has no level `1`'],
    ['difference: {of: x}', '`difference` compares groups of a `split`, and there is none'],
    [`${split}, iv: x ~ L.x, difference: {of: x}`, '`x` is no term of this regression'],
  ])('%s', (keys, message) => {
    expect(plan(keys).problems.map((problem) => problem.message)).toContain(message);
  });

  it('errors that have no test', () => {
    const p = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  k: {kind: models, from: d, fit: y ~ x | id, vcov: dk(1), split: r, difference: {of: x}}
`,
      csv,
      { 'k@levels': ['East', 'West'] },
    );
    expect(p.problems[0]!.message).toBe(
      'a difference between groups has errors that are `iid`, `HC0`, `HC1` or clustered on one variable',
    );
  });
});

/** What `show --json` has beside tables: spatial weights themselves, and the units' own tests of unit roots. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const units = ['Aba', 'Bela', 'Cori', 'Dent', 'Enna'];
const years = 14;
const noise = (k: number): number => Math.abs(Math.sin(k * 12.9898) * 43758.5453) % 1;

/** A random walk of each unit, which stand on a line, the last one apart. */
function panel(): string {
  const rows = units.flatMap((unit, i) => {
    let y = 0;
    return Array.from({ length: years }, (_, t) => {
      y += noise(31 * i + t) - 0.5;
      return [unit, 2001 + t, y, noise(7 * i + 3 * t), 40 + (i === 4 ? 20 : i), 10].join(',');
    });
  });
  return `${['town,year,y,x,lat,lon', ...rows].join('\n')}\n`;
}

function given(steps: readonly string[], variables = ''): Project {
  project = new Project({
    'pipeline.yaml': `papermake: 1\n${variables}steps:\n  panel: {kind: ingest, file: d.csv, panel: {unit: town, time: year}}\n${steps
      .map((step) => `  ${step}\n`)
      .join('')}`,
    'd.csv': panel(),
  });
  return project;
}

const shown = async (node: string) => JSON.parse((await project.run('show', node, '--json')).stdout);

describe('spatial weights', () => {
  const steps = [
    'near: {kind: spatial_weights, type: inverse-distance, from: panel, at: [lat, lon], cutoff: 250}',
    'raw: {kind: spatial_weights, type: inverse-distance, from: panel, at: [lat, lon], cutoff: 250, standardize: none}',
    'two: {kind: spatial_weights, type: knn, from: panel, at: [lat, lon], k: 2}',
    'both: {kind: spatial_weights, type: nested, parts: [near, two], share: 0.25}',
  ];

  it('are rows of neighbours at full precision', async () => {
    given(steps);
    await project.make();
    const [raw, near, two, both] = await Promise.all(['raw', 'near', 'two', 'both'].map(shown));
    const degree = (6371 * Math.PI) / 180;
    expect(raw.rows.map(({ neighbours }: { neighbours: string[] }) => neighbours)).toEqual([
      ['Bela', 'Cori'],
      ['Aba', 'Cori', 'Dent'],
      ['Aba', 'Bela', 'Dent'],
      ['Bela', 'Cori'],
      [],
    ]);
    expect(raw.rows[0].weights[0]).toBeCloseTo(1 / degree, 12);
    expect(raw.rows[0].weights[1]).toBeCloseTo(1 / (2 * degree), 12);
    expect(near.rows[0].weights).toEqual(
      raw.rows[0].weights.map((w: number) => w / (raw.rows[0].weights[0] + raw.rows[0].weights[1])),
    );
    expect(both.rows[0]).toEqual({
      unit: 'Aba',
      neighbours: ['Bela', 'Cori'],
      weights: near.rows[0].weights.map((w: number, i: number) => 0.25 * w + 0.75 * two.rows[0].weights[i]),
    });
    expect(near.weights).toMatchObject({ islands: ['Enna'], unit: 'town' });
    const links = near.rows.reduce((total: number, { weights }: { weights: number[] }) => total + weights.length, 0);
    expect(links).toBe(near.weights.links);
  });

  it('name no unit of a confidential variable', async () => {
    given(steps, 'variables: {town: {confidential: true}}\n');
    await project.make();
    for (const node of ['near', 'both']) {
      const { stdout } = await project.run('show', node, '--json');
      expect(stdout).not.toMatch(/Aba|Bela|Cori|Dent|Enna/);
      expect(JSON.parse(stdout).rows[0]).toMatchObject({ unit: '1', neighbours: ['2', '3'] });
    }
  });
});

describe('tests of unit roots', () => {
  const step =
    'roots: {kind: diagnose, from: panel, fit: y ~ x | town, tests: [ips, fisher-adf], unit_root: {lags: 1, of: [y]}}';

  it('have t-bar of IPS and the test of each unit', async () => {
    given([step]);
    await project.make();
    const { rows, unitRoots } = await shown('roots');
    const [ips, fisher] = unitRoots;
    expect(ips).toMatchObject({ variable: 'y', test: 'ips', by: 'town' });
    expect(ips.units.map(({ unit }: { unit: string }) => unit)).toEqual(units);
    const ts: number[] = ips.units.map(({ t }: { t: number }) => t);
    const row = rows.find(({ variable }: { variable: string }) => variable === 'y, IPS W-t-bar');
    expect(row.tBar).toBeCloseTo(ts.reduce((a, b) => a + b) / units.length, 14);
    expect(ips.units[0]).toMatchObject({ lags: 1, rows: years - 2 });
    expect(fisher.units.map(({ t }: { t: number }) => t)).toEqual(ts);
    const p = rows.find(({ variable }: { variable: string }) => variable === 'y, Fisher–ADF inverse χ² P');
    const logs = fisher.units.map(({ pValue }: { pValue: number }) => -2 * Math.log(pValue));
    expect(p.statistic).toBeCloseTo(
      logs.reduce((a: number, b: number) => a + b),
      10,
    );
  });

  it('have t-bar where the table of moments has too few periods for W, and name no unit of a confidential variable', async () => {
    given([step.replace('lags: 1', 'lags: 5')], 'variables: {town: {confidential: true}}\n');
    await project.make();
    const { stdout } = await project.run('show', 'roots', '--json');
    expect(stdout).not.toMatch(/Aba|Bela|Cori|Dent|Enna/);
    const { rows, unitRoots } = JSON.parse(stdout);
    expect(rows[0].statistic).toEqual({ invalid: 'a unit has fewer periods than the table of moments' });
    expect(rows[0].tBar).toEqual(expect.any(Number));
    expect(unitRoots[0].units.map(({ unit }: { unit: string }) => unit)).toEqual(['1', '2', '3', '4', '5']);
  });
});

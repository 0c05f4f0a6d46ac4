/** Exported scripts of spatial models: spatialreg and a likelihood in Python find them, and weights are written with leave alone. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPackagesOfR, withoutPython } from './runs.ts';
import { listed } from './stata-commands.ts';
import { fault, unstored } from './stata-grammar.ts';

const wobble = (i: number, j: number): number => {
  const value = Math.sin(i * 12.9898 + j * 78.233 + 4.1414) * 43758.5453;
  return Math.round((value - Math.floor(value)) * 1e6) / 1e6;
};
const UNITS = ['京', 'a, b', 'say "x"', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'island'];

/** Outcomes of which a part is that of the neighbours on a ring. */
const panel = (): string => {
  const lines = ['unit,year,y,x,z,gdp,wealth'];
  for (let year = 2001; year <= 2007; year++) {
    const own = UNITS.map(
      (_, i) => 2 * wobble(i + 20 * year, 1) - wobble(i + 20 * year, 2) + wobble(i + 20 * year, 3) + i / 9,
    );
    UNITS.forEach((unit, i) => {
      const near = (own[(i + 1) % 11]! + own[(i + 10) % 11]!) / 2;
      const y = own[i]! + (i === 11 ? 0 : 0.4 * near);
      const row = i + 20 * year;
      lines.push(
        [
          `"${unit.replaceAll('"', '""')}"`,
          year,
          y,
          wobble(row, 1),
          wobble(row, 2),
          1 + i * i,
          3 + i + wobble(i, 9),
        ].join(','),
      );
    });
  }
  return `${lines.join('\n')}\n`;
};

/** Neighbours on a ring of all units but the last, which is an island. */
const neighbours = (): string =>
  ['unit,neighbour']
    .concat(
      UNITS.slice(0, 11).flatMap((unit, i) =>
        [1, 10].map((step) =>
          [unit, UNITS[(i + step) % 11]!].map((name) => `"${name.replaceAll('"', '""')}"`).join(','),
        ),
      ),
    )
    .join('\n');

const pipeline = `papermake: 1
variables: {wealth: {label: Wealth, confidential: true}}
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  ring: {kind: ingest, file: neighbours.csv}
  near: {kind: spatial_weights, from: panel, type: contiguity, neighbours: {from: ring, unit: unit, neighbour: neighbour}}
  rich: {kind: spatial_weights, from: panel, type: economic, of: gdp}
  sar: {kind: spatial, from: panel, fit: y ~ x + z, weights: near, model: sar}
  sdm: {kind: spatial, from: panel, fit: y ~ x + z, weights: near, model: sdm, effects: both}
  own: {kind: spatial, from: panel, fit: y ~ x + z, weights: rich, model: sdm, effects: time, lag_order: lag-of-within}
  sem: {kind: spatial, from: panel, fit: y ~ x + z, weights: near, model: sem, effects: both}
  plain: {kind: spatial, from: panel, fit: y ~ x + z, weights: rich, model: sar, effects: none, sample: year == 2003, information: expected}
  errors: {kind: spatial, from: panel, fit: y ~ x, weights: near, model: sem, effects: none, information: expected}
  corrected: {kind: spatial, from: panel, fit: y ~ x + z, weights: near, model: sdm, leeyu: true}
  other: {kind: spatial, from: panel, fit: y ~ x, weights: near, model: sem, effects: time, lag_order: within-of-lag}
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'panel.csv': panel(), 'neighbours.csv': neighbours() });
  await project.make();
});
afterAll(() => project.dispose());

async function exported(language: string) {
  const { code, stdout, stderr } = await project.run(
    'export',
    '--to',
    language,
    '--out',
    project.path(language),
    '--json',
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const root = project.path(language);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|py|csv)$/.test(name))
    .map((name): ScriptFile => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
  const { results, missing } = JSON.parse(stdout);
  return {
    files,
    cells: Object.fromEntries(results.map((each: { node: string; cells: number }) => [each.node, each.cells])),
    missing: missing.map((each: { node: string; why: string }) => `${each.node}: ${each.why}`),
  };
}

const withoutRHere = withoutPackagesOfR(['sandwich', 'lmtest', 'spatialreg']);
const tried: readonly (readonly [language: string, main: string, program: Program, why: string | undefined])[] = [
  ['r', 'main.R', byR, withoutRHere],
  ['python', 'main.py', byPython, withoutPython],
];

it.each(tried)('scripts of %s find coefficients, effects and errors', async (language, main, program, why) => {
  const { files, cells, missing } = await exported(language);
  const ofWeights = 'the kind `spatial_weights` is not written in this language yet';
  expect(missing).toEqual([
    `near: ${ofWeights}`,
    `rich: ${ofWeights}`,
    'other: a lag of errors that is demeaned after it was taken has no direct form',
  ]);
  // coefficients of two regressors, rho, the variance and six effects, each with its error; rows and the likelihood
  expect(cells).toMatchObject({ sar: 2 * (2 + 2 + 6) + 2, sdm: 2 * (4 + 2 + 6) + 2, errors: 2 * (2 + 2) + 2 });
  expect(files.find(({ path }) => path === 'data/near.weights.csv')!.content).toContain('"island","island",0\n');
  if (why !== undefined) return;
  const { code, output } = runInEmptyFolder(files, main, program);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output.match(/: all \d+ values are the same/g)).toHaveLength(10);
  const changed = files.map((file) =>
    file.path === 'data/near.weights.csv'
      ? { ...file, content: String(file.content).replace(/"d","e",0\.5/, '"d","f",0.5') }
      : file,
  );
  const script = files.find(({ path }) => /_sar\./.test(path))!.path;
  expect(runInEmptyFolder(changed, script, program).output).toMatch(/DIFFERENT {2}sar: rho: coefficient/);
});

it.skipIf(withoutRHere !== undefined)(
  'R confirms them, in a step and without one, from weights that are handed to it',
  async () => {
    project.write('pipeline.yaml', `${pipeline}  confirm: {kind: witness, from: [sar, own], with: [r]}\n`);
    await project.make();
    const shown = JSON.parse((await project.run('show', 'confirm', '--json')).stdout);
    const asked = await project.run('witness', 'sar', 'own', '--with', 'r', '--strict', '--json');
    expect(asked.code).toBe(0);
    for (const records of [shown.cells, JSON.parse(asked.stdout).records] as { readonly verdict: string }[][]) {
      expect(new Set(records.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
      expect(records.length).toBeGreaterThan(40);
    }
    project.write('pipeline.yaml', pipeline);
  },
);

const doFiles = async (): Promise<{ readonly lines: readonly string[]; readonly missing: readonly string[] }> => {
  rmSync(project.path('stata'), { recursive: true, force: true });
  const { missing } = await exported('stata');
  const root = project.path('stata');
  const names = readdirSync(root).filter((name) => /^\d.*\.do$/.test(name));
  return { lines: names.flatMap((name) => readFileSync(join(root, name), 'utf8').trimEnd().split('\n')), missing };
};

it('do-files have xsmle where it finds the same, with weights in the order of its units', async () => {
  const { lines, missing } = await doFiles();
  expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
  expect(unstored(lines)).toEqual([]);
  expect(lines.filter((line) => line.startsWith('xsmle '))).toEqual([
    'xsmle y x z, wmat(W) model(sar) fe type(ind)',
    'xsmle y x z, emat(W) model(sem) fe type(both)',
    'xsmle y x z, wmat(W) model(sdm) fe type(ind, leeyu)',
  ]);
  expect(missing.filter((each) => /^(?:sdm|own|plain|errors|other): /.test(each))).toEqual([
    'sdm: with effects of periods xsmle stops before the maximum of `sar` and `sdm`',
    'own: with effects of periods xsmle stops before the maximum of `sar` and `sdm`',
    'plain: xsmle has no model without effects',
    'errors: xsmle has no model without effects',
    'other: a lag of errors that is demeaned after it was taken has no direct form',
  ]);
  expect(lines.filter((line) => /^check .*corrected: /.test(line)).map((line) => line.split('"')[3])).toEqual(
    ['Main:x', 'Main:z', 'Wx:x', 'Wx:z', 'Spatial:rho', 'Variance:sigma2_e']
      .flatMap((name) => [`_b[${name}]`, `_se[${name}]`])
      .concat('e(ll)'),
  );
  // units are sorted by the positions of their levels
  const [names, ...rows] = readFileSync(join(project.path('stata'), 'data/near.matrix.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(names!.split(',')).toHaveLength(UNITS.length);
  const levels = [...UNITS].sort();
  const at = (unit: string, other: string): string => rows[levels.indexOf(unit)]!.split(',')[levels.indexOf(other)]!;
  expect([at('d', 'e'), at('京', 'k'), at('island', 'd'), at('d', 'd'), at('d', 'g')]).toEqual([
    '0.5',
    '0.5',
    '0',
    '0',
    '0',
  ]);
});

it('writes weights that are made of a confidential column by its name alone', async () => {
  project.edit('pipeline.yaml', 'type: economic, of: gdp', 'type: economic, of: wealth');
  await project.make();
  const out = ['--out', project.path('secret')];
  expect(await project.run('export', 'own', '--to', 'r', ...out)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('`wealth`'),
  });
  expect(project.has('secret')).toBe(false);
  expect((await project.run('export', 'own', '--to', 'r', '--confidential', 'wealth', ...out)).code).toBe(0);
});

it('do-files have the commands of the reference runs, but where xsmle stops early', async () => {
  const runs = listed.filter(({ stata }) => stata.startsWith('xsmle '));
  expect(runs.length).toBeGreaterThanOrEqual(6);
  const names = ['lgsp', 'lpcap', 'lpc', 'lemp', 'unemp'];
  const rows = panel().trimEnd().split('\n').slice(1);
  const more = rows.map((row, i) => [row, ...names.map((_, k) => wobble(i, 30 + k))].join(','));
  project.write('panel.csv', `unit,year,y,x,z,gdp,wealth,${names.join(',')}\n${more.join('\n')}\n`);
  const model = (command: string): string => /model\((\w+)\)/.exec(command)![1]!;
  const effects = (command: string): string => (command.includes('type(both') ? 'both' : 'unit');
  const steps = runs.map(({ run, stata }) => {
    const leeyu = stata.includes('leeyu') ? ', leeyu: true' : '';
    return `  ${run}: {kind: spatial, from: panel, fit: lgsp ~ lpcap + lpc + lemp + unemp, weights: near, model: ${model(stata)}, effects: ${effects(stata)}${leeyu}}\n`;
  });
  const begin = pipeline.split('  sar:')[0]!;
  project.write('pipeline.yaml', `${begin}${steps.join('')}`);
  await project.make();
  const { lines } = await doFiles();
  const early = runs.filter(({ stata }) => model(stata) !== 'sem' && effects(stata) === 'both').map(({ run }) => run);
  expect(early).toEqual(['sar_both']);
  expect(lines.filter((line) => line.startsWith('xsmle '))).toEqual(
    runs.filter(({ run }) => !early.includes(run)).map(({ stata }) => stata),
  );
});

/** Tests behind estimates that are steps of their own, and a plan of each. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expand } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { builtInKinds } from '../support/built-in.ts';
import { nowhere } from './nowhere.ts';

const names = ['id', 'year', 'y', 'x', 'z', 'g'];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-import-'));
writeFileSync(path.join(folder, 'd.csv'), `${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
afterAll(() => rmSync(folder, { recursive: true }));

const host = {
  ...nowhere,
  columns: () => names,
};
const read = (lines: string) => readStata(`import delimited d.csv\nxtset id year\n${lines}\n`, host);

/** Two estimates in the same rows. */
const stacked = 'reg y x z\nest store A\nlogit g x z\nest store B\n';

it.each([
  ['reg y x z\neststo A\nvif', 'vif', { sample_of: 'models.A', variables: ['x', 'z'] }],
  ['reg y x z if g > 1\nestat vif', 'vif', { sample_of: 'models.m1', variables: ['x', 'z'] }],
  [
    'xtreg y x, fe\nest store F\nxtreg y x, re\nest store R\nhausman F R, sigmamore',
    'diagnose',
    { base: 'models.F', tests: ['hausman'], sigma: 'more' },
  ],
  ['xtreg y x, fe\nest store F\nxtreg y x, re\nhausman F .', 'diagnose', { base: 'models.F', tests: ['hausman'] }],
  [
    'reg y x\nest store A\nreg y x z\nest store B\nhausman A B',
    'equality',
    { columns: ['models.A', 'models.B'], by: 'hausman' },
  ],
  [
    'xtreg y x, fe\nest store F\nxtreg y x z, re\nhausman F .',
    'equality',
    { columns: ['models.F', 'models.m2'], by: 'hausman' },
  ],
  [`${stacked}suest A B\ntest [A_mean]x = [B_mean]x`, 'equality', { columns: ['models.A', 'models.B'], of: 'x' }],
  [
    `${stacked}suest A B, vce(cluster id)\ntest ([A]x = [B]x) ([A]z=[B]z)`,
    'equality',
    { columns: ['models.A', 'models.B'], of: ['x', 'z'], cluster: 'id' },
  ],
  [
    `${stacked}suest A B, cluster(id)\ntest [A_mean=B_mean]`,
    'equality',
    { columns: ['models.A', 'models.B'], cluster: 'id' },
  ],
  [`${stacked}suest A B\ntest [A_mean=B_mean]: x`, 'equality', { columns: ['models.A', 'models.B'], of: 'x' }],
  [`${stacked}suest A B\ntest _b[A_mean:x] = _b[B_mean:x]`, 'equality', { columns: ['models.A', 'models.B'], of: 'x' }],
  [`${stacked}suest A B\nlincom [A_mean]z - [B_mean]z`, 'equality', { columns: ['models.A', 'models.B'], of: 'z' }],
  [
    'xtreg y x if g == 2, re\nxttest0',
    'diagnose',
    { from: 'd', fit: 'y ~ x | id', sample: 'g == 2', tests: ['breusch-pagan'] },
  ],
  ['xtreg y x, fe\nxttest3', 'diagnose', { base: 'models.m1', tests: ['modified-wald'] }],
  ['xtreg y x, fe\nxtcsd, pesaran abs', 'diagnose', { base: 'models.m1', tests: ['pesaran-cd'] }],
])('%j', (lines, kind, keys) => {
  const { draft, lines: told } = read(lines);
  expect(told.map(({ outcome }) => outcome.is)).not.toContain('unread');
  expect(draft.steps.flatMap((step) => (step.kind === kind ? [Object.fromEntries(step.keys)] : []))).toEqual([keys]);
  const { spec, problems } = loadSpec('pipeline.yaml', pipelineOf(draft, 'main.do'), builtInKinds);
  const planned = spec && expand(spec, builtInKinds, new ProjectFiles(folder), new Map());
  expect([...problems, ...(planned?.problems ?? [])].map(({ message }) => message)).toEqual([]);
});

it.each([
  ['sts list', { time: 'y', failure: 'x' }],
  ['sts list if z > 1, by(g) at(10 20)', { by: 'g', sample: '(missing(z) or z > 1)', at: [10, 20] }],
  ['sts test g, strata(z) wilcoxon fh(1 0)', { by: 'g', strata: 'z', tests: ['wilcoxon', 'fleming-harrington'] }],
  ['stci, by(g) level(90)', { by: 'g', level: 90 }],
])('%s is a step of kind `survival`', (line, keys) => {
  const { draft, lines } = read(`stset y, failure(x)\n${line}`);
  expect(lines.at(-1)!.outcome.is).toBe('became');
  const step = draft.steps.find(({ kind }) => kind === 'survival')!;
  expect(Object.fromEntries(step.keys)).toMatchObject(keys);
  const { spec, problems } = loadSpec('pipeline.yaml', pipelineOf(draft, 'main.do'), builtInKinds);
  const planned = spec && expand(spec, builtInKinds, new ProjectFiles(folder), new Map());
  expect([...problems, ...(planned?.problems ?? [])].map(({ message }) => message)).toEqual([]);
});

it('values that mean an end and entries are those of `stset`', () => {
  const { draft } = read('stset y, failure(x == 2 3) enter(time z)\nsts list');
  const step = draft.steps.find(({ kind }) => kind === 'survival')!;
  expect(Object.fromEntries(step.keys)).toMatchObject({ time: 'y', failure: { x: [2, 3] }, entry: 'z' });
});

it('effects by time are rows of the step that estimates them', () => {
  const { draft } = read('csdid y, ivar(id) time(year) gvar(g)\nestat event, window(-2 3)\nestat simple');
  expect(draft.steps.at(-1)!.keys.get('rows')).toEqual(['event', 'overall']);
  expect(draft.steps.at(-1)!.keys.get('events')).toEqual([-2, 3]);
});

it('keeps effects by time under the name that `estore()` gives them', () => {
  const { draft, lines } = read('csdid y, ivar(id) time(year) gvar(g)\nestat event, estore(cs)\nesttab cs using a.tex');
  expect(lines.at(-1)!.outcome.is).toBe('became');
  expect(draft.steps.at(-1)!.entries.map(({ keys }) => keys.get('from'))).toEqual(['did']);
});

it.each([
  'sts list',
  'stset y\nsts list',
  'stset y, failure(x) id(id)\nsts list',
  'stset y, failure(x)\nreplace y = y + 1\nsts list',
  'stset y, failure(x)\nsts test g, cox',
  'stset y, failure(x)\nsts test g z',
  'stset y, failure(x)\nsts test g, fh(0 1)',
  'vif',
  'reg y x i.g\nvif',
  'reg y x\nestat hettest',
  'xtreg y x, fe\nest store F\nxtreg y x z, re\nhausman F ., sigmamore',
  'reg y x\nest store A\ngen w = x + z\nreg y x w\nhausman A .',
  `${stacked}suest A C`,
  `${stacked}suest A B, vce(bootstrap)`,
  `${stacked}test [A_mean]x = [B_mean]x`,
  `${stacked}suest A B\ntest [A_mean]x = [B_mean]z`,
  `${stacked}suest A B\ntest [A_mean]x = 2 * [B_mean]x`,
  `${stacked}suest A B\ntest [C_mean]x = [B_mean]x`,
  `${stacked}suest A B\nreg y x\ntest [A_mean]x = [B_mean]x`,
  'xtreg y x, fe\nxtcsd, frees',
  'csdid y, ivar(id) time(year) gvar(g)\nestat event, window(-2)',
  'csdid y, ivar(id) time(year) gvar(g)\nestat event, wboot',
])('%j is told', (lines) => {
  expect(read(lines).lines.at(-1)!.outcome.is).toBe('unread');
});

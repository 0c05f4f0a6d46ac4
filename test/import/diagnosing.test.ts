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

const names = ['id', 'year', 'y', 'x', 'z', 'g'];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-import-'));
writeFileSync(path.join(folder, 'd.csv'), `${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
afterAll(() => rmSync(folder, { recursive: true }));

const host = {
  columns: () => names,
  formats: () => [],
  isThere: () => false,
  advice: () => undefined,
  script: () => undefined,
};
const read = (lines: string) => readStata(`import delimited d.csv\nxtset id year\n${lines}\n`, host);

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

it('effects by time are rows of the step that estimates them', () => {
  const { draft } = read('csdid y, ivar(id) time(year) gvar(g)\nestat event, window(-2 3)\nestat simple');
  expect(draft.steps.at(-1)!.keys.get('rows')).toEqual(['event', 'overall']);
});

it.each([
  'vif',
  'reg y x i.g\nvif',
  'reg y x\nestat hettest',
  'reg y x\nest store A\nreg y z\nest store B\nhausman A B',
  'xtreg y x, fe\nest store F\nxtreg y z, re\nhausman F .',
  'xtreg y x, fe\nxtcsd, frees',
])('%j is told', (lines) => {
  expect(read(lines).lines.at(-1)!.outcome.is).toBe('unread');
});

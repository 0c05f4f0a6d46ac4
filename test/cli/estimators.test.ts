/** A run of the real binary after the numerics of one estimator were edited. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { BuiltInCodes } from '../../scripts/built-in-codes.ts';
import { sha256 } from '../../src/base/canonical.ts';
import { BINARY, Project } from './harness.ts';

const rows = Array.from({ length: 40 }, (_, i) => `${i % 8},${i % 5},${(i * 7) % 11},${(i * i) % 13}`);
const project = new Project({
  'd.csv': `id,y,x,z\n${rows.join('\n')}\n`,
  'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: ols, fit: y ~ x}
      - {id: fe, fit: y ~ x | id, estimator: linear}
      - {id: iv, fit: y ~ 1 | x ~ z}
  t: {kind: report, tables: {all: {from: m}}}
`,
});
const edited = mkdtempSync(join(tmpdir(), 'papermake-edited-'));
afterAll(() => {
  project.dispose();
  rmSync(edited, { recursive: true });
});

it('makes the nodes of that estimator stale, names the file, and runs no other', async () => {
  expect((await project.make()).ran).toEqual(['d', 'm.fe', 'm.iv', 'm.ols', 't.all', 't.papermake']);
  cpSync(dirname(BINARY), edited, { recursive: true });
  const codes = JSON.parse(readFileSync(join(edited, 'kinds.json'), 'utf8')) as BuiltInCodes;
  const { iv } = codes.methods.codes;
  const files = { ...iv!.files, 'src/econ/iv/fit.ts': sha256('edited') };
  const methods = { ...codes.methods, codes: { ...codes.methods.codes, iv: { ...iv!, digest: sha256('iv'), files } } };
  writeFileSync(join(edited, 'kinds.json'), JSON.stringify({ ...codes, methods }));
  project.binary = join(edited, 'papermake.js');
  expect((await project.run('why', 'm.iv')).stdout).toContain('the code changed: src/econ/iv/fit.ts');
  expect(await project.make()).toMatchObject({ ran: ['m.iv'], cached: [] });
});

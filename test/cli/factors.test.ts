/** Factors and their interactions in a run of the real binary: tables, tests, claims, and what `diff` says where a base has moved. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packCodes, unpackCodes } from '../../src/app/kinds/built-in-codes.ts';
import type { Digest } from '../../src/base/brand.ts';
import { sha256 } from '../../src/base/canonical.ts';
import type { KindCode } from '../../src/engine/kinds.ts';
import { BINARY, copyOfBuild, Project } from './harness.ts';

/** Two periods of twenty units, half of them treated in the second; an effect of about 2. */
const rows = Array.from({ length: 40 }, (_, i) => {
  const [id, post] = [Math.floor(i / 2), i % 2];
  const [treat, x] = [id % 2, ((i * 7) % 11) / 4];
  const y = 1 + 0.4 * treat + 0.3 * post + 2 * treat * post + 0.5 * x * (1 + (id % 3)) + ((i * i) % 13) / 40;
  return [id, post, treat, `r${id % 3}`, x, y].join(',');
});
const project = new Project({
  'd.csv': `id,post,treat,region,x,y\n${rows.join('\n')}\n`,
  'pipeline.yaml': `papermake: 1
variables: {post: {label: After}, treat: {label: Treated}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: post}}
  did:
    kind: models
    from: d
    vcov: cluster(id)
    columns:
      - {id: pooled, fit: y ~ treat*i(post)}
      - {id: slopes, fit: 'y ~ i(region)*x', tests: {slopes: "i(region):x = 0"}, lincom: {last: "x + i(region)::r1:x"}}
      - {id: fe, fit: 'y ~ i(treat):i(post) | id + post'}
  t: {kind: report, tables: {did: {from: did, formats: [markdown]}}}
`,
});
const claims = `claims:
  rises: did.pooled['treat:i(post)::1'].estimate > 1.5 and did.fe['i(treat)::1:i(post)::1'].estimate > 1.5
  differ: did.slopes.tests.slopes.pValue < 0.5 and did.slopes.lincom.last.estimate > did.slopes.x.estimate
`;
const earlier = mkdtempSync(join(tmpdir(), 'papermake-earlier-'));
afterAll(() => {
  project.dispose();
  rmSync(earlier, { recursive: true });
});

interface Cause {
  readonly node: string;
  readonly reasons: readonly object[];
  readonly changes: readonly string[];
}
interface Moved {
  readonly row: string;
  readonly column: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly because: readonly Cause[];
}
const moved = async (): Promise<Moved[]> => {
  const { code, stdout, stderr } = await project.run('diff', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout).filter(({ row }: Moved) => row !== undefined);
};

/** A papermake whose factors leave out their last level and whose results do not say so. */
function makeEarlier(): void {
  const dist = copyOfBuild(earlier);
  const edits: [RegExp, string][] = [
    [
      /(\w+)===void 0\|\|(\w+)\.includes\(\1\)\)return \1\?\?\2\[0\]/g,
      '$1===void 0||$2.includes($1))return $1??$2.at(-1)',
    ],
    [/get bases\(\)\{/g, 'get bases(){return;'],
  ];
  const counts = edits.map(() => 0);
  for (const name of readdirSync(dist).filter((each) => each.endsWith('.cjs'))) {
    const text = readFileSync(join(dist, name), 'latin1');
    const edited = edits.reduce((changed, [from, to], i) => {
      counts[i]! += changed.match(from)?.length ?? 0;
      return changed.replaceAll(from, to);
    }, text);
    if (edited !== text) writeFileSync(join(dist, name), edited, 'latin1');
  }
  expect(counts).toEqual([1, 1]);
  for (const name of readdirSync(dist).filter((each) => each.endsWith('.cache'))) rmSync(join(dist, name));
  const codes = unpackCodes(JSON.parse(readFileSync(join(dist, 'kinds.json'), 'utf8')));
  const earlierCode = (code: KindCode): KindCode => ({
    ...code,
    digest: sha256('earlier') as Digest,
    files: { ...code.files, 'src/econ/formula/coding.ts': sha256('earlier') as Digest },
  });
  // the estimator reads the file too
  const kinds = { ...codes.kinds, models: earlierCode(codes.kinds.models!) };
  const methods = {
    ...codes.methods,
    codes: { ...codes.methods.codes, linear: earlierCode(codes.methods.codes.linear!) },
  };
  writeFileSync(join(dist, 'kinds.json'), JSON.stringify(packCodes({ kinds, methods })));
}

describe('interactions of factors', () => {
  beforeAll(async () => {
    makeEarlier();
    project.binary = join(earlier, 'dist/papermake.js');
    await project.make();
    project.binary = BINARY;
    project.write('pipeline.yaml', project.read('pipeline.yaml') + claims);
  });

  it('are told by `diff` where their meaning changed with the code', async () => {
    await project.make();
    const cells = await moved();
    const [did] = cells.filter(({ row, column }) => row === 'treat:i(post)::1' && column === 'did.pooled');
    expect(did).toMatchObject({ before: null, after: expect.closeTo(2, 0) });
    expect(did!.because).toEqual([
      {
        node: 'did.pooled',
        reasons: [{ is: 'code-changed', file: 'src/econ/formula/coding.ts' }],
        changes: [
          'formulas mean other coefficients now, since a factor has one base in all terms of a model: `i(post)::1`, `treat:i(post)::1` instead of `i(post)::0`, `treat:i(post)::0`',
        ],
      },
    ]);
    const { stdout } = await project.run('diff');
    expect(stdout).toContain(
      'did.pooled: the code changed: src/econ/formula/coding.ts\n        formulas mean other coefficients now',
    );
  });

  it('stand in tables, tests, combinations and claims without their bases', async () => {
    const table = project.read('out/t/did.md');
    for (const row of ['Treated × After = 1', 'Region = r2 × x', 'Treated = 1 × After = 1'])
      expect(table).toContain(`| ${row} `);
    expect(table).not.toMatch(/After = 0|Region = r0|omitted/i);
    expect((await project.run('show', 'did.slopes')).stdout).toContain('base of region: r0');
  });

  it('are told by `diff` where an edit moves their base, and nowhere else', async () => {
    project.edit('pipeline.yaml', /claims:[\s\S]*/.exec(project.read('pipeline.yaml'))![0], '');
    project.edit('pipeline.yaml', 'y ~ treat*i(post)', '"y ~ treat*i(post, ref=1)"');
    await project.make();
    const cells = await moved();
    expect(new Set(cells.map(({ column }) => column))).toEqual(new Set(['did.pooled']));
    expect(cells[0]!.because[0]!.changes).toEqual([
      'the base of `post` is `1` and was `0`: coefficients are differences from another level',
    ]);
  });
});

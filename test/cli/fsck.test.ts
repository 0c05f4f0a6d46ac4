/** `fsck`: the store itself, what is wrong with it, and what becomes of that. */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { editTrace, isTraceOf, Outside, readRecords, writeRecords } from '../security/attack.ts';
import type { Project } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
let outside: Outside;
beforeEach(() => {
  project = paper();
  outside = new Outside();
});
afterEach(() => {
  project.dispose();
  outside.dispose();
});

const LOG = '.papermake/traces-v1.log';
const NO_BLOB = `.papermake/blobs-v1/ab/${'0'.repeat(62)}`;

interface Found {
  readonly what: string;
  readonly path: string;
  readonly is: string;
  readonly mended: boolean;
}

async function fsck(code: number, ...args: string[]): Promise<Found[]> {
  const finished = await project.run('fsck', '--json', ...args);
  expect({ code: finished.code, stderr: finished.stderr.replace(/^hint.*\n/, '') }).toEqual({ code, stderr: '' });
  return (JSON.parse(finished.stdout) as { found: Found[] }).found;
}

/** Found, told and left by a dry run, mended by the other, and nothing is wrong afterwards; the next run makes the same outputs. */
async function mends(damage: () => void, expected: readonly (readonly [path: string, is: RegExp])[]): Promise<void> {
  await project.make();
  const clean = project.tree('out');
  damage();
  const before = project.tree('.papermake');
  const shown = await fsck(4, '--dry-run');
  expect(Object.keys(project.tree('.papermake')).filter((path) => !/\/lock-\d+$/.test(path))).toEqual(
    Object.keys(before).filter((path) => !/\/lock-\d+$/.test(path)),
  );
  expect(shown.map(({ path }) => path)).toEqual(expected.map(([path]) => path));
  for (const [i, [, is]] of expected.entries()) expect(shown[i]!.is).toMatch(is);
  expect(shown.every(({ mended }) => !mended)).toBe(true);
  const mended = await fsck(0);
  expect(mended).toEqual(shown.map((each) => ({ ...each, mended: true })));
  expect(await fsck(0)).toEqual([]);
  expect((await project.run()).code).toBe(0);
  expect(project.tree('out')).toEqual(clean);
  expect(await fsck(0)).toEqual([]);
}

it('finds nothing in a sound store, nor in none', async () => {
  expect(await fsck(0)).toEqual([]);
  await project.make();
  project.edit('steps/lib/twice.ts', '2 *', '3 *');
  await project.make();
  project.write('.papermake/.gitignore', '*\n');
  const before = project.tree('.papermake');
  expect(await project.run('fsck')).toEqual({ code: 0, stdout: 'papermake: the store is sound\n', stderr: '' });
  const after = project.tree('.papermake');
  for (const path of Object.keys(before).filter((each) => !/lock-/.test(each))) expect(after[path]).toBe(before[path]);
  expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
});

it('a damaged record, and a torn tail', () =>
  mends(() => {
    const bytes = readFileSync(project.path(LOG));
    const at = bytes.indexOf('"terms"');
    bytes[at]! ^= 1;
    writeFileSync(project.path(LOG), Buffer.concat([bytes, Buffer.from('torn')]));
  }, [
    [LOG, /^holds a damaged record at byte \d+$/],
    [LOG, /^ends in 4 bytes that are no record$/],
  ]));

it('records that no papermake wrote', () =>
  mends(() => {
    const records = readRecords(project.path(LOG)).map((payload) =>
      isTraceOf(payload, 'doubled')
        ? editTrace(payload, (trace) => {
            trace.recipe = { ...(trace.recipe as object), kind: 'other' };
          })
        : payload,
    );
    writeRecords(project.path(LOG), [...records, Buffer.from([9, 9, 9]), Buffer.from([1, 2])]);
  }, [
    [LOG, /of `doubled` whose key is not that of what it says it was made of$/],
    [LOG, /a record that no papermake writes$/],
    [LOG, /a record that no papermake writes$/],
  ]));

it('a result that would write elsewhere', () =>
  mends(() => {
    const records = readRecords(project.path(LOG)).map((payload) =>
      isTraceOf(payload, 'tables.main')
        ? editTrace(payload, ({ artifact }) => {
            artifact.parts[0]!.name = 'steps/planted.ts';
          })
        : payload,
    );
    writeRecords(project.path(LOG), records);
  }, [[LOG, /of `tables.main` that would write `steps\/planted.ts`$/]]));

it('a log that is none', () =>
  mends(() => project.write(LOG, 'rubbish'), [[LOG, /^ends in 7 bytes that are no record$/]]));

it('blobs that are damaged or that nothing names', () =>
  mends(() => {
    project.write(NO_BLOB, 'x');
    project.write('.papermake/blobs-v1/2d/711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'x');
  }, [
    [
      '.papermake/blobs-v1/2d/711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
      /^is named by no record$/,
    ],
    [NO_BLOB, /^is damaged$/],
  ]));

it.skipIf(process.platform === 'win32')('what does not belong there', () =>
  mends(() => {
    outside.write('precious', 'precious');
    symlinkSync(outside.path('precious'), project.path('.papermake/link'));
    symlinkSync(outside.folder, project.path('.papermake/failed-logs-v1'));
    project.write('.papermake/node_modules/p/index.js', '');
    project.write('.papermake/kinds/package.json', '{}');
    project.write('.papermake/tmp/4194999-x', '');
    project.write('.papermake/plan-v1.json', '');
  }, [
    ['.papermake/failed-logs-v1', /^is a link to another place$/],
    ['.papermake/kinds/package.json', /^lies in the store, and is none of its files$/],
    ['.papermake/link', /^is a link to another place$/],
    ['.papermake/node_modules', /^lies in the store/],
    ['.papermake/plan-v1.json', /^lies in the store/],
    ['.papermake/tmp/4194999-x', /^was left by a run that was killed$/],
  ]).then(() => {
    expect(readdirSync(outside.folder)).toEqual(['precious']);
    expect(readFileSync(outside.path('precious'), 'utf8')).toBe('precious');
  }),
);

it('what no run of this account left', () =>
  mends(() => {
    for (const name of ['last-run-v1.json', 'standings-v5.log', 'kinds/double.ts.json'])
      project.write(`.papermake/${name}`, project.read(`.papermake/${name}`).replace('double', 'bouble'));
    project.write('.papermake/traces-v1.index', 'x');
    project.write(`.papermake/failed-logs-v1/${'a'.repeat(64)}.json`, 'x');
    project.write('.papermake/runs-v1.log', `${project.read('.papermake/runs-v1.log')}torn`);
  }, [
    ['.papermake/runs-v1.log', /^ends in \d+ bytes/],
    ['.papermake/last-run-v1.json', /^was not left by a run of this account, or is damaged$/],
    ['.papermake/kinds/double.ts.json', /^was not left/],
    ['.papermake/standings-v5.log', /^was not left/],
    ['.papermake/traces-v1.index', /^was not left/],
    [`.papermake/failed-logs-v1/${'a'.repeat(64)}.json`, /^is damaged$/],
  ]));

it('outputs are told, and left to the next run', async () => {
  await project.make();
  project.remove('out/tables/main.md');
  project.write('out/tables/about.md', 'mine');
  const found = await fsck(4);
  expect(found).toEqual([
    { what: 'output', path: 'out/tables/about.md', is: 'was changed since it was written', mended: false },
    { what: 'output', path: 'out/tables/main.md', is: 'is not there', mended: false },
  ]);
  expect(await project.run('fsck')).toEqual({
    code: 4,
    stdout:
      'left    out/tables/about.md was changed since it was written\nleft    out/tables/main.md is not there\npapermake: 0 mended, 2 left\n',
    stderr: 'hint: `papermake` writes the files in out/ again\n',
  });
  expect(project.read('out/tables/about.md')).toBe('mine');
  await project.make();
  expect(await fsck(0)).toEqual([]);
});

it.skipIf(process.platform === 'win32')('is refused where the store itself is a link', async () => {
  symlinkSync(outside.folder, project.path('.papermake'));
  const { code, stderr } = await project.run('fsck');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('`.papermake` is a symbolic link') });
  expect(readdirSync(outside.folder)).toEqual([]);
});

/**
 * Several file systems under one project, file systems that lack something, and every refusal with what to do.
 * @module-tag slow
 */
import { copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearTemporaries, temporaryFor } from '../../src/engine/system/temporaries.ts';
import type { Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { inShell, MAY_MOUNT, MAY_TRACE, refusing, withMounts } from './machine.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

let known: Promise<Record<string, string>> | undefined;
const cleanOutputs = (): Promise<Record<string, string>> => {
  known ??= buildClean();
  return known;
};

async function buildClean(): Promise<Record<string, string>> {
  const clean = paper();
  await clean.make();
  const outputs = clean.tree('out');
  clean.dispose();
  return outputs;
}

/** A night tries each error with each call that meets it, the suite each error and each call. */
const NIGHTLY = process.env.PAPERMAKE_FAULTS !== undefined;

describe.skipIf(!MAY_MOUNT)('several file systems', () => {
  it.each([
    ['out/ is one of its own', 'mkdir out; mount -t tmpfs none out'],
    ['.papermake/ is one of its own', 'mkdir .papermake; mount -t tmpfs none .papermake'],
    ['a folder in out/ is', 'mkdir -p out/tables; mount -t tmpfs none out/tables'],
  ])('%s', async (_, mount) => {
    const { code, stdout, stderr } = await withMounts(
      project,
      `${mount}
      $P -q; sed -i 's/label: Treatment/label: Treated/' pipeline.yaml; $P -q; sed -i 's/label: Treated/label: Treatment/' pipeline.yaml; $P -q
      $P
      find .papermake/tmp out -name '*papermake-*' -o -path '.papermake/tmp/*'
      cp -r out made`,
    );
    expect(stderr).not.toMatch(/cannot|Internal/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'papermake: all 12 nodes are fresh\n' });
    const made = Object.entries(project.tree('made')).map(([path, text]) => [path.replace('made/', 'out/'), text]);
    expect(Object.fromEntries(made.filter(([path]) => path !== 'out/manifest.json'))).toEqual(await cleanOutputs());
  });

  // All estimates are on record by then, so that the first file that reaches the disk is a copy.
  it.skipIf(!MAY_TRACE)('killed between the copy and the rename: the next run removes the copy', async () => {
    const { stdout, stderr } = await withMounts(
      project,
      `$P -q; rm -r out; mkdir out; mount -t tmpfs none out
      strace -f -qq -o /dev/null -e inject=fsync:signal=KILL:when=1 $P -q || true
      find out .papermake/tmp -type f | grep -c 'papermake-\\|beside'; $P -q
      find out .papermake/tmp -type f | grep -c 'papermake-\\|beside' || true
      $P`,
    );
    expect(stderr).not.toMatch(/cannot|Internal/);
    expect(stdout).toMatch(/^[1-9]\d*\n0\npapermake: all 12 nodes are fresh\n$/);
  });

  it('one that may only be read', async () => {
    const { code, stderr } = await withMounts(project, 'mount --bind . .; mount -o remount,ro,bind . .; cd "$PWD"; $P');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^papermake: cannot mkdir `.*\.papermake`: read-only file system\nhint: the disk may only be /,
    );
  });

  it('one that is full', async () => {
    const { stdout, stderr } = await withMounts(
      project,
      `mkdir out; mount -t tmpfs -o size=16k none out
      $P || echo "code $?"; mount -o remount,size=16m out; $P -q; $P`,
    );
    expect(stderr).toMatch(/cannot \w+ `.*`: no space left on device\nhint: what had finished is kept/);
    expect(stdout).toBe('code 1\npapermake: all 12 nodes are fresh\n');
  });
});

it('a copy beside its place is removed with the note of it, and nothing else that a note names', () => {
  const folder = project.path('tmp');
  const note = (path: string): string => `${temporaryFor(path, folder).replace(/\/\d+-/, '/4194309-')}.beside`;
  const [left, planted] = [note('a'), note('b')];
  const beside = project.path(`out/.papermake-${left.slice(folder.length + 1, -'.beside'.length)}`);
  project.write('out/x', '');
  project.write('tmp/x', '');
  writeFileSync(beside, 'half of it');
  writeFileSync(left, beside);
  writeFileSync(planted, project.path('data/panel.csv'));
  clearTemporaries(folder);
  expect(Object.keys(project.tree('out'))).toEqual(['out/x']);
  expect(Object.keys(project.tree('tmp'))).toEqual([]);
  expect(project.has('data/panel.csv')).toBe(true);
});

describe.skipIf(!MAY_TRACE)('a file system that lacks or refuses something', () => {
  it.each(['EPERM', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])('links: %s', async (error) => {
    const calls = [['-q'], ['gc'], ['run', '-q', '--force'], ['clean']];
    for (const args of NIGHTLY || error === 'EPERM' ? calls : calls.slice(0, 1))
      expect(await refusing(project, `link,linkat:error=${error}`, undefined, args)).toMatchObject({ code: 0 });
  });

  it('a rename to another device', async () => {
    const { code, stderr } = await refusing(project, 'rename,renameat:error=EXDEV:when=1+2', undefined, ['-q']);
    expect(stderr).not.toMatch(/cannot|Internal/);
    expect(code).toBe(0);
    expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
    expect(project.tree('out')).toEqual(await cleanOutputs());
    expect(Object.keys(project.tree('.papermake/tmp'))).toEqual([]);
  });

  const refused = [
    ['ESTALE', 'stale file handle', 'the network folder has changed'],
    ['EDQUOT', 'disk quota exceeded', 'make room'],
    ['EFBIG', 'file too large', '`ulimit -f`'],
    ['EROFS', 'read-only file system', 'may only be read'],
    ['ENAMETOOLONG', 'name too long', 'a shorter one'],
    ['EMFILE', 'too many open files', '`ulimit -n`'],
    ['ELOOP', 'too many symbolic links encountered', 'lead in a circle'],
    ['EIO', 'i/o error', 'the disk or the network failed'],
    ['ETIMEDOUT', 'connection timed out', 'out of reach'],
  ] as const;
  it.each(refused)('%s, of what is read and of what is written', async (error, reason, hint) => {
    const told = new RegExp(`${reason.replace('/', '.')}(.|\\n)*hint: .*${hint}`);
    const refusals = [
      ['rename,renameat,renameat2', undefined],
      ['openat', 'data/panel.csv'],
      ['openat', '.papermake/traces-v1.log'],
    ] as const;
    const turn = refused.findIndex(([name]) => name === error) % refusals.length;
    for (const [call, path] of NIGHTLY ? refusals : refusals.slice(turn, turn + 1)) {
      const { code, stderr } = await refusing(project, `${call}:error=${error}`, path, ['-q', '-j', '1']);
      expect(stderr).not.toMatch(/Internal error|\n {4}at /);
      expect({ code, stderr }, `${call} ${path}`).toMatchObject({ stderr: expect.stringMatching(told) });
      expect([1, 2]).toContain(code);
    }
    await project.make();
    expect(project.tree('out')).toEqual(await cleanOutputs());
  });
});

it.skipIf(!MAY_TRACE)('a look at the log of results that fails loses none of them', async () => {
  await project.make();
  for (const [call, n] of [
    ['access', 1],
    ['access', 2],
    ['statx', 4],
  ]) {
    project.edit(
      'pipeline.yaml',
      /caption: Results.*}/.exec(project.read('pipeline.yaml'))![0],
      `caption: Results ${call} ${n}}`,
    );
    await refusing(project, `${call}:error=EIO:when=${n}`, '.papermake/traces-v1.log', ['-q', '-j', '1']);
    const { ran } = await project.make();
    expect(ran.filter((id) => id !== 'tables.main')).toEqual([]);
  }
});

it.skipIf(!MAY_TRACE)(
  '`status` says of an own template that it cannot be read, and `run` takes no other in its place',
  async () => {
    project.write('templates/table.md.hbs', 'mine: {{caption}}\n');
    await project.make();
    project.edit('pipeline.yaml', 'caption: Results', 'caption: Other');
    for (const [command, told] of [
      ['status', /^stale {4}tables.main .*table.md.hbs cannot be read$/m],
      ['run', /`table.md.hbs`, which cannot be read: permission denied\n(.|\n)*hint: /],
    ] as const) {
      const inject = [
        'statx:error=EACCES:when=1+',
        'templates/table.md.hbs',
        [command, '-f', 'pipeline.yaml'],
      ] as const;
      const { stdout, stderr } = await refusing(project, ...inject);
      expect(stdout + stderr).toMatch(told);
    }
  },
);

it.skipIf(!MAY_TRACE)('`gc` and `clean` do not take for absent what they may not look at', async () => {
  await project.make();
  for (const [command, path] of [
    ['gc', '.papermake/traces-v1.log'],
    ['clean', '.papermake'],
  ] as const) {
    const { code, stderr } = await refusing(project, 'access,statx:error=EIO:when=1', path, [command]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(': i/o error') });
  }
});

describe('limits of this process and names', () => {
  it('a file larger than it may write', async () => {
    const { stderr } = await inShell(project, 'ulimit -f 8; $P || true');
    expect(stderr).toMatch(/cannot write.*: file too large\nhint: .*`ulimit -f`/);
    await project.make();
  });

  it('memory of a kernel in a limited space of addresses, and a flag by which it needs none', async () => {
    const effects = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  m: {kind: models, from: panel, fit: y ~ x | unit + year + region^year}
  columns: {kind: ingest, file: data/columns.parquet}
`;
    const columns = path.join(import.meta.dirname, '../unit/frame/fixtures/arrow-snappy.parquet');
    copyFileSync(columns, project.path('data/columns.parquet'));
    project.write('pipeline.yaml', effects);
    const told = await inShell(project, 'ulimit -v 4000000; $P -k || true');
    for (const node of ['m', 'columns'])
      expect(told.stderr).toMatch(
        new RegExp(`failed {2}${node}\n.*no address space for WebAssembly\n(.*\n)*?hint: .*\`ulimit -v unlimited\``),
      );
    const { stderr } = await inShell(project, 'ulimit -v 4000000; NODE_OPTIONS=--disable-wasm-trap-handler $P');
    expect(stderr).not.toContain('failed');
  });

  it('links in a circle', async () => {
    rmSync(project.path('data/panel.csv'));
    symlinkSync('panel.csv', project.path('data/panel.csv'));
    for (const args of [['run'], ['status']]) {
      const { code, stderr } = await project.run(...args);
      expect(code).toBe(2);
      expect(stderr).not.toMatch(/Internal error|\n {4}at /);
      expect(stderr).toContain('data/panel.csv');
    }
  });
});

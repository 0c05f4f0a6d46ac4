/**
 * A store from elsewhere decides neither where files are written nor what runs.
 * @module-tag slow
 */
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { editChecked, editTrace, isTraceOf, Outside, readRecords, sha256, writeRecords } from './attack.ts';

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

/** The store as it would come with a copy of the project: the last run's notes do not hold here. */
const forgetStamps = (): void => project.remove('.papermake/last-run-v1.json');

describe('links in the store', () => {
  it.each([
    ['.papermake', '.'],
    ['.papermake/traces-v1.log', 'precious'],
    ['.papermake/runs-v1.log', 'precious'],
    ['.papermake/standings-v5.log', 'precious'],
    ['.papermake/blobs-v1', '.'],
    ['.papermake/blobs-v1/00', '.'],
    ['.papermake/kinds', '.'],
    ['.papermake/tmp', '.'],
  ])('%s', async (link, target) => {
    outside.write('precious', 'precious');
    if (link !== '.papermake') project.write(`${link}.x/keep`, '');
    symlinkSync(outside.path(target), project.path(link));
    for (const args of [['run'], ['gc'], ['clean', '--out']]) {
      const { code, stderr } = await project.run(...args);
      expect(code).toBe(2);
      expect(stderr).toContain(`\`${link}\` is a symbolic link`);
    }
    expect(readdirSync(outside.folder)).toEqual(['precious']);
    expect(readFileSync(outside.path('precious'), 'utf8')).toBe('precious');
  });
});

describe('a forged log', () => {
  it.each(['../../planted', 'steps/planted.ts', '/tmp/papermake-planted', '.papermake/planted', 'out/../planted'])(
    'does not write %s',
    async (path) => {
      const clean = await project.make().then(() => project.tree('out'));
      forgetStamps();
      const bytes = Buffer.from('planted');
      const records = readRecords(project.path(LOG)).map((payload) =>
        isTraceOf(payload, 'tables.main')
          ? Buffer.concat([
              editTrace(payload, ({ artifact }) => {
                artifact.parts.push({ name: path, digest: sha256(bytes), size: bytes.length });
              }),
              bytes,
            ])
          : payload,
      );
      writeRecords(project.path(LOG), records);
      project.remove('out');
      expect((await project.make()).ran).toEqual(['tables.main']);
      expect(project.tree('out')).toEqual(clean);
      expect(existsSync(project.path(path.startsWith('/') ? 'planted' : path))).toBe(false);
      expect(existsSync('/tmp/papermake-planted')).toBe(false);
    },
  );

  it('does not read files that a digest in it names', async () => {
    await project.make();
    forgetStamps();
    outside.write('secret', 'secret'.repeat(10_000));
    const records = readRecords(project.path(LOG)).map((payload) =>
      isTraceOf(payload, 'doubled')
        ? editTrace(payload, ({ artifact }) => {
            artifact.parts = [{ name: 'value', digest: `../../../../..${outside.path('secret')}`, size: 60_000 }];
          })
        : payload,
    );
    writeRecords(project.path(LOG), records);
    expect((await project.make()).ran).toEqual(['doubled']);
  });

  it('of records that no papermake would write is a miss, never a crash', async () => {
    const clean = await project.make().then(() => project.tree('out'));
    const sound = readRecords(project.path(LOG));
    const traces = sound.filter((payload) => payload[0] === 1);
    const broken: Buffer[] = [
      Buffer.from([1]),
      Buffer.from([1, 2, 3]),
      Buffer.concat([Buffer.from([1]), Buffer.alloc(33, 255)]),
      ...traces.map((payload) => payload.subarray(0, 60)),
      ...traces.map((payload) => editTrace(payload, (trace) => void Object.assign(trace, { artifact: null }))),
      ...traces.map((payload) => editTrace(payload, ({ artifact }) => void Object.assign(artifact, { parts: {} }))),
      ...traces.map((payload) =>
        editTrace(payload, (trace) => void Object.assign(trace, { recipe: { __proto__: 1 } })),
      ),
      ...sound
        .filter((payload) => payload[0] === 3)
        .map((payload) => Buffer.concat([payload.subarray(0, 33), Buffer.from('{')])),
    ];
    writeRecords(project.path(LOG), broken);
    forgetStamps();
    for (const args of [['status'], ['why', 'panel'], ['verify'], ['gc', '--dry-run']]) {
      const { stderr } = await project.run(...args);
      expect(stderr).not.toContain('Internal error');
    }
    expect((await project.make()).ran).toHaveLength(12);
    expect(project.tree('out')).toEqual(clean);
  });
});

it('a forged plan is not followed', async () => {
  await project.make();
  const [plan, standings] = ['.papermake/plan-v9.json', '.papermake/standings-v5.log'];
  const before = sha256(project.read(plan).slice(65));
  editChecked(project.path(plan), (body) => body.replace('"caption":"Results"', '"caption":"Planted"'));
  const after = sha256(project.read(plan).slice(65));
  expect(after).not.toBe(before);
  const lines = project.read(standings).trimEnd().split('\n');
  const forged = lines.map((line) => line.slice(65).replace(before, after)).map((body) => `${sha256(body)} ${body}\n`);
  project.write(standings, forged.join(''));
  // A copy of the project: the same bytes, another inode.
  const pipeline = project.read('pipeline.yaml');
  project.remove('pipeline.yaml');
  project.write('pipeline.yaml', pipeline);
  project.remove('out/tables/main.md');
  expect((await project.make()).cached).toContain('tables.main');
  expect(project.read('out/tables/main.md')).toContain('Results');
  expect(project.read('out/tables/main.md')).not.toContain('Planted');
});

describe('a store that brings code', () => {
  const COMMANDS = [['run'], ['status'], ['verify'], ['show', 'doubled'], ['schema'], ['run', '--force', 'doubled']];
  const plant = (): string =>
    `require('node:fs').writeFileSync(${JSON.stringify(outside.path('planted'))}, ''); exports.twice = (x) => x;`;

  it('does not run a forged bundle of a step kind', async () => {
    await project.make();
    const record = '.papermake/kinds/double.ts.json';
    editChecked(project.path(record), (body) => {
      const entry = JSON.parse(body);
      entry.bundle.text = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(outside.path('planted'))}, '');\n${entry.bundle.text}`;
      return JSON.stringify(entry);
    });
    for (const args of COMMANDS) {
      const forged = project.read(record);
      await project.run(...args);
      expect(readdirSync(outside.folder), args.join(' ')).toEqual([]);
      project.write(record, forged);
    }
  });

  it.each(['.papermake/node_modules/p', '.papermake/kinds/node_modules/p'])('runs no package in %s', async (folder) => {
    project.write('node_modules/p/package.json', '{"name": "p", "version": "1.0.0", "main": "i.js"}');
    project.write('node_modules/p/i.js', 'exports.twice = (x) => 2 * x;\n');
    project.edit('steps/double.ts', `from './lib/twice.ts'`, `from 'p'`);
    await project.make();
    project.write(`${folder}/package.json`, '{"name": "p", "version": "1.0.0", "main": "i.js"}');
    project.write(`${folder}/i.js`, plant());
    const planted = folder.slice(0, -'/p'.length);
    for (const args of COMMANDS) {
      const { code, stderr } = await project.run(...args, '--allow-outside');
      expect({ code, stderr: args[0] === 'run' ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(existsSync(outside.path('planted')), args.join(' ')).toBe(false);
    }
    project.edit('pipeline.yaml', 'title: A small paper', 'title: Another');
    for (const args of [...COMMANDS, ['gc'], ['clean']]) {
      const { code, stderr } = await project.run(...args);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(`\`${planted}\` is none of papermake's files: nothing in a store is a package`),
      });
    }
    project.remove(planted);
    expect((await project.make()).ran).toEqual([]);
  });

  it.each(['package.json', 'kinds/package.json', 'kinds/tsconfig.json'])(
    'takes no configuration from %s',
    async (file) => {
      await project.make();
      project.write(`.papermake/${file}`, '{"type": "commonjs", "imports": {"#x": "./x.js"}}');
      project.edit('pipeline.yaml', 'title: A small paper', 'title: Another');
      expect((await project.run()).stderr).toContain(`\`.papermake/${file}\` is none of papermake's files`);
    },
  );
});

it('a package that changes makes what its kind made stale, with the same version too', async () => {
  project.write('node_modules/p/package.json', '{"name": "p", "version": "1.0.0", "main": "i.js"}');
  project.write('node_modules/p/i.js', 'exports.twice = (x) => 2 * x;\n');
  project.edit('steps/double.ts', `from './lib/twice.ts'`, `from 'p'`);
  await project.make();
  expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
  project.write('node_modules/p/i.js', 'exports.twice = (x) => 3 * x;\n');
  expect((await project.run('status')).stdout).toMatch(/^stale +doubled +the code changed: p$/m);
  expect((await project.make()).ran).toEqual(['doubled']);
  project.write('node_modules/p/package.json', '{"name": "p", "version": "1.0.1", "main": "i.js"}');
  expect((await project.make()).ran).toEqual(['doubled']);
});

it('writes nothing outside of out/, ledger/ and .papermake/', async () => {
  const others = (): string[] => readdirSync(project.root).sort();
  const stamps = (): number[] =>
    ['pipeline.yaml', 'data/panel.csv', 'steps/double.ts'].map((path) => statSync(project.path(path)).ctimeMs);
  const [names, times] = [others(), stamps()];
  await project.make();
  await project.run('verify');
  await project.run('gc');
  expect(others()).toEqual(['.papermake', 'ledger', 'out', ...names].sort());
  expect(stamps()).toEqual(times);
});

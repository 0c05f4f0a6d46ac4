/** `kind: witness` and `papermake witness`: R estimates results once more; where it is absent, what it found before stands. */
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { attempt } from '../../src/base/attempt.ts';
import { hardProject } from '../export/project.ts';
import { byPython, withoutPython, withoutR } from '../export/runs.ts';
import { until } from '../support/patience.ts';
import { type Finished, Project, run, start } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = ['id,year,g,y,x,z'];
for (let i = 0; i < 8; i++)
  for (let t = 0; t < 6; t++) {
    const wobble = ((i * 7919 + t * 104_729 + i * t * 31) % 1009) / 1009;
    rows.push(
      `u${i},${2000 + t},${i % 2},${(2 * wobble + i / 3 + ((t * 37) % 11) / 7).toFixed(3)},${wobble},${((i + t * 5) % 7) / 7}`,
    );
  }
const DATA = `${rows.join('\n')}\n`;

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  about: {kind: describe, from: panel, variables: [y, x]}
  main:
    kind: models
    from: panel
    vcov: cluster(id)
    columns:
      - {id: a, fit: y ~ x + z | id}
      - {id: b, fit: y ~ x, sample: year > 2000}
  late: {kind: models, from: panel, fit: y ~ z, trim: [5, 95]}
  confirm: {kind: witness, from: [main, about, late], with: [r, stata]}
  tables:
    kind: report
    formats: [latex, markdown, html, csv]
    tables: {confirmed: {from: confirm, caption: Confirmed}, zh: {from: confirm, lang: zh}}
claims: {confirmed: 'confirm.unexplained == 0 and confirm["main.a (R)"].digits >= 8'}
`;

const small = (): Project => new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': DATA });

/** Calls papermake with a PATH that has neither R nor Stata. */
function withoutEngines(...args: string[]): Promise<Finished> {
  const folder = project.path('bin');
  mkdirSync(folder, { recursive: true });
  for (const name of ['sh', 'git'])
    try {
      symlinkSync(join('/usr/bin', name), join(folder, name));
    } catch {}
  return run(args, { cwd: project.root, env: { ...process.env, PATH: folder } });
}

interface Shown {
  readonly cells: readonly {
    readonly by: string;
    readonly node: string;
    readonly cell: string;
    readonly ours: number | null;
    readonly theirs: number | null;
    readonly digits: number | null;
    readonly verdict: string;
    readonly convention: string | null;
    readonly why: string;
  }[];
  readonly counts: Readonly<Record<string, number>>;
}

async function shown(): Promise<Shown> {
  const { stdout } = await project.run('show', 'confirm', '--json');
  return JSON.parse(stdout);
}

const outputs = (): readonly string[] =>
  ['witness/confirm.json', 'tables/confirmed.tex', 'tables/confirmed.md', 'tables/zh.md'].map((path) =>
    project.read(`out/${path}`),
  );

describe('without an engine', () => {
  it('nothing is confirmed, and a run says so and is fresh after it', async () => {
    project = small();
    project.edit('pipeline.yaml', ' and confirm["main.a (R)"].digits >= 8', '');
    expect(await withoutEngines('run')).toMatchObject({ code: 0, stderr: expect.stringContaining('R is not here') });
    const records = JSON.parse(project.read('out/witness/confirm.json')) as Shown['cells'];
    expect(new Set(records.map(({ verdict }) => verdict))).toEqual(new Set(['not run', 'no counterpart']));
    expect(records).toContainEqual(
      expect.objectContaining({ by: 'r', node: 'main.a', cell: 'x: standard error', verdict: 'not run' }),
    );
    expect(records).toContainEqual(expect.objectContaining({ by: 'stata', node: 'main.a', verdict: 'not run' }));
    const status = JSON.parse((await withoutEngines('status', '--json')).stdout) as readonly {
      readonly decision: string;
    }[];
    expect(status.map(({ decision }) => decision).filter((decision) => decision !== 'fresh')).toEqual([]);
  });

  it('a node of data is refused by name, and an unknown engine', async () => {
    project = small();
    project.edit('pipeline.yaml', 'from: [main, about, late]', 'from: [main, panel]');
    const { code, stderr } = await project.run('run');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('`panel` is data') });
    const { code: other, stderr: said } = await project.run('witness', '--with', 'rr');
    expect({ other, said }).toMatchObject({ other: 2, said: expect.stringContaining('did you mean `r`?') });
  });
});

describe.skipIf(withoutR !== undefined)(`with R${withoutR === undefined ? '' : ` (${withoutR})`}`, () => {
  it('each cell is confirmed to eight digits, and files hold verdicts and floors, no values', async () => {
    project = small();
    await project.make();
    const { cells, counts } = await shown();
    const byR = cells.filter(({ by }) => by === 'r');
    const same = byR.filter(({ verdict }) => verdict === 'same');
    expect(same.map(({ node, cell }) => `${node}: ${cell}`)).toEqual(
      expect.arrayContaining([
        'main.a: x: coefficient',
        'main.a: z: standard error',
        'main.a: clusters',
        'about: y: mean',
      ]),
    );
    for (const { ours, theirs, digits } of same) {
      expect(theirs).not.toBeNull();
      expect(digits).toBeGreaterThanOrEqual(8);
      expect(Math.abs(theirs! - ours!)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(ours!)));
    }
    expect(byR.filter(({ verdict }) => verdict !== 'same').map(({ node, verdict }) => [node, verdict])).toEqual(
      byR.filter(({ node }) => node === 'late').map(({ node }) => [node, 'no counterpart']),
    );
    expect(counts.unexplained).toBe(0);
    expect(project.read('out/witness/confirm.json')).not.toMatch(/ours|theirs|\d\.\d/);
    expect(project.read('out/tables/confirmed.md')).toMatch(/\| main\.a \(R\) .*\| +8 \|/);
    expect(project.read('out/tables/zh.md')).toContain('无对应');
    const rows = JSON.parse((await project.run('status', '--json')).stdout) as readonly {
      node: string;
      witness?: object[];
    }[];
    expect(rows.find(({ node }) => node === 'main.a')?.witness).toContainEqual(
      expect.objectContaining({ step: 'confirm', by: 'r', unexplained: 0, digits: 8 }),
    );
    expect(rows.find(({ node }) => node === 'panel')).not.toHaveProperty('witness');
  });

  it('`show` of a result says which engine of which version finds its values, and in how many digits', async () => {
    project = small();
    await project.make();
    expect((await project.run('show', 'main.a')).stdout).toMatch(
      /\nR \d+\.\d+\.\d+ finds (\d+) of \1 values, to (?:[89]|1\d) digits or more \(confirm\)\n/,
    );
    expect((await project.run('show', 'late')).stdout).toMatch(/\nR \S+ has no counterpart \(confirm\)\n/);
    expect((await project.run('show', 'panel')).stdout).not.toContain('confirm');
    const { witness } = JSON.parse((await project.run('show', 'main.a', '--json')).stdout);
    expect(witness).toContainEqual({
      step: 'confirm',
      by: 'r',
      versions: expect.stringMatching(/^R \d[\s\S]*sandwich/),
      values: expect.arrayContaining([
        { cell: 'x: standard error', digits: expect.any(Number), verdict: 'same', convention: null },
      ]),
    });
    // a value that moved is confirmed no more
    project.edit('pipeline.yaml', 'y ~ x + z | id', 'y ~ x | id');
    expect((await project.run('show', 'main.a')).stdout).not.toContain('finds');
  });

  it('cells that levels of a confidential variable name are masked, in `show` and in `papermake witness`', async () => {
    project = small();
    project.edit('pipeline.yaml', 'steps:\n', 'variables: {id: {confidential: true}}\nsteps:\n');
    project.edit('pipeline.yaml', '      - {id: b, ', '      - {id: c, fit: y ~ x + i(id)}\n      - {id: b, ');
    project.edit('pipeline.yaml', 'variables: [y, x]}', 'variables: [y, x], by: id}');
    await project.make();
    const asked = await project.run('witness', 'main.c', 'about', '--json');
    const told = await project.run('show', 'main.c', 'about', '--json');
    const witnesses = (JSON.parse(told.stdout) as readonly { witness: unknown }[]).map(({ witness }) => witness);
    for (const text of [asked.stdout, JSON.stringify(witnesses)]) {
      expect(text).toContain('i(id)::…: coefficient');
      expect(text).not.toMatch(/u[0-7]/);
    }
  });

  it('`out/` has the same bytes where R is absent, until a value moves', async () => {
    project = small();
    await project.make();
    const before = outputs();
    project.remove('.papermake');
    expect((await withoutEngines('run')).code).toBe(0);
    expect(outputs()).toEqual(before);
    const again = JSON.parse((await withoutEngines('status', '--json')).stdout) as readonly {
      readonly decision: string;
    }[];
    expect(again.filter(({ decision }) => decision !== 'fresh')).toEqual([]);

    // a cell that one column alone reads, and an edit undone
    project.edit('pipeline.yaml', 'sample: year > 2000', 'sample: year > 2001');
    expect((await withoutEngines('run')).code).toBe(0);
    const records = JSON.parse(project.read('out/witness/confirm.json')) as Shown['cells'];
    const verdicts = (node: string): Set<string> =>
      new Set(records.filter((each) => each.by === 'r' && each.node === node).map(({ verdict }) => verdict));
    expect(verdicts('main.b')).toEqual(new Set(['not run']));
    expect(verdicts('main.a')).toEqual(new Set(['same']));
    const settled = JSON.parse((await withoutEngines('status', '--json')).stdout) as readonly {
      readonly decision: string;
    }[];
    expect(settled.filter(({ decision }) => decision !== 'fresh')).toEqual([]);
    project.edit('pipeline.yaml', 'sample: year > 2001', 'sample: year > 2000');
    expect((await withoutEngines('run')).code).toBe(0);
    expect(outputs()).toEqual(before);
  });

  it('a witness is stale when its column moves, or the engine, and not when another does', async () => {
    project = small();
    project.edit('pipeline.yaml', 'with: [r, stata]', 'with: [r]');
    await project.make();
    project.edit('pipeline.yaml', 'variables: [y, x]', 'variables: [y, x, z]');
    const { ran } = await project.make();
    expect(ran).toContain('confirm@r.about');
    expect(ran).not.toContain('confirm@r.main');
  });

  it('no program starts in a folder that is not trusted', async () => {
    project = small();
    const { PAPERMAKE_TRUST: _, ...env } = process.env;
    const untrusted = (...args: string[]): Promise<Finished> => run(args, { cwd: project.root, env });
    const { code, stderr } = await untrusted('run');
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/not trusted[\s\S]*R, to confirm results|R, to/),
    });
    expect(project.has('out/witness')).toBe(false);
    const asked = await untrusted('witness', 'main');
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('not trusted to start R') });
  });

  it('`papermake witness` finds every value of names, levels and texts that are hard to write', async () => {
    project = hardProject();
    await project.make();
    const { code, stdout } = await project.run('witness', '--json');
    const { records } = JSON.parse(stdout) as { readonly records: Shown['cells'] };
    const different = records
      .filter(({ verdict }) => verdict !== 'same')
      .map(({ node, cell, verdict }) => ({ node, cell, verdict }));
    expect({ code, different: different.filter(({ verdict }) => verdict !== 'no counterpart') }).toEqual({
      code: 0,
      different: [],
    });
    expect(new Set(different.map(({ node }) => node))).toEqual(new Set(['main.counts']));
    expect(records.length).toBeGreaterThan(80);
    const said = await project.run('witness', 'main.within');
    expect(said.stdout).toMatch(/^R: (\d+) of \1 values the same\n$/);
    expect((await project.run('witness', 'other', '--strict')).code).toBe(0);
    expect((await project.run('witness', 'main', '--strict')).code).toBe(1);
  });
});

it.skipIf(withoutPython !== undefined)('Python confirms each cell to eight digits too', async () => {
  project = hardProject();
  await project.make();
  const env = { ...process.env, PATH: `${dirname(byPython[0])}:${process.env.PATH}` };
  const { code, stdout } = await run(['witness', '--with', 'python', '--json'], { cwd: project.root, env });
  const { records } = JSON.parse(stdout) as { readonly records: Shown['cells'] };
  const different = records.filter(({ verdict }) => verdict !== 'same');
  expect({ code, verdicts: new Set(different.map(({ verdict }) => verdict)) }).toEqual({
    code: 0,
    verdicts: new Set(['no counterpart']),
  });
  expect(new Set(different.map(({ node }) => node))).toEqual(new Set(['main.counts']));
  expect(records.length).toBeGreaterThan(80);
});

// Stand-ins are scripts of a POSIX shell.
const lacksShell = process.platform === 'win32';

it.skipIf(lacksShell)('a stand-in for Stata is called as Stata is, and its numbers are read as they are', async () => {
  project = small();
  await project.make();
  project.write(
    'bin/stata-mp',
    `#!/bin/sh
printf 'at\\t01_main.a.do\\nvalue\\tmain.a: x: coefficient\\t+1.8000000000000X+001\\t+1.0000000000000X+000\\nend\\n' > witness.tsv
grep -q 'file open witness' run.do && grep -q 'file write witness' check.do
`,
  );
  chmodSync(project.path('bin/stata-mp'), 0o755);
  const env = { ...process.env, PATH: `${project.path('bin')}:/usr/bin:/bin` };
  const { code, stdout } = await run(['witness', 'main.a', '--with', 'stata', '--json'], { cwd: project.root, env });
  const { records } = JSON.parse(stdout) as { readonly records: Shown['cells'] };
  expect(code).toBe(1);
  expect(records.find(({ cell }) => cell === 'x: coefficient')).toMatchObject({
    by: 'stata',
    theirs: 3,
    verdict: 'unexplained',
  });
});

describe.skipIf(lacksShell)('a stand-in for R', () => {
  /** R of a version, which finds 3 for one coefficient, and tells of no other value. */
  const standIn = (version: string): void => {
    project.write(
      'bin/Rscript',
      `#!/bin/sh
case "$*" in *--versions*) echo 'R ${version}'; exit 0;; esac
printf 'at\\t01_main.a.R\\nvalue\\tmain.a: x: coefficient\\t3\\t1\\nend\\n' > witness.tsv
`,
    );
    chmodSync(project.path('bin/Rscript'), 0o755);
  };
  const inFront = (...args: string[]): Promise<Finished> =>
    run(args, { cwd: project.root, env: { ...process.env, PATH: `${project.path('bin')}:${process.env.PATH}` } });
  const ran = async (): Promise<string[]> => {
    const { stdout } = await inFront('run', '--json');
    return (JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { ran: string[] }).ran;
  };

  it('that finds another value is told by the result’s name, breaks the claim, and is marked', async () => {
    project = small();
    standIn('9.1');
    const { code, stderr } = await inFront('run');
    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('R finds another value in `main.a`'),
    });
    expect(project.read('out/witness/confirm.json')).toMatch(/"cell":"x: coefficient",.*"verdict":"unexplained"/);
    const rows = JSON.parse((await inFront('status', '--json')).stdout) as readonly {
      node: string;
      witness?: object[];
    }[];
    expect(rows.find(({ node }) => node === 'main.a')?.witness).toContainEqual(
      expect.objectContaining({ by: 'r', unexplained: 1 }),
    );
  });

  /** R that never ends, and says its process beside the project's files. */
  const endless = (): void => {
    project.write(
      'bin/Rscript',
      `#!/bin/sh
case "$*" in *--versions*) echo 'R 9.1'; exit 0;; esac
trap '' TERM
echo $$ > '${project.path('pid')}'
sleep 600 & wait
sleep 600
`,
    );
    chmodSync(project.path('bin/Rscript'), 0o755);
  };

  it('that runs too long is stopped, and its values are not run, with the reason', async () => {
    project = small();
    project.edit('pipeline.yaml', 'with: [r, stata]', 'with: [stata]');
    project.edit('pipeline.yaml', ' and confirm["main.a (R)"].digits >= 8', '');
    await project.make();
    endless();
    const { code, stdout } = await inFront('witness', 'main', '--with', 'r,stata', '--timeout', 'r=0.5', '--json');
    const { records } = JSON.parse(stdout) as { readonly records: Shown['cells'] };
    const whys = (engine: string): Set<string> =>
      new Set(records.filter(({ by }) => by === engine).map(({ verdict, why }) => `${verdict}: ${why}`));
    expect(whys('r')).toEqual(new Set(['not run: R ran longer than its `timeout` of 0.5 s']));
    expect(whys('stata')).toEqual(new Set(['not run: Stata is not here']));
    expect(code).toBe(0);
    const strict = await inFront('witness', 'main.a', '--timeout', '0.5', '--strict');
    expect(strict).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^not run: main\.a: R ran longer than its `timeout` of 0\.5 s\nR: 0 of \d+ values/),
    });
  });

  it.each([
    ['0', 'takes seconds'],
    ['soon', 'takes seconds'],
    ['r=1,r=2', 'takes seconds'],
    ['1,r=2', 'takes seconds'],
    ['r=', 'takes seconds'],
    ['stata=60', 'names `stata`, which is not asked'],
  ])('has no time limit of `%s`', async (timeout, says) => {
    project = small();
    const { code, stderr } = await project.run('witness', '--timeout', timeout);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(`\`--timeout\` ${says}`) });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with what was made for it at %s', async (signal) => {
    project = small();
    project.edit('pipeline.yaml', 'with: [r, stata]', 'with: [stata]');
    project.edit('pipeline.yaml', ' and confirm["main.a (R)"].digits >= 8', '');
    await project.make();
    endless();
    project.write('tmp/.keep', '');
    const PATH = `${project.path('bin')}:${process.env.PATH}`;
    const env = { ...process.env, PATH, TMPDIR: project.path('tmp') };
    const running = start(['witness', 'main'], { cwd: project.root, env });
    await until('the engine', () => project.has('pid') && project.read('pid') !== '');
    running.child.kill(signal);
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 128 + constants.signals[signal], stdout: '' });
    expect(stderr).toBe('papermake: interrupted\n');
    await until('its end', () => attempt(() => process.kill(Number(project.read('pid')), 0)) !== true);
    expect(readdirSync(project.path('tmp'))).toEqual(['.keep']);
  });

  it('of another version makes a witness stale, and what reads it only where a verdict is another', async () => {
    project = small();
    project.edit(
      'pipeline.yaml',
      'confirm.unexplained == 0 and confirm["main.a (R)"].digits >= 8',
      'confirm.cells > 0',
    );
    standIn('9.1');
    expect(await ran()).toContain('confirm@r.main');
    standIn('9.2');
    const again = await ran();
    expect(again).toEqual(expect.arrayContaining(['confirm@r', 'confirm@r.main', 'confirm@r.about']));
    expect(again).not.toContain('tables.confirmed');
    expect(await ran()).toEqual([]);
  });
});

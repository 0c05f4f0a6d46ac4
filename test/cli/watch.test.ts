/** `watch` runs again for every change, survives what is wrong, and ignores what it wrote itself. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { Project, type Running } from './harness.ts';
import { PIPELINE, paper } from './paper.ts';

it('follows edits until it is interrupted', async () => {
  const project = paper();
  const watching = project.start('watch');
  try {
    await watching.until('papermake: 12 nodes: 12 ran');

    project.edit('pipeline.yaml', 'label: Treatment', 'label: Treated');
    await watching.until('papermake: pipeline.yaml: 12 nodes: 3 ran, 9 fresh');

    project.write('pipeline.yaml', `${PIPELINE}: :\n`);
    await watching.until('a key and its value where a value was expected');
    await watching.until('papermake: pipeline.yaml: the pipeline is wrong; waiting');
    project.write('pipeline.yaml', PIPELINE);
    await watching.until('papermake: pipeline.yaml: 12 nodes: 3 restored, 9 fresh');

    project.write('out/tables/main.md', 'mine');
    await watching.until('papermake: out/tables/main.md: 12 nodes: 1 restored, 11 fresh');
    expect(project.read('out/tables/main.md')).toContain('| Treatment');

    const data = project.read('data/panel.csv');
    project.remove('data');
    await watching.until('there is no file `data/panel.csv`');
    project.write('data/panel.csv', data.replace('u0,2010', 'u0,2011'));
    await watching.until('duplicate panel key');
    // A slow machine may notice only here that the folder came back too.
    const back = once(watching, /papermake: data(\/panel\.csv| and 1 more): all 12 nodes are fresh\n/);
    project.write('data/panel.csv', data);
    await back();

    project.edit('steps/lib/twice.ts', '2 * value', '4 * value');
    await watching.until('papermake: steps/lib/twice.ts: 12 nodes: 1 ran, 11 fresh');

    const before = watching.seen();
    await sleep(300);
    expect(watching.seen()).toBe(before);
    watching.child.kill('SIGINT');
    expect((await watching.ended).code).toBe(130);
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

it('puts what it estimates on record, also of an edit that is taken back', async () => {
  const project = paper();
  const count = (): number =>
    readdirSync(project.path('ledger'))
      .map((name) => project.read(`ledger/${name}`).trimEnd().split('\n').length)
      .reduce((sum, lines) => sum + lines, 0);
  const watching = project.start('watch');
  try {
    await watching.until('papermake: 12 nodes: 12 ran');
    const first = count();
    const text = project.read('pipeline.yaml');
    project.edit('pipeline.yaml', 'fit: y ~ x + $controls | unit', 'fit: y ~ x + w | unit');
    await watching.until('papermake: pipeline.yaml: 12 nodes: 2 ran, 10 fresh');
    expect(count()).toBe(first + 1);
    project.write('pipeline.yaml', text);
    await watching.until('papermake: pipeline.yaml: 12 nodes: 2 restored, 10 fresh');
    expect(count()).toBe(first + 1);
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

it('looks for changes again and again where that is asked, as where no system tells of them', async () => {
  const project = paper();
  const watching = project.start('watch', '--poll');
  try {
    await watching.until('papermake: 12 nodes: 12 ran');
    project.edit('pipeline.yaml', 'label: Treatment', 'label: Treated');
    await watching.until('papermake: pipeline.yaml: 12 nodes: 3 ran, 9 fresh');
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

it('says how many cells a round moved, once', async () => {
  const project = paper();
  const watching = project.start('watch');
  try {
    await watching.until('papermake: 12 nodes: 12 ran');
    project.edit('pipeline.yaml', '{id: long, fit: y ~ x + $controls | unit}', '{id: long, fit: y ~ x + w | unit}');
    const moved = / of 1 table moved: papermake diff\n/g;
    await once(watching, moved)();
    const { stdout } = await project.run('diff');
    expect(watching.seen()).toContain(`\n${stdout.split('\n')[0]!.replace('last~1 → last: ', '')}: papermake diff\n`);
    project.remove('out/tables/main.md');
    await watching.until('papermake: out/tables/main.md: 12 nodes: 1 restored, 11 fresh');
    project.edit('pipeline.yaml', 'title: A small paper', 'title: Another paper');
    await watching.until('papermake: pipeline.yaml: all 12 nodes are fresh');
    expect(watching.seen().match(moved)).toHaveLength(1);
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

it('sees what was edited while the first run went on, in a folder that was not watched yet', async () => {
  const project = new Project({ 'data/a': 'one\n' });
  const run = `touch "${project.path('began')}"; sleep 0.5; cat data/a > o`;
  project.write(
    'pipeline.yaml',
    `papermake: 1\nsteps:\n  c: {kind: command, run: ${JSON.stringify(run)}, files: [data/a], outputs: {o: file}}\n`,
  );
  const watching = project.start('watch');
  try {
    while (!project.has('began')) await sleep(10);
    project.write('data/a', 'two\n');
    await watching.until('papermake: data/a: 1 node: 1 ran');
    expect(project.read('out/c/o')).toBe('two\n');
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

it('outlives a pipeline, a store and a project that are away for a moment, and says what it waits for', async () => {
  const project = paper();
  const watching = project.start('watch');
  const moved = `${project.root} moved`;
  const edit = async (title: string, told: string): Promise<void> => {
    project.edit('pipeline.yaml', /label: Treat\w*/.exec(project.read('pipeline.yaml'))![0], `label: Treat${title}`);
    await watching.until(told);
  };
  try {
    await watching.until('papermake: 12 nodes: 12 ran');
    renameSync(project.path('pipeline.yaml'), project.path('away.yaml'));
    await watching.until('papermake: waiting for `pipeline.yaml`, which is not there\n');
    renameSync(project.path('away.yaml'), project.path('pipeline.yaml'));
    await watching.until('papermake: pipeline.yaml: all 12 nodes are fresh');

    project.remove('.papermake');
    await edit('ed', 'papermake: pipeline.yaml: 12 nodes: 12 ran');

    renameSync(project.root, moved);
    await watching.until(`papermake: waiting for \`${project.root}\`, which is not there\n`);
    const fresh = once(watching, /all 12 nodes are fresh/);
    renameSync(moved, project.root);
    await fresh();
    await edit('ments', 'papermake: pipeline.yaml: 12 nodes: 3 ran, 9 fresh');

    // Another folder of the same name, and of it only the data changes.
    cpSync(project.root, moved, { recursive: true });
    const [gone, back] = [once(watching, /which is not there/), once(watching, /all 12 nodes are fresh/)];
    const old = `${project.root} old`;
    renameSync(project.root, old);
    await gone();
    renameSync(moved, project.root);
    rmSync(old, { recursive: true });
    await back();
    project.edit('data/panel.csv', 'u0,2010', 'u0,2009');
    await watching.until('papermake: data/panel.csv: 12 nodes: ');

    watching.child.kill('SIGTERM');
    expect((await watching.ended).code).toBe(143);
    expect(watching.seen()).not.toMatch(/Internal error|\n {4}at /);
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

it('waits for a project that is not there yet', async () => {
  const project = paper();
  const watching = project.start('watch', '-C', 'later');
  try {
    await watching.until(`papermake: waiting for \`${project.path('later')}\`, which is not there\n`);
    cpSync(project.path('data'), project.path('later/data'), { recursive: true });
    cpSync(project.path('steps'), project.path('later/steps'), { recursive: true });
    project.write('later/pipeline.yaml', PIPELINE);
    await watching.until('papermake: 12 nodes: 12 ran');
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    project.dispose();
  }
});

/** Waits until this was said once more than before the call. */
function once(watching: Running, text: RegExp): () => Promise<void> {
  const count = (): number => watching.seen().match(new RegExp(text, 'g'))?.length ?? 0;
  const before = count();
  return async () => {
    for (let waited = 0; count() === before; waited += 20) {
      expect(waited, watching.seen()).toBeLessThan(PATIENCE_MS);
      await sleep(20);
    }
  };
}

const git = (project: Project, ...args: string[]): void => {
  const as = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@b',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'core.hooksPath=/dev/null',
  ];
  const { status, stderr } = spawnSync('git', [...as, ...args], { cwd: project.root, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
};

it.skipIf(spawnSync('git', ['--version']).status !== 0)(
  'follows a change of branch there and back',
  { tags: 'slow' },
  async () => {
    const project = paper();
    project.write('.gitignore', 'out/\n.papermake/\n');
    git(project, 'init', '-q', '-b', 'one');
    git(project, 'add', '.');
    git(project, 'commit', '-q', '-m', 'one');
    git(project, 'checkout', '-q', '-b', 'two');
    git(project, 'rm', '-q', '-r', 'steps');
    project.edit('pipeline.yaml', '  doubled: {kind: double, from: baseline.short}\n', '');
    git(project, 'mv', 'data', 'raw');
    project.edit('pipeline.yaml', 'data/panel.csv', 'raw/panel.csv');
    git(project, 'commit', '-q', '-a', '-m', 'two');
    const watching = project.start('watch');
    try {
      await watching.until('papermake: 11 nodes: 11 ran');
      for (let i = 0; i < 3; i++) {
        for (const [branch, nodes] of [
          ['one', 12],
          ['two', 11],
        ] as const) {
          // Of what is there half-way it may have spoken; where it comes to rest is what counts.
          const rest = once(watching, new RegExp(`papermake: .*(: ${nodes} nodes: |all ${nodes} nodes are fresh)`));
          git(project, 'checkout', '-q', branch);
          await rest();
        }
      }
      expect(watching.seen()).not.toMatch(/Internal error|\n {4}at /);
    } finally {
      watching.child.kill('SIGKILL');
      await watching.ended;
      project.dispose();
    }
  },
);

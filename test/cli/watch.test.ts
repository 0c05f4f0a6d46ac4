/** `watch` runs again for every change, survives what is wrong, and ignores what it wrote itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Project } from './harness.ts';
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
    project.write('data/panel.csv', data);
    await watching.until('papermake: data/panel.csv: all 12 nodes are fresh');

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

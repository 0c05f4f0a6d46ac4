/** What editors and systems leave in `steps/`, `templates/` and `data/` is not taken for the user's. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Project } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

const FOLDERS = ['steps', 'templates', 'data'];
const FOREIGN = [
  '._double.ts',
  '.#double.js',
  '.double.ts',
  'double.ts~',
  '#double.ts#',
  '.double.ts.swp',
  '4913',
  '.DS_Store',
  'Thumbs.db',
  'desktop.ini',
  '~$book.xlsx',
  '._table.md.hbs',
  '.#panel.csv',
];

it('a first and a later run, `status` and `schema` are as without them', async () => {
  for (const folder of FOLDERS) {
    for (const name of FOREIGN) project.write(`${folder}/${name}`, 'Mac OS X \u0000\u0005 export default');
    // Emacs: a link that leads nowhere and says who edits the file.
    symlinkSync('someone@host.4711:1', project.path(`${folder}/.#double.ts`));
    mkdirSync(project.path(`${folder}/folder.ts`));
  }
  mkdirSync(project.path('templates/table.md.hbs'));
  expect((await project.make()).ran).toHaveLength(12);
  const made = project.tree('out');
  for (const name of FOREIGN) project.write(`steps/${name}`, 'other');
  expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
  expect((await project.run('status')).stdout).toMatch(
    /^(fresh .*\n){11}papermake: 12 nodes, 1 of them a part of a step: 12 fresh\n$/,
  );
  expect((await project.run('schema', '--print')).code).toBe(0);
  const plain = paper();
  await plain.make();
  expect(made).toEqual(plain.tree('out'));
  plain.dispose();
});

it('`watch` runs for none of them', async () => {
  const watching = project.start('watch');
  try {
    await watching.until('papermake: 12 nodes: 12 ran');
    for (const name of FOREIGN) project.write(`steps/${name}`, '');
    project.edit('steps/lib/twice.ts', '2 * value', '4 * value');
    await watching.until('papermake: steps/lib/twice.ts: 12 nodes: 1 ran, 11 fresh');
    expect(watching.seen()).not.toMatch(/swp|and \d+ more/);
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
  }
});

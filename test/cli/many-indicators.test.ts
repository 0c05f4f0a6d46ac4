/** A node whose work grows with its columns obeys a signal, however few its rows are. */
import { afterEach, expect, it } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

it('an index of a thousand indicators is ended by a polite kill', async () => {
  const names = Array.from({ length: 1000 }, (_, j) => `v${j}`);
  const row = (i: number): string => names.map((_, j) => (j * (i + 3) * 7919) % (1009 + i)).join(',');
  project = new Project({
    'd.csv': `${names.join(',')}\n${[1, 2, 3, 4, 5, 6].map(row).join('\n')}\n`,
    'pipeline.yaml': `papermake: 1
sets: {all: [${names.join(', ')}]}
steps:
  d: {kind: ingest, file: d.csv}
  i: {kind: index, from: d, name: x, method: pca, dimensions: {one: [$all]}}
`,
  });
  const running = project.start('run', '--json', '-j', '1');
  await running.until('"ran","node":"d"');
  running.child.kill('SIGTERM');
  const hung = setTimeout(() => running.child.kill('SIGKILL'), PATIENCE_MS);
  const { code, stderr } = await running.ended;
  clearTimeout(hung);
  // A slow machine may not come to look at the signal before the run is ended for it.
  const within = stderr.includes('papermake: interrupted within a node');
  expect({ code, stderr }).toEqual({
    code: within ? -1 : 143,
    stderr: expect.stringContaining('papermake: interrupted'),
  });
});

/** The schema in the YAML server that VS Code and other editors use without papermake's own: Red Hat's, as its package has it. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paper } from '../cli/paper.ts';
import { Editor } from './client.ts';

const SERVER = fileURLToPath(
  new URL('bin/yaml-language-server', import.meta.resolve('yaml-language-server/package.json')),
);
const HEAD = '# yaml-language-server: $schema=./schema/pipeline.schema.json\n';

interface Item {
  readonly label: string;
  readonly insertText?: string;
}

const project = paper();
const editor = new Editor(project.path('.'), [SERVER]);
const completion = { completionItem: { snippetSupport: true } };

beforeAll(async () => {
  expect(await project.run('schema')).toMatchObject({ code: 0, stderr: '' });
  const text = HEAD + project.read('pipeline.yaml');
  await editor.open(project.path('pipeline.yaml'), text, { textDocument: { completion } });
});
afterAll(() => {
  editor.child.kill();
  project.dispose();
});

const offered = async (around: string): Promise<readonly Item[]> =>
  ((await editor.ask('completion', around)) as { items: Item[] }).items;
const labels = async (around: string): Promise<string[]> => (await offered(around)).map(({ label }) => label);
const messages = async (): Promise<string[]> => {
  await expect.poll(() => editor.diagnostics, { timeout: 20_000 }).toBeDefined();
  return editor.diagnostics!.map(({ message }) => message);
};

it('finds nothing wrong in a pipeline that runs, and names a key that is misspelt', async () => {
  expect(await messages()).toEqual([]);
  await editor.edit('kind: report', 'kind: report\n    tabels: {}');
  expect(await messages()).toEqual(['Property tabels is not allowed.']);
  await editor.edit('\n    tabels: {}', '');
  expect(await messages()).toEqual([]);
});

it('offers the names of the pipeline, and whole steps', async () => {
  await editor.edit('  doubled:', '  more: {kind: describe, from: , variables: []}\n  whole:\n    \n  doubled:');
  expect(await labels('kind: describe, from: |')).toEqual(
    expect.arrayContaining(['panel', 'baseline', 'baseline.long']),
  );
  expect(await labels('variables: [|]')).toEqual(expect.arrayContaining(['y', 'w', 'region', '$controls']));
  const steps = await offered('  whole:\n    |');
  expect(steps.find(({ label }) => label === 'survival')!.insertText).toMatch(
    /^kind: survival\nfrom: \$\{1:from\}\ntime: \$\{2:time\}\nfailure: \$\{3:failure\}\s*$/,
  );
});

it('tells what a key is for', async () => {
  expect(await editor.hover('ki|nd: models')).toContain('Other programs call it');
});

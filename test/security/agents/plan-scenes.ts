/** A registered plan stays what it is, and a withheld outcome unread, whatever an agent asks, proposes and runs. */
import { existsSync, readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { applied, edit, PIPELINE, refuses, type Scene, type Stage } from './stage.ts';

const WITHHELD = PIPELINE.replace('papermake: 1\n', 'papermake: 1\nwithhold: [y]\n');
const files = { 'pipeline.yaml': WITHHELD };

/** The coefficient as `show` prints it to whoever keeps the project, without its sign. */
async function coefficient(stage: Stage): Promise<string> {
  const { terms } = JSON.parse((await stage.papermake('show', 'main', '--json')).stdout) as {
    terms: { estimate: number }[];
  };
  return String(Math.abs(terms[0]!.estimate)).slice(0, 8);
}

export const planScenes: readonly Scene[] = [
  {
    name: 'a departure from the plan, which is told and certified, and whose tools write nothing',
    async play(stage) {
      await stage.papermake('register');
      const ledger = () =>
        readdirSync(stage.project.path('ledger')).map((name) => stage.project.read(`ledger/${name}`));
      const client = await stage.client();
      await applied(client, edit('fit: y ~ x | id', 'fit: y ~ x + z | id'));
      await client.tool('run');
      const before = ledger();
      const told = await client.tool('deviations');
      expect([told.isError, told.exit]).toEqual([false, 4]);
      expect(told.data.deviations).toMatchObject([{ of: 'main', because: null }]);
      const { data } = await client.tool('certificate');
      expect(data).toMatchObject({ plan: { deviations: [{ of: 'main' }] }, trials: { estimated: 1 }, files: [] });
      for (const given of [{ to: 'all' }, { out: '..' }, { file: 'other.yaml' }, { directory: '/' }])
        for (const tool of ['certificate', 'deviations']) {
          const { error, result } = await client.ask('tools/call', { name: tool, arguments: given });
          expect([tool, given, error !== undefined || result?.isError === true]).toEqual([tool, given, true]);
        }
      expect(ledger()).toEqual(before);
      expect(existsSync(stage.project.path('certificate'))).toBe(false);
    },
  },
  {
    name: 'deviations where nothing is registered',
    async play(stage) {
      const client = await stage.client({ args: [] });
      const told = await client.tool('deviations');
      expect([told.isError, told.exit]).toEqual([true, 2]);
      expect((await client.tool('certificate')).data).toMatchObject({ plan: null, admissible: null });
      expect(existsSync(stage.project.path('ledger'))).toBe(false);
    },
  },
  {
    name: 'taking back what is withheld',
    files,
    async play(stage) {
      const client = await stage.client();
      for (const edits of [
        edit('withhold: [y]\n', ''),
        edit('withhold: [y]', 'withhold: [z]'),
        edit('withhold: [y]', 'withhold: []'),
        { text: PIPELINE },
      ])
        await refuses(stage, client, edits, 'needs-person');
      expect((await client.tool('run')).exit).toBe(2);
      expect(await stage.estimated()).toBe(0);
    },
  },
  {
    name: 'a withheld outcome of which an earlier run left results',
    async play(stage) {
      await stage.papermake('run');
      const digits = await coefficient(stage);
      stage.project.write('pipeline.yaml', WITHHELD);
      const client = await stage.client();
      expect((await client.tool('run')).exit).toBe(2);
      for (const tool of ['status', 'plan', 'check', 'diff', 'trials', 'deviations']) await client.tool(tool);
      for (const node of ['panel', 'main', 'tables.main', 'claims.positive'])
        for (const tool of ['show', 'why']) await client.tool(tool, { nodes: [node] });
      for (const uri of await client.uris()) if (!uri.includes('docs')) await client.read(uri);
      expect((await client.tool('certificate')).data).toMatchObject({ distributions: [], stale: ['main'] });
      expect(client.lines.join('\n')).not.toContain(digits);
    },
  },
  {
    name: 'a pipeline beside one that withholds',
    files: { ...files, 'other.yaml': PIPELINE },
    async play(stage) {
      await stage.papermake('run');
      const client = await stage.client({ args: ['-f', 'other.yaml', '--allow-run'] });
      expect((await client.tool('run')).exit).toBe(2);
      await applied(client, edit('fit: y ~ x | id', 'fit: y ~ x + z | id'));
      expect((await client.tool('run', { force: true })).exit).toBe(2);
      const { columns } = (await client.tool('show', { nodes: ['panel'] })).data as { columns: { name: string }[] };
      const told = (name: string) => Object.keys(columns.find((each) => each.name === name)!);
      expect(told('x')).toEqual(expect.arrayContaining(['values', 'mean']));
      for (const key of ['values', 'mean', 'min', 'max', 'distinct']) expect(told('y')).not.toContain(key);
      expect(await stage.estimated()).toBe(0);
    },
  },
];

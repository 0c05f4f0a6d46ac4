/** No value of a confidential variable comes back, whatever an agent asks, proposes and runs. */
import { expect } from 'vitest';
import { applied, codesOf, edit, refuses, type Scene, SECRET } from './stage.ts';

const files = { 'pipeline.yaml': SECRET };
const step = (entry: string) => edit('  tables:\n    kind', `  spy: ${entry}\n  tables:\n    kind`);

export const secretScenes: readonly Scene[] = [
  {
    name: 'whatever can be asked',
    files,
    async play(stage) {
      const client = await stage.client();
      expect((await client.tool('run')).exit).toBe(0);
      const nodes = ['panel', 'main', 'about', 'tables.main', 'tables.about', 'claims.positive'];
      for (const node of nodes) for (const tool of ['show', 'why']) await client.tool(tool, { nodes: [node] });
      for (const tool of ['status', 'plan', 'check', 'diff', 'trials']) await client.tool(tool);
      for (const uri of await client.uris()) if (!uri.includes('docs')) await client.read(uri);
      const panel = await client.tool('show', { nodes: ['panel'] });
      expect(JSON.stringify(panel.data)).toContain('twice');
      for (const node of ['about', 'tables.about']) {
        const told = await client.tool('show', { nodes: [node] });
        expect([told.exit, told.messages[0]]).toEqual([1, expect.stringContaining('is not shown to agents')]);
      }
      expect((await client.tool('show', { nodes: ['tables.main'] })).exit).toBe(0);
      expect((await client.uris()).filter((uri) => uri.includes('about'))).toEqual([]);
      expect(stage.project.read('out/tables/about.md')).toMatch(/8137/);
    },
  },
  {
    name: 'unmarking',
    files,
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      for (const edits of [
        edit('  income: {confidential: true}\n', ''),
        edit('income: {confidential: true}', 'income: {confidential: false}'),
        edit('income: {confidential: true}', 'income: {label: Income}'),
        edit('income: {confidential: true}', 'income: {confidential: "no"}'),
        edit('income: {confidential: true}', 'Income: {confidential: true}'),
        edit('variables:\n', 'variables:\n  twice: {confidential: false}\n'),
      ])
        await refuses(stage, client, edits, 'needs-person');
      await refuses(stage, client, { text: SECRET.replace(/variables:[\s\S]*steps:/, 'steps:') }, 'needs-person');
    },
  },
  {
    name: 'a pipeline that is too wrong to tell what is confidential',
    files: { 'pipeline.yaml': `${SECRET}: [` },
    async play(stage) {
      const client = await stage.client();
      await refuses(stage, client, { text: SECRET.replace(/variables:[\s\S]*steps:/, 'steps:') }, 'needs-person');
    },
  },
  {
    name: 'the same file under other names',
    files,
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      for (const entry of [
        '{kind: ingest, file: data.csv, delimiter: "|"}',
        '{kind: ingest, file: data.csv, rename: {income: wages}}',
        '{kind: ingest, file: data.csv, panel: {unit: id, time: year}, derive: {wages: income}}',
        '{kind: ingest, file: data.csv, header: false}',
        '{kind: ingest, file: data.csv}',
      ]) {
        const told = await client.tool('propose', step(entry));
        expect([entry, told.isError]).toEqual([entry, true]);
      }
      const derived = edit('twice: 2 * income', 'twice: 2 * income, other: income');
      expect(codesOf(await client.tool('propose', derived))).toEqual(['needs-person']);
    },
  },
  {
    name: 'names that are made of values, and questions about them',
    files,
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      for (const entry of [
        '{kind: models, base: main, split: who}',
        '{kind: tabulate, from: panel, rows: who}',
        '{kind: describe, from: panel, variables: [income]}',
        '{kind: figure, plot: scatter, from: panel, x: x, y: income, formats: [svg]}',
        '{kind: collapse, from: panel, by: who, columns: {y: mean(y)}}',
      ])
        await refuses(stage, client, step(entry), 'needs-person');
      for (const claim of ['any(panel.income > 813715)', 'all(panel.twice > 0)'])
        await refuses(
          stage,
          client,
          edit('positive: main.x > 0', `positive: main.x > 0\n  spy: ${claim}`),
          'needs-person',
        );
    },
  },
  {
    name: 'the last result of what reads them no more',
    files,
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      await applied(client, edit('variables: [y, income]', 'variables: [y, x]'));
      for (const node of ['about', 'tables.about', 'panel']) await client.tool('show', { nodes: [node] });
      expect((await client.tool('show', { nodes: ['about'] })).messages[0]).toContain('not shown to agents');
      await client.tool('why', { nodes: ['about', 'tables.about'] });
      await client.tool('run');
      expect((await client.tool('show', { nodes: ['about'] })).exit).toBe(0);
      const moved = await client.tool('diff');
      expect(JSON.stringify(moved.data)).toContain('not shown to agents');
    },
  },
  {
    name: 'estimates of them, which are shown',
    files,
    async play(stage) {
      const client = await stage.client();
      await applied(client, edit('fit: y ~ x | id', 'fit: "y ~ x + i(who)"'));
      expect((await client.tool('run', { nodes: ['main'] })).exit).toBe(0);
      const told = await client.tool('show', { nodes: ['main'] });
      expect(JSON.stringify(told.data)).toContain('i(who)::…');
    },
  },
  {
    name: 'a run that fails over them',
    files,
    async play(stage) {
      stage.project.edit('data.csv', 'P0,2010', 'P0,2011');
      stage.project.edit('data.csv', ',813715,', ',CANARY 813715,');
      const client = await stage.client();
      expect((await client.tool('run')).exit).toBe(1);
      for (const tool of ['why', 'show']) await client.tool(tool, { nodes: ['panel'] });
    },
  },
  {
    name: 'a change of them',
    files,
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      stage.project.edit('data.csv', ',813715,', ',813799,');
      await client.tool('why', { nodes: ['panel', 'about'] });
      await client.tool('run');
      for (const tool of ['diff', 'status']) await client.tool(tool);
      for (const node of ['panel', 'about']) await client.tool('why', { nodes: [node] });
    },
  },
  {
    name: 'mistakes in a pipeline about them',
    files,
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      for (const edits of [
        edit('fit: y ~ x | id', 'fit: "y ~ x + i(who, ref=nobody)"'),
        edit('fit: y ~ x | id', 'fit: y ~ x + incomes | id'),
        edit('fit: y ~ x | id', 'fit: y ~ x | id, sample: who == 3'),
        edit('variables: [y, income]', 'variables: [y, incom]'),
      ]) {
        const told = await client.tool('propose', edits);
        if (!told.isError) {
          await client.tool('apply', { proposal: told.data.proposal });
          await client.tool('run', { nodes: ['main'] });
          await client.tool('apply', { proposal: (await client.tool('propose', { text: SECRET })).data.proposal });
        }
      }
    },
  },
];

/** Nothing that was estimated is missing from the account of trials, however an agent came by it. */
import { expect } from 'vitest';
import { until } from '../../support/patience.ts';
import { applied, edit, PIPELINE, type Scene } from './stage.ts';

const column = (fit: string) => edit('fit: y ~ x | id', `fit: ${fit}`);

/** Two models, and a program between them that takes long. */
const BETWEEN = PIPELINE.replace(
  '  tables:',
  `  other: {kind: models, from: panel, fit: y ~ z | id}
  slow: {kind: command, run: sleep 60, inputs: {fit.json: other}, outputs: {a.txt: file}}
  tables:`,
);

export const accountScenes: readonly Scene[] = [
  {
    name: 'what was run through the door',
    async play(stage) {
      const client = await stage.client();
      expect((await client.tool('run')).exit).toBe(0);
      expect(await stage.estimated()).toBe(1);
      expect((await client.tool('trials')).data).toMatchObject({ estimated: 1 });
      await client.tool('run', { force: true });
      expect(await stage.estimated()).toBe(1);
    },
  },
  {
    name: 'looking, planning and proposing estimate nothing',
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      const proposed = await client.tool('propose', column('y ~ x + z | id'));
      expect(proposed.data.trials).toMatchObject([{ outcome: 'y', treatment: 'x', nodes: ['main'] }]);
      await applied(client, column('y ~ x + z | id'));
      for (const tool of ['why', 'show']) await client.tool(tool, { nodes: ['main', 'tables.main'] });
      for (const tool of ['status', 'plan', 'diff', 'trials']) await client.tool(tool);
      expect(await stage.estimated()).toBe(1);
      const told = JSON.stringify(await client.tool('why', { nodes: ['main'] }));
      expect(told).toContain('y ~ x + z | id');
      expect(told).not.toMatch(/"changes":\["/);
    },
  },
  {
    name: 'a proposal that was reverted',
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      await applied(client, column('y ~ x + z | id'));
      await client.tool('run');
      await applied(client, edit('fit: y ~ x + z | id', 'fit: y ~ x | id'));
      expect(stage.pipeline()).toBe(PIPELINE);
      await client.tool('run');
      expect(await stage.estimated()).toBe(2);
    },
  },
  {
    name: 'several models, one after the other, each reverted',
    async play(stage) {
      const client = await stage.client();
      for (let power = 2; power < 6; power++) {
        await applied(client, column(`y ~ x + z^${power} | id`));
        await client.tool('run', { nodes: ['main'] });
        await applied(client, { text: PIPELINE });
      }
      expect(await stage.estimated()).toBe(4);
    },
  },
  {
    name: 'another pipeline of the folder',
    files: { 'other.yaml': PIPELINE.replace('y ~ x | id', 'y ~ x + z') },
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      const other = await stage.client({ args: ['-f', 'other.yaml', '--allow-run'] });
      await other.tool('run', { nodes: ['main'] });
      expect(await stage.estimated()).toBe(2);
      expect((await client.tool('trials')).data.estimated).toBe(2);
    },
  },
  {
    name: 'a store that was removed',
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      stage.project.remove('.papermake');
      await applied(client, column('y ~ x + z | id'));
      await client.tool('run', { nodes: ['main'] });
      expect(await stage.estimated()).toBe(2);
    },
  },
  {
    name: 'a claim that an agent has judged',
    async play(stage) {
      const client = await stage.client();
      expect((await client.tool('check')).data.claims).toMatchObject([{ claim: 'positive', holds: true }]);
      expect(await stage.estimated()).toBe(1);
    },
  },
  {
    name: 'a run that fails after an estimate',
    async play(stage) {
      const client = await stage.client();
      const bad = '  bad: {kind: models, from: panel, sample: x > 1000, fit: y ~ x | id}\n  tables:\n    kind';
      await applied(client, edit('  tables:\n    kind', bad));
      const { isError, exit } = await client.tool('run', { keepGoing: true });
      expect([isError, exit]).toEqual([true, 1]);
      expect(await stage.estimated()).toBe(1);
    },
  },
  {
    name: 'a run that was cancelled after an estimate',
    files: { 'pipeline.yaml': BETWEEN },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      const run = client.begin('tools/call', { name: 'run', arguments: {}, _meta: { progressToken: 'p' } });
      await until('progress', () => client.messages.some(({ params }) => params?.message === 'slow'));
      client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: run } });
      expect((await client.tool('show', { nodes: ['main', 'other'] })).exit).toBe(0);
      await client.close();
      expect(await stage.estimated()).toBe(2);
    },
  },
  {
    name: 'a run that was killed after an estimate',
    files: { 'pipeline.yaml': BETWEEN },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      client.begin('tools/call', { name: 'run', arguments: {}, _meta: { progressToken: 'p' } });
      await until('progress', () => client.messages.some(({ params }) => params?.message === 'slow'));
      client.child.kill('SIGKILL');
      await client.ended;
      const again = await stage.client();
      const { data } = await again.tool('show', { nodes: ['main', 'other'] });
      const seen = [data].flat().filter((each) => each?.terms !== undefined).length;
      expect(await stage.estimated()).toBeGreaterThanOrEqual(seen);
    },
  },
];

/** Proposals that are wrong, late, or made twice. */
import { expect } from 'vitest';
import { codesOf, edit, PIPELINE, refuses, type Scene } from './stage.ts';

const dose = edit('label: Treatment', 'label: Dose');

export const proposalScenes: readonly Scene[] = [
  {
    name: 'a wrong one: everything is told, with places, and nothing is written',
    async play(stage) {
      const client = await stage.client();
      const told = await refuses(
        stage,
        client,
        { text: PIPELINE.replace('y ~ x | id', 'y ~ xx | idd').replace('kind: report', 'kind: reprot') },
        'unknown-variable',
        'unknown-kind',
      );
      expect(told.data.problems.length).toBeGreaterThanOrEqual(3);
      expect(told.data.problems[0].at[0]).toMatchObject({ file: 'pipeline.yaml', line: expect.any(Number) });
      expect(stage.project.has('out')).toBe(false);
    },
  },
  {
    name: 'edits of what is not there, or there twice, all told at once',
    async play(stage) {
      const client = await stage.client();
      const edits = [
        { from: 'nowhere', to: '' },
        { from: 'kind: ', to: '' },
        { from: '$&', to: '$&' },
      ];
      const told = await refuses(stage, client, { edits }, 'bad-edit');
      expect(told.data.problems).toHaveLength(3);
      expect(codesOf(await client.tool('propose', {}))).toEqual(['bad-argument']);
      expect(codesOf(await client.tool('propose', { ...dose, text: PIPELINE }))).toEqual(['bad-argument']);
    },
  },
  {
    name: 'texts of replacements that mean something elsewhere',
    async play(stage) {
      const client = await stage.client();
      const { data } = await client.tool('propose', edit('label: Treatment', 'label: "$& $1 $` costs"'));
      await client.tool('apply', { proposal: data.proposal });
      expect(stage.pipeline()).toBe(PIPELINE.replace('label: Treatment', () => 'label: "$& $1 $` costs"'));
    },
  },
  {
    name: 'one whose file has moved on',
    async play(stage) {
      const client = await stage.client();
      const { data } = await client.tool('propose', dose);
      stage.project.edit('pipeline.yaml', 'papermake: 1', 'papermake: 1\ntitle: Mine');
      const mine = stage.pipeline();
      expect(codesOf(await client.tool('apply', { proposal: data.proposal }))).toEqual(['stale-proposal']);
      expect(stage.pipeline()).toBe(mine);
    },
  },
  {
    name: 'two that are applied at the same time',
    async play(stage) {
      const client = await stage.client();
      const proposals: string[] = [];
      for (const label of ['A', 'B'])
        proposals.push((await client.tool('propose', edit('Treatment', label))).data.proposal);
      const ids = proposals.map((proposal) => client.beginTool('apply', { proposal }));
      const told = [await client.toldOf(ids[0]!), await client.toldOf(ids[1]!)];
      expect(told.map(({ isError }) => isError)).toEqual([false, true]);
      expect(stage.pipeline()).toBe(PIPELINE.replace('Treatment', 'A'));
    },
  },
  {
    name: 'two of two clients at the same time',
    async play(stage) {
      const clients = [await stage.client(), await stage.client()];
      const ids: string[] = [];
      for (const [i, client] of clients.entries()) {
        const { data } = await client.tool('propose', edit('Treatment', `Label ${i}`));
        ids.push(data.proposal);
      }
      const told = await Promise.all(clients.map((client, i) => client.tool('apply', { proposal: ids[i]! })));
      expect(told.filter(({ isError }) => !isError)).toHaveLength(1);
      expect(codesOf(told.find(({ isError }) => isError)!)).toEqual(['stale-proposal']);
      expect(stage.pipeline()).toBe(
        PIPELINE.replace('Treatment', `Label ${told.findIndex(({ isError }) => !isError)}`),
      );
    },
  },
  {
    name: 'the same one twice, one of another client, and digests of nothing',
    async play(stage) {
      const [client, other] = [await stage.client(), await stage.client()];
      const { data } = await client.tool('propose', dose);
      expect(codesOf(await other.tool('apply', { proposal: data.proposal }))).toEqual(['no-proposal']);
      expect((await client.tool('apply', { proposal: data.proposal })).isError).toBe(false);
      expect(codesOf(await client.tool('apply', { proposal: data.proposal }))).toEqual(['no-proposal']);
      expect(codesOf(await client.tool('apply', { proposal: 'f'.repeat(64) }))).toEqual(['no-proposal']);
      for (const proposal of ['', '../../x', 'F'.repeat(64), 7, null])
        expect(codesOf(await client.tool('apply', { proposal }))).toEqual(['bad-argument']);
    },
  },
  {
    name: 'one that mends a pipeline which is wrong',
    files: { 'pipeline.yaml': PIPELINE.replace('fit: y ~ x', 'fit: y ~ xx') },
    async play(stage) {
      const client = await stage.client();
      expect((await client.tool('status')).exit).toBe(2);
      const { data } = await client.tool('propose', edit('y ~ xx', 'y ~ x'));
      expect((await client.tool('apply', { proposal: data.proposal })).isError).toBe(false);
      expect((await client.tool('run')).exit).toBe(0);
      expect(stage.pipeline()).toBe(PIPELINE);
    },
  },
  {
    name: 'one in the middle of a run',
    async play(stage) {
      const client = await stage.client();
      const { data } = await client.tool('propose', dose);
      const run = client.beginTool('run');
      const apply = client.beginTool('apply', { proposal: data.proposal });
      expect((await client.toldOf(run)).exit).toBe(0);
      expect((await client.toldOf(apply)).isError).toBe(false);
      expect(stage.project.read('out/tables/main.md')).toContain('Treatment');
    },
  },
];

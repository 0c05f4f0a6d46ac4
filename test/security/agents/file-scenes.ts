/** Nothing is read that the pipeline does not declare, whatever names it. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { Outside } from '../attack.ts';
import type { Client } from './client.ts';
import { edit, PIPELINE, refuses, type Scene, type Stage } from './stage.ts';

const step = (entry: string) => edit('  tables:\n    kind', `  spy: ${entry}\n  tables:\n    kind`);

/** Each step is refused. */
const steps =
  (codes: readonly string[], ...entries: readonly string[]): Scene['play'] =>
  async (stage) => {
    const client = await stage.client();
    for (const entry of entries) await refuses(stage, client, step(entry), ...codes);
  };

/** A scene with a file outside of the project, and a link to it inside. */
async function withLink(stage: Stage, link: string, play: (client: Client, outside: string) => Promise<void>) {
  const outside = new Outside();
  try {
    outside.write('outside.csv', 'id,CANARY\n1,813799\n');
    stage.project.remove(link);
    symlinkSync(outside.path('outside.csv'), stage.project.path(link));
    await play(await stage.client(), outside.path('outside.csv'));
  } finally {
    outside.dispose();
  }
}

export const fileScenes: readonly Scene[] = [
  {
    name: 'a data file outside of the project',
    play: steps(
      ['path-outside'],
      '{kind: ingest, file: ../outside.csv}',
      '{kind: ingest, file: /etc/passwd}',
      '{kind: ingest, file: data/../../outside.csv}',
      String.raw`{kind: ingest, file: '..\outside.csv'}`,
      '{kind: ingest, file: "C:/outside.csv"}',
      '{kind: ingest, file: ../*.csv}',
    ),
  },
  {
    name: 'a link to a file outside of the project',
    async play(stage) {
      await withLink(stage, 'link.csv', async (client, outside) => {
        await refuses(stage, client, step('{kind: ingest, file: link.csv}'), 'path-outside');
        await refuses(stage, client, step(`{kind: ingest, file: "${outside}"}`), 'path-outside');
      });
    },
  },
  {
    name: 'a declared file that has become a link to another place',
    async play(stage) {
      await withLink(stage, 'data.csv', async (client) => {
        for (const tool of ['status', 'plan', 'run', 'check']) expect((await client.tool(tool)).exit).toBe(2);
        expect((await client.tool('propose', edit('Treatment', 'Dose'))).isError).toBe(true);
      });
    },
  },
  {
    name: 'a file of the project that the pipeline does not declare',
    files: { '.env': 'TOKEN=CANARY\n', 'notes/CANARY.txt': 'a\n', '.git/config': '[core]\nCANARY = 1\n' },
    play: steps(
      ['undeclared-file'],
      '{kind: ingest, file: undeclared.csv}',
      '{kind: ingest, file: ./undeclared.csv}',
      '{kind: ingest, file: .env}',
      '{kind: ingest, file: .git/config}',
      '{kind: ingest, file: pipeline.yaml}',
      '{kind: ingest, file: notes/absent.txt}',
    ),
  },
  {
    name: 'a pattern that takes in what is not declared',
    async play(stage) {
      const client = await stage.client();
      await refuses(stage, client, step('{kind: ingest, file: "und*.csv"}'), 'missing-file');
      await refuses(stage, client, step('{kind: ingest, file: "?ndeclared.csv"}'), 'missing-file');
      const told = await client.tool('propose', step('{kind: ingest, file: "*.csv"}'));
      expect(JSON.stringify(told)).not.toContain('undeclared.csv');
    },
  },
  {
    name: 'texts, bibliographies and styles of documents',
    files: { 'paper.md': 'CANARY', 'refs.bib': '@book{CANARY}', 'style.csl': 'CANARY' },
    async play(stage) {
      const client = await stage.client();
      for (const entry of [
        '{kind: document, file: paper.md, formats: [pdf]}',
        '{kind: document, file: ../paper.typ, formats: [pdf]}',
        '{kind: document, file: data.csv, bibliography: refs.bib, formats: [pdf]}',
        '{kind: document, file: data.csv, csl: style.csl, formats: [pdf]}',
      ]) {
        const told = await client.tool('propose', step(entry));
        expect([entry, told.isError]).toEqual([entry, true]);
      }
    },
  },
  {
    name: 'templates',
    files: { 'templates/mine.md.hbs': 'CANARY', 'secret.md.hbs': 'CANARY' },
    async play(stage) {
      const client = await stage.client();
      for (const template of ['../secret.md.hbs', '../../etc/passwd', 'mine.md.hbs', '/etc/passwd']) {
        const given = edit('main: {from: main,', `main: {template: ${template}, from: main,`);
        const told = await client.tool('propose', given);
        if (told.isError) continue;
        await client.tool('apply', { proposal: told.data.proposal });
        await client.tool('run');
        await client.tool('show', { nodes: ['tables.main'] });
        await client.tool('apply', { proposal: (await client.tool('propose', { text: PIPELINE })).data.proposal });
      }
    },
  },
  {
    name: 'tags and aliases of YAML',
    async play(stage) {
      const client = await stage.client();
      for (const entry of [
        '!include undeclared.csv',
        '{kind: ingest, file: !include undeclared.csv}',
        '{<<: !include undeclared.csv, kind: ingest}',
        '{kind: ingest, file: !!js/function "function () { return 1 }"}',
        '&a [*a, *a]',
      ])
        expect([entry, (await client.tool('propose', step(entry))).isError]).toEqual([entry, true]);
    },
  },
  {
    name: 'queries that name files',
    async play(stage) {
      const client = await stage.client();
      for (const query of [
        "select * from read_csv('undeclared.csv')",
        "select * from '/etc/passwd'",
        "copy p to '/tmp/x.csv'",
        "attach '/tmp/x.db'; select 1",
        "select * from glob('*')",
      ]) {
        const told = await client.tool(
          'propose',
          step(`{kind: sql, inputs: {p: panel}, query: "${query}", order: [id, year]}`),
        );
        if (told.isError) continue;
        await client.tool('apply', { proposal: told.data.proposal });
        expect([query, (await client.tool('run', { nodes: ['spy'] })).isError]).toEqual([query, true]);
        await client.tool('apply', { proposal: (await client.tool('propose', { text: PIPELINE })).data.proposal });
      }
    },
  },
  {
    name: 'resources by paths',
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      for (const uri of [
        'papermake://printed/../undeclared.csv',
        'papermake://printed/out/../undeclared.csv',
        'papermake://printed/undeclared.csv',
        'papermake://printed/%2e%2e/undeclared.csv',
        'papermake://printed//etc/passwd',
        'papermake://printed/data.csv',
        'papermake://printed/.papermake/traces-v1.log',
        'papermake://docs/../package.json',
        'papermake://docs/..%2fpackage.json',
        'papermake://docs//etc/passwd',
        'papermake://docs/__proto__',
        'papermake://pipeline/../undeclared.csv',
        'file:///etc/passwd',
        'http://127.0.0.1/',
        'undeclared.csv',
        '',
      ])
        expect([uri, (await client.read(uri)).error?.code]).toEqual([uri, -32002]);
      expect(await client.textOf('papermake://printed/out/tables/main.md')).toContain('Treatment');
      expect(await client.textOf('papermake://docs/language.md#factors')).toContain('# Factors');
    },
  },
  {
    name: 'an output in whose place a link stands',
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      await withLink(stage, 'out/tables/main.md', async (other) => {
        expect(await other.textOf('papermake://printed/out/tables/main.md')).toContain('Treatment');
      });
      writeFileSync(stage.project.path('out/tables/stray.md'), 'CANARY');
      expect(await client.uris()).not.toContain('papermake://printed/out/tables/stray.md');
    },
  },
  {
    name: 'a pipeline that is a link to another place',
    async play(stage) {
      await withLink(stage, 'pipeline.yaml', async (client) => {
        expect((await client.read('papermake://pipeline')).error?.code).toBe(-32002);
        for (const tool of ['status', 'plan', 'run', 'trials', 'check']) expect((await client.tool(tool)).exit).toBe(2);
        expect((await client.tool('propose', { text: PIPELINE })).isError).toBe(true);
        expect((await client.uris()).some((uri) => uri.includes('printed'))).toBe(false);
      });
    },
  },
  {
    name: 'folders and paths as sides of a comparison',
    files: { 'data/x.json': '{"table":"CANARY","heads":[],"printed":[],"rows":[],"sources":[]}' },
    async play(stage) {
      const client = await stage.client();
      await client.tool('run');
      for (const before of ['/', '/etc', '..', '.', './data', 'data', 'C:', '--runs', '-C'])
        expect([before, (await client.tool('diff', { before })).exit]).toEqual([before, 2]);
      expect((await client.tool('diff', { before: 'last', after: '/etc' })).exit).toBe(2);
    },
  },
  {
    name: 'files in the place of claims',
    files: { 'paper.md': 'CANARY is 3.14' },
    async play(stage) {
      const client = await stage.client();
      for (const claim of ['paper.md', './paper.md', '/etc/passwd', 'undeclared.csv', 'data.csv']) {
        const told = await client.tool('check', { claims: [claim] });
        expect([claim, told.exit, told.data.problems[0].code]).toEqual([claim, 2, 'unknown-claim']);
      }
    },
  },
];

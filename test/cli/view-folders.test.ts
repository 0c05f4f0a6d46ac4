/** The folders that `papermake view` compares the paper with: those that its call names, by their numbers, and no other. */
import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovedView, Overview } from '../../src/app/view/model.ts';
import type { Project, Running } from './harness.ts';
import { DATA, paper } from './paper.ts';

/** The treatment of the first row is another one. */
const OTHER_DATA = DATA.replace(/^(u0,2010,North,[^,]+),[^,]+/m, '$1,0.999');

const projects: Project[] = [];
let project: Project;
let copy: Project;
let view: Running;
let address: URL;

beforeAll(async () => {
  project = paper();
  copy = paper({ 'data/panel.csv': OTHER_DATA });
  const wider = paper();
  wider.edit('pipeline.yaml', '{id: long,', '{id: middle, fit: y ~ x + w | unit}\n      - {id: long,');
  projects.push(project, copy, wider);
  for (const each of projects) await each.make();
  cpSync(copy.path('out'), project.path('returned'), { recursive: true });
  mkdirSync(project.path('empty'));
  mkdirSync(project.path('unnamed'));
  view = project.start('view', copy.root, 'returned', 'empty', wider.root);
  await view.until('Ctrl-C ends it');
  address = new URL(/http:\S+/.exec(view.seen())![0]);
});
afterAll(() => {
  view.child.kill('SIGKILL');
  for (const each of projects) each.dispose();
});

const ask = <T>(path: string) =>
  new Promise<{ status: number; body: T & { code?: string; error?: string } }>((done, fail) => {
    const headers = { 'x-papermake-token': address.hash.slice(1) };
    const sent = request({ host: '127.0.0.1', port: address.port, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      response.on('end', () => done({ status: response.statusCode!, body: JSON.parse(text) }));
    });
    sent.on('error', fail).end();
  });
const moved = (since: string, until = '') =>
  ask<MovedView>(`/data/moved?since=${encodeURIComponent(since)}&until=${encodeURIComponent(until)}`);
const cellsOf = ({ tables }: MovedView) => tables.reduce((sum, { cells }) => sum + cells, 0);

describe('folders as states of the page', () => {
  it('are those of the call, in its order', async () => {
    const { folders } = (await ask<Overview>('/data/overview')).body;
    expect(folders.map(({ name }) => name)).toEqual(['folder~1', 'folder~2', 'folder~3', 'folder~4']);
    expect(folders.slice(0, 3).map(({ path }) => path)).toEqual([copy.root, 'returned', 'empty']);
  });

  it('are compared as projects and as tables alone, with the same cells', async () => {
    const [whole, tables] = [await moved('folder~1'), await moved('folder~2')];
    expect([whole.status, tables.status]).toEqual([200, 200]);
    expect(whole.body.before).toBe(copy.root);
    expect(tables.body.before).toBe('returned');
    expect(cellsOf(whole.body)).toBeGreaterThan(4);
    expect(cellsOf(tables.body)).toBe(cellsOf(whole.body));
    expect(whole.body.largest.length).toBeGreaterThan(1);
    // A project is compared with its specifications, which a folder of tables does not tell.
    expect(JSON.stringify(whole.body.tables)).toContain('data/panel.csv');
  });

  it('may be the later state, and have columns that the paper lacks', async () => {
    const { status, body } = await moved('last', 'folder~4');
    expect(status).toBe(200);
    const groups = body.tables.flatMap((table) => table.groups);
    expect(groups.flatMap(({ whole }) => whole).map(({ is }) => is)).toContain('new');
  });

  it('are refused where they hold nothing', async () => {
    const { status, body } = await moved('folder~3');
    expect(status).toBe(404);
    expect(body).toEqual({ code: 'no-tables-there', error: '`empty` is no project and holds no tables' });
  });

  it.each(['folder~0', 'folder~5', 'folder~1/../unnamed', 'unnamed', './unnamed', '/', 'returned'])(
    'are no other: %s',
    async (name) => {
      const { status, body } = await moved(name);
      expect([status, body.code]).toEqual([404, 'no-such-state']);
    },
  );

  it('may go while the page is open', async () => {
    renameSync(project.path('returned'), project.path('gone'));
    const { status, body } = await moved('folder~2');
    expect([status, body.code]).toEqual([404, 'no-such-folder']);
    renameSync(project.path('gone'), project.path('returned'));
    expect((await moved('folder~2')).status).toBe(200);
  });

  it('are looked for before the page is served', async () => {
    for (const name of ['nowhere', 'pipeline.yaml']) {
      const { code, stderr } = await project.run('view', 'returned', name);
      expect(code).toBe(2);
      expect(stderr).toContain(`\`${name}\` is no folder`);
    }
  });

  it('stand in no report', async () => {
    expect((await project.run('report', 'paper.html')).code).toBe(0);
    expect(project.read('paper.html')).toContain('"folders":[]');
  });
});

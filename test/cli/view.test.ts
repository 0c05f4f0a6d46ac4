/** `papermake view` as a server: who is answered, and how it ends. */
import { renameSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project, Running } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
let view: Running;
let port: number;
let token: string;

beforeAll(async () => {
  project = paper();
  await project.make();
  view = project.start('view');
  await view.until('Ctrl-C ends it');
  const { port: at, hash } = new URL(/http:\S+/.exec(view.seen())![0]);
  port = Number(at);
  token = hash.slice(1);
});
afterAll(() => {
  view.child.kill('SIGKILL');
  project.dispose();
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = ({ path = '/data/overview', method = 'GET', headers = {} }: Asked) =>
  new Promise<{ status: number; body: string; headers: Readonly<Record<string, unknown>> }>((done, fail) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => done({ status: response.statusCode!, body, headers: response.headers }));
    });
    sent.on('error', fail).end();
  });

const mine = (): Record<string, string> => ({ 'x-papermake-token': token });

describe('papermake view', () => {
  it('answers whoever has the token', async () => {
    const { status, body } = await ask({ headers: mine() });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ title: 'A small paper', pipeline: 'pipeline.yaml' });
  });

  it('gives the files of results, and no other', async () => {
    const file = (id: string, of: string) => ask({ path: `/data/file?id=${id}&path=${of}`, headers: mine() });
    expect(await file('tables.main', 'out/tables/main.csv')).toMatchObject({
      status: 200,
      body: project.read('out/tables/main.csv'),
    });
    expect((await file('tables.about', 'out/tables/main.csv')).status).toBe(404);
    for (const path of ['pipeline.yaml', 'data/panel.csv', 'out/tables/../../pipeline.yaml', '/etc/passwd'])
      expect((await file('tables.main', path)).status).toBe(404);
    expect((await file('panel', 'schema')).status).toBe(404);
  });

  it('answers odd addresses without a word of its own code', async () => {
    for (const path of [
      '//',
      '///x',
      '/%',
      '/%ff',
      '/\\',
      'http://a/',
      '*',
      '/data/node?id=%',
      `/${'a'.repeat(6000)}`,
    ]) {
      const { status, body } = await ask({ path, headers: mine() });
      expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code >= 200 && code < 500)]);
      expect(body).not.toMatch(/Internal error|\.ts:|\.js:/);
    }
  });

  it.each<[string, number, () => Asked]>([
    ['no token', 403, () => ({})],
    ['another token', 403, () => ({ headers: { 'x-papermake-token': `${token.slice(0, -1)}!` } })],
    ['a token in the address', 403, () => ({ path: `/data/overview?token=${token}` })],
    [
      'another host, as a name that was made to point here has',
      421,
      () => ({ headers: { ...mine(), host: `evil.example:${port}` } }),
    ],
    ['this host without the port', 421, () => ({ headers: { ...mine(), host: '127.0.0.1' } })],
    ['another origin', 403, () => ({ headers: { ...mine(), origin: 'https://evil.example' } })],
    ['no origin at all', 403, () => ({ headers: { ...mine(), origin: 'null' } })],
    ['another site', 403, () => ({ headers: { ...mine(), 'sec-fetch-site': 'cross-site' } })],
    ['a POST', 405, () => ({ method: 'POST', headers: mine() })],
    [
      'the question whether it may ask',
      405,
      () => ({ method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
    ],
    ['a file', 404, () => ({ path: '/pipeline.yaml', headers: mine() })],
    ['a file above', 404, () => ({ path: '/../../etc/passwd', headers: mine() })],
    ['a folder as a state to compare with', 404, () => ({ path: '/data/moved?since=..', headers: mine() })],
  ])('refuses %s', async (_, status, asked) => {
    const { status: got, headers } = await ask(asked());
    expect(got).toBe(status);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('serves a page in which nothing runs or is asked for but what was built into it', async () => {
    const { status, headers, body } = await ask({ path: '/' });
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(body).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(body).not.toContain(token);
  });

  it('is reached from this machine alone', async () => {
    const outside = new Promise((done) => {
      const sent = request({ host: '127.0.0.2', port, path: '/' }, () => done('answered'));
      sent.on('error', ({ message }) => done(message)).end();
    });
    expect(await outside).toContain('ECONNREFUSED');
  });

  it('says when a port is taken or is none', async () => {
    expect(await project.run('view', '--port', String(port))).toMatchObject({ code: 2 });
    const wrong = await project.run('view', '--port', '70000');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('`--port` takes a number from 1 to 65535, got `70000`');
  });

  it('answers while the project is away, and follows it when it is back', async () => {
    const away = `${project.root} away`;
    const live = async (until: string): Promise<string> => {
      const told = await new Promise<string>((done) => {
        const sent = request({ host: '127.0.0.1', port, path: '/data/live', headers: mine() }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part;
            if (!text.includes(until)) return;
            done(text);
            sent.destroy();
          });
        });
        sent.on('error', () => {}).end();
      });
      return told;
    };
    renameSync(project.root, away);
    await live('"message"');
    expect((await ask({ headers: mine() })).status).toBe(200);
    expect((await ask({ path: '/data/node?id=baseline.short', headers: mine() })).status).toBeLessThan(501);
    renameSync(away, project.root);
    await live('"problems":[]');
    expect((await ask({ path: '/data/node?id=baseline.short', headers: mine() })).status).toBe(200);
  });

  it('tells why the nodes of a split are not known, before anything has run', async () => {
    const fresh = paper();
    const other = fresh.start('view');
    await other.until('Ctrl-C ends it');
    const { port: at, hash } = new URL(/http:\S+/.exec(other.seen())![0]);
    const told = await fetch(`http://127.0.0.1:${at}/data/node?id=regions.*`, {
      headers: { 'x-papermake-token': hash.slice(1) },
    });
    const { why, yaml, notice } = (await told.json()) as { why: string[]; yaml: { text: string }; notice: string };
    expect(why[0]).toContain('regions.* is pending');
    expect(yaml.text).toBe('regions: {kind: models, base: baseline.short, split: region}');
    expect(notice).toBe('unmade');
    other.child.kill('SIGINT');
    await other.ended;
    fresh.dispose();
  });

  it('is refused where there is no pipeline', async () => {
    const { code, stderr } = await project.run('view', '-C', 'nowhere');
    expect(code).toBe(2);
    expect(stderr).toContain('there is no `pipeline.yaml` here');
  });

  it('ends at Ctrl-C, though a page is open', async () => {
    const open = request({ host: '127.0.0.1', port, path: '/data/live', headers: mine() });
    open.on('error', () => {}).end();
    await new Promise((seen) => open.once('response', seen));
    view.child.kill('SIGINT');
    expect((await view.ended).code).toBe(130);
  });
});

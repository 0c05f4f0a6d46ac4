/** A cache that coauthors share: what one of them has computed, the others take from it, and nothing else. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { Project } from './harness.ts';

const rows = Array.from(
  { length: 40 },
  (_, i) => `p${i % 8},${2010 + (i >> 3)},${(i * 37) % 11},${(i * i) % 7},${71_234.5 + i}`,
);
const DATA = `id,year,y,x,income\n${rows.join('\n')}\n`;

const PIPELINE = `papermake: 1
variables: {income: {confidential: true}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}, columns: [id, year, y, x]}
  secret: {kind: ingest, file: data.csv, panel: {unit: id, time: year}, columns: [id, year, y, income], derive: {rich: income / 10}}
  fits: {kind: models, from: panel, columns: [{id: a, fit: y ~ x}, {id: b, fit: y ~ x | id}]}
  hidden: {kind: models, from: secret, columns: [{id: a, fit: y ~ rich}]}
  here: {kind: models, from: panel, cache: false, columns: [{id: a, fit: y ~ x | year}]}
  tables: {kind: report, tables: {main: {from: fits, formats: [markdown]}, all: {from: hidden, formats: [markdown]}}}
`;
const GIVEN = ['fits.a', 'fits.b', 'panel', 'tables.main'];
const KEPT = ['here.a', 'hidden.a', 'secret', 'tables.all'];

let folder: string;
const projects: Project[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papermake shared '));
});
afterEach(() => {
  for (const each of projects.splice(0)) each.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function project(cache: string, pipeline = PIPELINE): Project {
  const one = new Project({ 'pipeline.yaml': `${pipeline}cache: ${cache}\n`, 'data.csv': DATA });
  projects.push(one);
  return one;
}

const shared = (mode = 'write'): string => `{path: ${JSON.stringify(folder)}, mode: ${mode}}`;

interface DoneEvent {
  readonly ran: string[];
  readonly cached: string[];
  readonly fetched?: string[];
}

async function make(one: Project, ...args: string[]): Promise<DoneEvent & { says: string[] }> {
  const { stdout, stderr, code } = await one.run('run', '--json', ...args);
  if (code !== 0) throw new Error(stdout + stderr);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { ran, cached, fetched } = events.at(-1) as DoneEvent;
  const says = events.flatMap((event) => (event.event === 'cache' ? [event.says as string] : []));
  return { ran: ran.sort(), cached: cached.sort(), ...(fetched && { fetched: fetched.sort() }), says };
}

const held = (room: string): string[] => readdirSync(join(folder, room));

describe('a folder', () => {
  it('spares others what may be shared, and has nothing of what may not', async () => {
    const [first, second] = [project(shared()), project(shared('read'))];
    expect((await make(first)).ran).toEqual([...GIVEN, ...KEPT].sort());
    expect(await make(second)).toEqual({ ran: KEPT, cached: GIVEN, fetched: GIVEN, says: [] });
    expect(second.read('out/tables/main.md')).toBe(first.read('out/tables/main.md'));
    const all = ['ac', 'cas'].flatMap((room) =>
      held(room).map((name) => readFileSync(join(folder, room, name), 'latin1')),
    );
    expect(held('ac')).toHaveLength(GIVEN.length);
    expect(all.join('')).not.toMatch(/income|rich|71234/);
    const { stdout } = await second.run();
    expect(stdout + (await second.run()).stderr).toMatch(/all 8 nodes are fresh/);
    const checked = await second.run('verify', '--from-cache');
    expect(checked.code).toBe(0);
    expect(checked.stdout).toMatch(/4 nodes: 4 the same/);
  });

  it('says of what came from there who gave it, from which machine, and how long it ran there', async () => {
    const [first, second, third] = [project(shared()), project(shared()), project(shared('read'))];
    process.env.PAPERMAKE_NAME = 'Li Wei';
    try {
      await make(first);
    } finally {
      delete process.env.PAPERMAKE_NAME;
    }
    await make(second);
    const origin = (of: Project) =>
      of.run('why', 'fits.a', '--json').then(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
    const [here, there] = [await origin(first), await origin(second)];
    expect(here).not.toHaveProperty('from');
    expect(there).toMatchObject({
      from: 'cache',
      given: { name: 'Li Wei', machine: hostname(), at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
      milliseconds: here.milliseconds,
    });
    const { at } = there.given as { readonly at: string };
    const text = (await second.run('why', 'fits.a')).stdout;
    expect(text).toContain('fits.a is fresh: nothing it reads has changed since it came from the shared cache');
    expect(text).toContain(`was given from ${hostname()} by Li Wei on ${at.slice(0, 10)}`);
    expect(text).toContain('it was taken because it had no result before');
    const shown = await second.run('show', 'fits.a');
    expect(shown.stdout).toContain(`was given from ${hostname()} by Li Wei`);
    expect((await first.run('show', 'fits.a')).stdout).not.toContain('elsewhere');
    expect(JSON.parse((await second.run('show', 'fits.a', '--json')).stdout)).toMatchObject({ given: there.given });
    // Whoever gives on what was taken does not pass it off as made there.
    rmSync(join(folder, 'ac'), { recursive: true });
    await second.run('cache', 'push');
    await make(third);
    expect(await origin(third)).toMatchObject({ given: there.given });
  });

  it('has on record what a coauthor estimated, as soon as it is taken', async () => {
    const [first, second] = [project(shared()), project(shared('read'))];
    const recorded = (of: Project): string[] =>
      readdirSync(of.path('ledger'))
        .flatMap((name) => of.read(`ledger/${name}`).trimEnd().split('\n'))
        .map((line) => JSON.parse(line) as { readonly node: string; readonly spec: string })
        .map(({ node, spec }) => `${node} ${spec}`)
        .sort();
    await make(first);
    expect((await make(second, 'fits')).ran).toEqual([]);
    const ofFits = recorded(first).filter((each) => each.startsWith('fits.'));
    expect(ofFits).toHaveLength(2);
    expect(recorded(second)).toEqual(ofFits);
    // What stands already adds nothing.
    await make(second, 'fits', '--force');
    expect(recorded(second)).toEqual(ofFits);
  });

  it('is told of where one byte of it is another, and the node is made', async () => {
    await make(project(shared()));
    const file = join(folder, 'ac', held('ac')[0]!);
    const bytes = readFileSync(file);
    bytes[100]! ^= 1;
    writeFileSync(file, bytes);
    const second = project(shared());
    const { ran, fetched, says } = await make(second);
    expect(fetched).toHaveLength(GIVEN.length - 1);
    expect(ran).toHaveLength(KEPT.length + 1);
    expect(says).toEqual([
      expect.stringMatching(/^the result of `.*` in .* is not used, and made anew: it.* is damaged$/),
    ]);
    // Whoever may write mends it.
    expect((await make(project(shared('read')))).fetched).toEqual(GIVEN);
  });

  it('that is absent is told of to who reads, and made by who writes', async () => {
    const gone = JSON.stringify(join(folder, 'not mounted'));
    const { ran, says } = await make(project(`{path: ${gone}}`));
    expect(ran).toEqual([...GIVEN, ...KEPT].sort());
    expect(says).toEqual([expect.stringMatching(/not mounted cannot be read: there is no such folder \(ENOENT\)$/)]);
    expect((await make(project(`{path: ${gone}, mode: write}`))).says).toEqual([]);
    expect((await make(project(`{path: ${gone}}`))).fetched).toEqual(GIVEN);
  });

  it.skipIf(process.platform !== 'linux')('that cannot be made is told of, and the run goes on', async () => {
    const { ran, says } = await make(project('{path: /proc/nope, mode: write}'));
    expect(ran).toEqual([...GIVEN, ...KEPT].sort());
    expect(says).toEqual([
      expect.stringMatching(/\/proc\/nope cannot be written: there is no such folder \(ENOENT\)$/),
    ]);
  });

  it('is filled from a store, and fills one without making anything', async () => {
    const first = project(shared('read'));
    await make(first);
    const refused = await first.run('cache', 'push');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('the cache is only read')]);
    first.edit('pipeline.yaml', 'mode: read', 'mode: write');
    expect((await first.run('cache', 'push', 'fits')).stdout).toContain('2 results given to the shared cache');
    expect(held('ac')).toHaveLength(2);
    expect((await first.run('cache', 'push')).stdout).toContain('4 results given to the shared cache, 4 stay here');
    const second = project(shared());
    expect((await second.run('cache', 'pull')).stdout).toContain('4 results from the shared cache, 4 are not there');
    expect((await make(second)).ran).toEqual(KEPT);
    const none = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': DATA });
    projects.push(none);
    expect((await none.run('cache', 'pull')).stderr).toContain('declares no cache');
    expect((await none.run('cache', 'fetch')).code).toBe(2);
  });

  it('says what it holds, and gives up what nobody used for longest', async () => {
    const first = project(shared());
    await make(first);
    const status = async () =>
      JSON.parse((await first.run('cache', 'status', '--json')).stdout) as Record<string, unknown>;
    expect(await status()).toMatchObject({ path: folder, results: GIVEN.length, oldest: expect.any(String) });
    expect((await first.run('cache', 'status')).stdout).toMatch(/ holds 4 results, .* last used from \d{4}-/);
    const busy = await first.run('cache', 'trim', '--keep', '0');
    expect([busy.code, held('ac').length]).toEqual([1, GIVEN.length]);
    expect(busy.stderr).toContain('what was used within the last hour');
    for (const room of ['ac', 'cas'])
      for (const name of existsSync(join(folder, room)) ? held(room) : []) utimesSync(join(folder, room, name), 0, 0);
    // Whoever takes a result, and may write, says that it is used.
    await make(project(shared()), 'fits.a');
    expect((await first.run('cache', 'trim', '-n', '--keep', '0')).stdout).toContain('2 results (');
    expect(held('ac')).toHaveLength(GIVEN.length);
    expect((await first.run('cache', 'trim', '--keep', '0')).stdout).toContain('removed');
    expect(await status()).toMatchObject({ results: 2 });
    expect((await make(project(shared()), 'fits.a')).fetched).toHaveLength(2);
    for (const wrong of [['trim'], ['trim', '--keep', 'much'], ['status', 'fits']])
      expect((await first.run('cache', ...wrong)).code).toBe(2);
    const reader = project(shared('read'));
    expect((await reader.run('cache', 'trim', '--keep', '0')).stderr).toContain('the cache is only read');
    expect((await reader.run('cache', 'status')).code).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('gives its group what the folder does, where that is asked for', async () => {
    chmodSync(folder, 0o770);
    const modes = (): Set<number> => new Set(held('ac').map((name) => statSync(join(folder, 'ac', name)).mode & 0o777));
    await make(project(shared()));
    expect(modes()).not.toContain(0o660);
    rmSync(join(folder, 'ac'), { recursive: true });
    await make(project(`{path: ${JSON.stringify(folder)}, mode: write, shared: group}`));
    expect(modes()).toEqual(new Set([0o660]));
    expect(statSync(join(folder, 'ac')).mode & 0o777).toBe(0o770);
  });

  it('is not asked by `--force`, nor where the environment says `off`', async () => {
    await make(project(shared()));
    expect((await make(project(shared()), '--force')).fetched).toBeUndefined();
    process.env.PAPERMAKE_CACHE = 'off';
    try {
      expect((await make(project(shared()))).fetched).toBeUndefined();
    } finally {
      delete process.env.PAPERMAKE_CACHE;
    }
  });

  it('is not used where its key is not in the environment', async () => {
    const signed = `{path: ${JSON.stringify(folder)}, mode: write, sign: PAPER_SECRET}`;
    expect((await make(project(signed))).says).toEqual([
      'the cache is not used: its entries are signed, and the environment has no `PAPER_SECRET`',
    ]);
    process.env.PAPER_SECRET = 'of ours';
    try {
      await make(project(signed));
      expect((await make(project(signed))).fetched).toEqual(GIVEN);
      expect(
        held('ac')
          .map((name) => readFileSync(join(folder, 'ac', name), 'latin1'))
          .join(''),
      ).not.toContain('of ours');
    } finally {
      delete process.env.PAPER_SECRET;
    }
  });
});

it('is given nothing of what reads columns that turn out to be made of confidential ones', async () => {
  const one = project(
    shared(),
    `papermake: 1
variables: {income: {confidential: true}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  early: {kind: models, from: panel, columns: [{id: a, fit: y ~ x}]}
  wide: {kind: reshape, from: panel, to: wide, columns: ["y{year}", "x{year}", "income{year}"], name: year, id: id}
  late: {kind: models, from: wide, columns: [{id: a, fit: income2010 ~ income2011}]}
`,
  );
  await make(one);
  expect(held('ac')).toHaveLength(1);
});

it('is not used where the environment asks for something else than `off` or `read`', async () => {
  process.env.PAPERMAKE_CACHE = 'READ';
  try {
    expect((await make(project(shared()))).says).toEqual([
      'the cache is not used: `PAPERMAKE_CACHE` is `off` or `read`, not `READ`',
    ]);
    expect(() => held('ac')).toThrow();
  } finally {
    delete process.env.PAPERMAKE_CACHE;
  }
});

it.each([
  ['{path: a, url: "http://b"}', /either a folder, `path`, or a server, `url`/],
  ['{mode: write}', /either a folder/],
  ['{path: a, token: T}', /`token` is for a server/],
  ['{url: "ftp://b"}', /https:/],
  ['{path: a, mode: append}', /`read`|`write`/],
])('refuses `cache: %s`', async (cache, message) => {
  const { code, stderr } = await project(cache).run();
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

describe('a server', () => {
  let server: Server;
  const store = new Map<string, Buffer>();
  const asked: string[] = [];
  let answer: 'right' | 'wrong' | 'silent' | 'forbidden' = 'right';
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/papers`;

  beforeEach(async () => {
    store.clear();
    asked.length = 0;
    answer = 'right';
    server = createServer((request, response) => {
      asked.push(request.headers.authorization ?? '');
      if (answer === 'silent') return;
      if (answer === 'wrong') return void response.writeHead(500).end();
      if (answer === 'forbidden') return void response.writeHead(403).end();
      const name = request.url!;
      if (request.method === 'PUT') {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          store.set(name, Buffer.concat(chunks));
          response.writeHead(201).end();
        });
      } else if (store.has(name)) response.writeHead(200).end(store.get(name));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    process.env.PAPERMAKE_TOKEN_SERVERS = new URL(url()).host;
  });
  afterEach(() => {
    delete process.env.PAPERMAKE_TOKEN_SERVERS;
    server.closeAllConnections();
    server.close();
  });

  it('gives what it was given, to who shows the token', async () => {
    process.env.PAPER_TOKEN = 'sesame';
    try {
      const cache = (): string => `{url: "${url()}", mode: write, token: PAPER_TOKEN}`;
      const one = project(cache());
      await make(one);
      expect([...store.keys()].every((name) => /^\/papers\/(ac|cas)\/[0-9a-f]{64}$/.test(name))).toBe(true);
      expect((await make(project(cache()))).fetched).toEqual(GIVEN);
      expect(new Set(asked)).toEqual(new Set(['Bearer sesame']));
      for (const [path, text] of Object.entries(one.tree('.'))) expect(text, path).not.toContain('sesame');
    } finally {
      delete process.env.PAPER_TOKEN;
    }
  });

  it.each([
    ['', undefined, 'the cache has no `token`, which names a variable with what it wants'],
    [', token: PAPER_TOKEN', undefined, 'the environment has no `PAPER_TOKEN`, which `token` names'],
    [', token: PAPER_TOKEN', 'sesame', 'the server refuses the token that `PAPER_TOKEN` holds'],
  ])('that forbids it is told with what is lacking: `%s`, holding %s', async (token, held, says) => {
    answer = 'forbidden';
    if (held !== undefined) process.env.PAPER_TOKEN = held;
    try {
      const made = await make(project(`{url: "${url()}", mode: write${token}}`));
      expect(made.says.join()).toContain('HTTP 403');
      expect(made.says.join()).toContain(says);
    } finally {
      delete process.env.PAPER_TOKEN;
    }
  });

  it('is told no token that cannot be one, and nobody else is', async () => {
    process.env.PAPER_TOKEN = 'open\nsesame';
    try {
      const { says } = await make(project(`{url: "${url()}", mode: write, token: PAPER_TOKEN}`));
      expect(says).toEqual(['the cache is not used: what `PAPER_TOKEN` of the environment holds can be no token']);
    } finally {
      delete process.env.PAPER_TOKEN;
    }
  });

  it('that says nothing is waited for once, whatever there is to ask', async () => {
    answer = 'silent';
    const one = project(`{url: "${url()}", mode: write}`);
    const { ran, says } = await make(one, '-j', '1');
    expect(ran).toEqual([...GIVEN, ...KEPT].sort());
    expect(says).toEqual([expect.stringContaining('it does not answer, or too slowly')]);
    // Those that were asked for at once, and none after them.
    expect(asked.length).toBeLessThan(GIVEN.length);
  });

  // Windows has no signals: whatever is sent ends the process.
  it.skipIf(process.platform === 'win32')('is not waited for by a run that is interrupted', async () => {
    answer = 'silent';
    const running = project(`{url: "${url()}", mode: read}`).start();
    await expect.poll(() => asked.length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    // That is said of a server which was waited for until it was too slow.
    expect(stderr).not.toContain('cannot be read');
  });

  // Windows has no signals: whatever is sent ends the process.
  it.skipIf(process.platform === 'win32')(
    'that takes its time is waited for with a word on it, and an interruption costs nothing',
    async () => {
      const held: (() => void)[] = [];
      let holds = true;
      const entries = new Set<string>();
      const slow = createServer((request, response) => {
        const answer = (status: number): void => void response.writeHead(status).end();
        request.resume().on('end', () => {
          if (request.method !== 'PUT') return answer(entries.has(request.url!) ? 200 : 404);
          const take = (): void => {
            entries.add(request.url!);
            answer(201);
          };
          if (holds) held.push(take);
          else take();
        });
      });
      await new Promise<void>((resolve) => void slow.listen(0, '127.0.0.1', resolve));
      try {
        const one = project(`{url: "http://127.0.0.1:${(slow.address() as AddressInfo).port}/", mode: write}`);
        const first = one.start();
        await first.until('results are on the way to the shared cache; Ctrl-C leaves what is left to the next run');
        first.child.kill('SIGINT');
        const { code, stderr } = await first.ended;
        expect(code).toBe(130);
        expect(stderr).toMatch(/papermake: \d results are not given to the shared cache yet; the next run gives them/);
        expect([...entries].filter((url) => url.startsWith('/ac/'))).toEqual([]);
        holds = false;
        const again = await one.run('run', '--json');
        expect(again.code, again.stderr).toBe(0);
        expect(JSON.parse(again.stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ ran: [], failed: [] });
        expect([...entries].filter((url) => url.startsWith('/ac/'))).toHaveLength(GIVEN.length);
      } finally {
        for (const take of held) take();
        slow.closeAllConnections();
        slow.close();
      }
    },
  );

  it('costs no result where it fails or is gone', async () => {
    answer = 'wrong';
    const failing = await make(project(`{url: "${url()}", mode: write}`));
    expect(failing.ran).toEqual([...GIVEN, ...KEPT].sort());
    expect(failing.says[0]).toMatch(/^the cache http:\S+\/papers cannot be read: HTTP 500$/);
    const gone = `{url: "http://user:secret@127.0.0.1:1/", mode: write}`;
    const { ran, says } = await make(project(gone));
    expect(ran).toEqual([...GIVEN, ...KEPT].sort());
    expect(says.join()).toMatch(/cannot be read/);
    expect(says.join()).not.toMatch(/secret/);
  });
});

const hasNginx = !spawnSync('nginx', ['-v']).error;
it.skipIf(!hasNginx && !process.env.CI)("is what nginx's WebDAV serves", async () => {
  const port = 20_000 + (process.pid % 20_000);
  for (const room of ['store/ac', 'store/cas', 'tmp']) mkdirSync(join(folder, room), { recursive: true });
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid "${folder}/pid"; error_log stderr;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off; client_body_temp_path "${folder}/tmp"; proxy_temp_path "${folder}/tmp"; fastcgi_temp_path "${folder}/tmp";
  uwsgi_temp_path "${folder}/tmp"; scgi_temp_path "${folder}/tmp"; client_max_body_size 0;
  server { listen 127.0.0.1:${port}; root "${folder}/store"; location / { dav_methods PUT; } }
}`,
  );
  const nginx = spawn('nginx', ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  try {
    const cache = `{url: "http://127.0.0.1:${port}", mode: write}`;
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/`).then(
            () => true,
            () => false,
          ),
        { timeout: PATIENCE_MS },
      )
      .toBe(true);
    await make(project(cache));
    expect(readdirSync(join(folder, 'store/ac'))).toHaveLength(GIVEN.length);
    expect((await make(project(cache))).fetched).toEqual(GIVEN);
  } finally {
    nginx.kill();
  }
});

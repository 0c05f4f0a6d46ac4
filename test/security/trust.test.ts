/** A project that its user has not trusted starts no program and runs no code of its own, whichever command is called; once trusted, it does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, type Finished, Project } from '../cli/harness.ts';
import { runWarm } from '../cli/warm.ts';
import { Outside } from './attack.ts';

let home: Outside;
let project: Project;
beforeEach(() => {
  home = new Outside();
});
afterEach(() => {
  project.dispose();
  home.dispose();
});

/** A call of a user who has said nothing yet but what lies in their home. */
function run(args: readonly string[], more: NodeJS.ProcessEnv = {}, cwd = project.root): Promise<Finished> {
  const { PAPERMAKE_TRUST: _, ...env } = process.env;
  return runWarm(BINARY, args, { cwd, env: { ...env, XDG_STATE_HOME: home.path('state'), ...more } });
}

const struck = (): boolean => project.has('struck');

/** A program that leaves a mark. */
function weapon(path: string): string {
  project.write(path, `#!/bin/sh\ntouch '${project.path('struck')}'\nexit 1\n`);
  chmodSync(project.path(path), 0o755);
  return project.path(path);
}

const DATA = 'id,year,y,x\n1,2000,1,2\n1,2001,3,1\n2,2000,5,4\n2,2001,4,9\n3,2000,7,5\n3,2001,9,1\n';

const pipeline = (steps: string): string =>
  `papermake: 1\nsteps:\n  data: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}\n  fits: {kind: models, from: data, columns: [{id: a, fit: y ~ x}]}\n  tables: {kind: report, tables: {main: {from: fits, formats: [markdown]}}}\n${steps}`;

interface Way {
  readonly name: string;
  readonly steps: () => string;
  /** The environment in which it strikes. */
  readonly env?: () => NodeJS.ProcessEnv;
  /** Nodes that need trust. */
  readonly needs: readonly string[];
}

const OWN = `import { writeFileSync } from 'node:fs';
import { defineStep } from 'papermake/step';
writeFileSync(STRUCK, '');
export default defineStep({ name: 'own', summary: 'x', params: { type: 'object' }, run: () => ({ a: 1 }) });
`;

const SCHEDULER = (program: string): string => `submit: {run: "${program} {{file}}", id: "(.*)", script: "{{body}}"}
status: {run: "${program}", line: "(?<job>x)", ended: x, outOfMemory: x}
cancel: {run: "${program}"}
busy: never
outOfMemory: never
`;

const WAYS: readonly Way[] = [
  {
    name: 'a kind of its own, by its module alone',
    steps: () => {
      project.write('steps/own.ts', OWN.replace('STRUCK', JSON.stringify(project.path('struck'))));
      return '  mine: {kind: own}\n  below: {kind: own}\ndefaults: {own: {}}\n';
    },
    needs: ['mine', 'below'],
  },
  {
    name: 'a command',
    steps: () => `  mine: {kind: command, run: [${JSON.stringify(weapon('sh/go'))}], outputs: {a.txt: file}}\n`,
    needs: ['mine'],
  },
  {
    name: 'a line that asks for a version',
    steps: () =>
      `  mine: {kind: command, run: 'true > a.txt', versions: [${JSON.stringify(`'${weapon('go')}' --version`)}], outputs: {a.txt: file}}\n`,
    needs: ['mine', 'mine@versions'],
  },
  ...(['r', 'python', 'stata'] as const).map(
    (kind): Way => ({
      name: `a call of ${kind}`,
      steps: () =>
        `  mine: {kind: ${kind}, from: data, program: ${JSON.stringify(weapon('go'))}, call: "lm(y ~ x, data)"}\n`,
      needs: ['mine', 'mine@versions'],
    }),
  ),
  {
    name: 'TeX',
    steps: () => {
      for (const name of ['latexmk', 'pdflatex']) weapon(`bin/${name}`);
      project.write('paper.tex', '\\documentclass{article}\\begin{document}x\\end{document}\n');
      return '  mine: {kind: document, file: paper.tex}\nnumbers: {n: fits.a.nobs}\n';
    },
    env: () => ({ PATH: `${project.path('bin')}:${process.env.PATH}` }),
    needs: ['mine'],
  },
  {
    name: 'the scheduler of a cluster',
    steps: () => {
      weapon('bin/strike');
      project.write('templates/evil.scheduler.yaml', SCHEDULER('strike'));
      return '  mine: {kind: describe, from: data, variables: [y], on: hpc}\nexecutors: {hpc: {is: evil, workers: 1}}\n';
    },
    env: () => ({ PATH: `${project.path('bin')}:${process.env.PATH}` }),
    needs: ['mine'],
  },
];

const COMMANDS: readonly (readonly string[])[] = [
  ['run'],
  ['run', '--json'],
  ['run', '--dry-run'],
  ['run', '--force', '--keep-going'],
  ['run', 'mine'],
  ['status'],
  ['why', 'mine'],
  ['show', 'fits.a'],
  ['show', 'mine', '--log'],
  ['diff'],
  ['diff', '.'],
  ['check'],
  ['trials'],
  ['verify'],
  ['report'],
  ['graph'],
  ['schema'],
  ['cache', 'pull'],
  ['cancel'],
  ['fsck'],
  ['gc'],
  ['clean'],
  ['trust', '--list'],
];

describe.each(WAYS)('$name', ({ steps, env = () => ({}), needs }) => {
  beforeEach(() => {
    project = new Project({ 'data.csv': DATA });
    project.write('pipeline.yaml', pipeline(steps()));
  });

  it('does not strike, whatever is called', async () => {
    for (const args of COMMANDS) {
      const { stderr } = await run(args, env());
      expect([args.join(' '), struck()]).toEqual([args.join(' '), false]);
      expect(stderr).not.toContain('Internal error');
    }
  });

  it('is withheld by a run that makes the rest, and strikes once the folder is trusted', async () => {
    const { code, stdout, stderr } = await run(['run', '--json'], env());
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const done = events.at(-1);
    expect([code, stderr]).toEqual([2, '']);
    expect(done.withheld.map(({ node }: { node: string }) => node).sort()).toEqual([...needs].sort());
    expect(done.failed).toEqual([]);
    expect(done.ran).toEqual(expect.arrayContaining(['data', 'fits.a', 'tables.main']));
    expect(project.has('out/tables/main.md')).toBe(true);
    const rows: { node: string; decision: string; needsTrust?: string }[] = JSON.parse(
      (await run(['status', '--json'], env())).stdout,
    );
    const asking = rows.filter(({ needsTrust }) => needsTrust !== undefined).map(({ node }) => node);
    expect(asking.sort()).toEqual([...needs].sort());
    expect((await run(['why', 'mine'], env())).stdout).toContain('it needs trust, since it starts');
    expect((await run(['run'], env())).stderr).toContain('this folder is not trusted');
    const granted = await run(['trust', '--json'], env());
    expect(JSON.parse(granted.stdout)).toMatchObject({ folder: realpathSync(project.root), trusted: true });
    await run(['run'], env());
    expect(struck()).toBe(true);
  });
});

describe('trust', () => {
  beforeEach(() => {
    project = new Project({ 'data.csv': DATA });
    project.write(
      'pipeline.yaml',
      pipeline(`  mine: {kind: command, run: 'echo 1 > a.txt', outputs: {a.txt: file}}\n`),
    );
  });

  it('is asked for in one line, which names the first nodes that wait and counts the others', async () => {
    const steps = Array.from(
      { length: 6 },
      (_, i) => `  mine${i}: {kind: command, run: 'p${i}', outputs: {a.txt: file}}\n`,
    );
    project.write('pipeline.yaml', pipeline(steps.join('')));
    for (const args of [['run'], ['run', '-q']]) {
      const { stderr } = await run(args);
      expect(stderr.match(/^withheld.*$/gm)).toEqual([
        'withheld mine0, mine1, mine2 and 3 more  they would start `p0`, `p1`, `p2` and 3 more',
      ]);
      expect(stderr).toContain('this folder is not trusted, so 6 nodes were withheld\nhint: ');
    }
  });

  it('is of the folder, whichever link leads there, and of no folder above, below or beside', async () => {
    await run(['trust']);
    const link = `${project.root} link`;
    symlinkSync(project.root, link);
    try {
      expect((await run(['run', '-C', link])).code).toBe(0);
    } finally {
      rmSync(link);
    }
    const other = new Project({ 'data.csv': DATA, 'pipeline.yaml': project.read('pipeline.yaml') });
    try {
      expect((await run(['run'], {}, other.root)).code).toBe(2);
    } finally {
      other.dispose();
    }
    const below = join(project.root, 'below');
    project.write('below/pipeline.yaml', project.read('pipeline.yaml'));
    project.write('below/data.csv', DATA);
    expect((await run(['run'], {}, below)).code).toBe(2);
  });

  it('is taken back, and is for one call where the call or the environment says so', async () => {
    expect((await run(['run', '--trust'])).code).toBe(0);
    expect((await run(['run', '--force'])).code).toBe(2);
    expect((await run(['run', '--force'], { PAPERMAKE_TRUST: '1' })).code).toBe(0);
    expect((await run(['run', '--force'], { PAPERMAKE_TRUST: 'true' })).code).toBe(2);
    await run(['trust']);
    expect((await run(['trust', '--list'])).stdout).toContain(realpathSync(project.root));
    expect((await run(['run', '--force'])).code).toBe(0);
    expect((await run(['trust', '--revoke'])).stdout).toContain('is not trusted');
    expect((await run(['run', '--force'])).code).toBe(2);
    // What stands stays, and is as fresh as ever.
    expect((await run(['run'])).stdout).toContain('all 4 nodes are fresh');
  });

  it('is not believed of a file that others may write, or that is of another folder', async () => {
    await run(['trust']);
    const files = execFileSync('find', [home.path('state/papermake/trusted-folders'), '-type', 'f'])
      .toString()
      .trim()
      .split('\n');
    expect(files).toHaveLength(1);
    chmodSync(files[0]!, 0o666);
    expect((await run(['run', '--force'])).code).toBe(2);
    chmodSync(files[0]!, 0o600);
    expect((await run(['run', '--force'])).code).toBe(0);
    writeFileSync(files[0]!, '{"of":"/elsewhere","since":"2026-01-01"}');
    expect((await run(['run', '--force'])).code).toBe(2);
    writeFileSync(files[0]!, 'no JSON');
    expect((await run(['run', '--force'])).code).toBe(2);
  });

  it('keeps what nodes that need it had written, though they cannot be planned', async () => {
    project.write(
      'steps/own.ts',
      `import { defineStep } from 'papermake/step';
export default defineStep({ name: 'own', summary: 'x', params: { type: 'object' },
  expand: (step) => [{ id: step.name, params: {}, inputs: {}, outputs: ['out/own.txt'] }],
  run: () => ({ type: 'files', parts: new Map([['out/own.txt', new TextEncoder().encode('own')]]) }) });
`,
    );
    project.edit('pipeline.yaml', '  mine:', '  other: {kind: own}\n  mine:');
    expect((await run(['run', '--trust'])).code).toBe(0);
    expect(project.read('out/own.txt')).toBe('own');
    project.write('data.csv', `${DATA}4,2000,1,1\n`);
    expect((await run(['run'])).code).toBe(2);
    expect(project.read('out/own.txt')).toBe('own');
    expect((await run(['run', '--trust'])).code).toBe(0);
  });

  // `script` of util-linux is the terminal.
  it.skipIf(spawnSync('script', ['--version']).error !== undefined)('is asked for once on a terminal', async () => {
    const { PAPERMAKE_TRUST: _, ...rest } = process.env;
    const env = { ...rest, XDG_STATE_HOME: home.path('state') };
    const onTerminal = (answer: string): string =>
      spawnSync('script', ['-qec', `'${process.execPath}' '${BINARY}' run --force`, '/dev/null'], {
        cwd: project.root,
        env,
        input: answer,
        encoding: 'utf8',
      }).stdout;
    const refused = onTerminal('\n');
    expect(refused).toContain('do you trust this folder from now on? [y/N]');
    expect(refused).toContain('1 needs trust');
    expect(onTerminal('yes\n')).toContain('4 ran');
    expect(onTerminal('')).not.toContain('[y/N]');
  });

  it('is granted by `init` to a folder that held nothing, and to none that held code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'papermake init '));
    try {
      expect((await run(['init'], {}, folder)).code).toBe(0);
      expect((await run(['trust', '--list'])).stdout).toContain(realpathSync(folder));
      project.remove('pipeline.yaml');
      project.write('steps/own.ts', OWN);
      await run(['init']);
      expect((await run(['trust', '--list'])).stdout).not.toContain(realpathSync(project.root));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a token', () => {
  let server: Server;
  let heard: string[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  beforeEach(async () => {
    heard = [];
    answer = (_, response) => response.writeHead(404).end();
    server = createServer((request, response) => {
      heard.push(`${request.headers.host} ${request.headers.authorization ?? ''}`);
      answer(request, response);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    project = new Project({ 'data.csv': DATA });
    project.write('pipeline.yaml', pipeline(`cache: {url: "http://${host()}/c", mode: write, token: SECRET_TOKEN}\n`));
  });
  afterEach(() => server.close());

  const host = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const SECRET = { SECRET_TOKEN: 'canary-of-a-token' };
  const said = (finished: Finished): string => finished.stderr + finished.stdout;

  it('goes nowhere from a folder that is not trusted, nor to a server that was not named', async () => {
    expect(said(await run(['run'], SECRET))).toContain('this folder is not trusted to send any');
    await run(['trust']);
    expect(said(await run(['run', '--force'], SECRET))).toContain(`papermake trust --token-server ${host()}`);
    expect(heard).toEqual([]);
  });

  it('goes to a server that the user, the call or the environment names', async () => {
    await run(['trust']);
    const named: readonly (readonly [string[], NodeJS.ProcessEnv])[] = [
      [['run', '--force', '--token-server', host()], {}],
      [['run', '--force'], { PAPERMAKE_TOKEN_SERVERS: `other.example, ${host()}` }],
    ];
    for (const [args, more] of named) {
      heard = [];
      await run(args, { ...SECRET, ...more });
      expect(heard).toContain(`${host()} Bearer canary-of-a-token`);
    }
    heard = [];
    await run(['trust', '--token-server', host()]);
    await run(['run', '--force'], SECRET);
    expect(heard).toContain(`${host()} Bearer canary-of-a-token`);
    heard = [];
    await run(['trust', '--token-server', host(), '--revoke']);
    await run(['run', '--force'], SECRET);
    expect(heard).toEqual([]);
  });

  it('goes over http to this machine alone', async () => {
    await run(['trust']);
    project.edit('pipeline.yaml', `http://${host()}`, 'http://cache.example.org');
    const all = ['run', '--force', '--token-server', 'cache.example.org'];
    expect(said(await run(all, SECRET))).toContain('a token goes over https alone');
  });

  it('is not carried on by a redirect, and neither is a password', async () => {
    const other = createServer((request, response) => {
      heard.push(`elsewhere ${request.headers.authorization ?? ''}`);
      response.writeHead(404).end();
    });
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    try {
      const { port } = other.address() as AddressInfo;
      answer = (request, response) =>
        response.writeHead(307, { location: `http://127.0.0.1:${port}${request.url}` }).end();
      await run(['trust']);
      const finished = await run(['run', '--force', '--token-server', host()], SECRET);
      expect(said(finished)).toContain('a redirect, which is not followed');
      project.edit('pipeline.yaml', 'http://127.0.0.1', 'http://user:secret@127.0.0.1');
      project.edit('pipeline.yaml', ', token: SECRET_TOKEN', '');
      await run(['run', '--force'], SECRET);
      expect(heard.length).toBeGreaterThan(0);
      expect(heard.filter((line) => line.startsWith('elsewhere'))).toEqual([]);
    } finally {
      other.close();
    }
  });

  it('is not needed to read, and nothing is given from a folder that is not trusted', async () => {
    const methods: string[] = [];
    answer = (request, response) => {
      methods.push(request.method!);
      response.writeHead(404).end();
    };
    project.edit('pipeline.yaml', ', token: SECRET_TOKEN', '');
    expect(said(await run(['run']))).toContain('the cache is only read, since this folder is not trusted');
    expect(new Set(methods)).toEqual(new Set(['GET']));
    await run(['run', '--force', '--trust']);
    expect(methods).toContain('PUT');
  });
});

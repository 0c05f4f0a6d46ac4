/** Step kinds of one's own read what they declare; whatever else they read is reported, since no key would hold it. */
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BINARY, Project } from './harness.ts';

let project: Project;
afterEach(() => {
  vi.unstubAllEnvs();
  project.dispose();
});

const kind = (parts: { readonly head?: string; readonly run?: string; readonly more?: string }): string =>
  `import { defineStep, Type } from 'papermake/step';
${parts.head ?? ''}
export default defineStep({
  name: 'mine',
  summary: 's',
  params: Type.Object({ file: Type.Optional(Type.String()) }),
  ${parts.more ?? ''}
  async run(context) { ${parts.run ?? 'return { a: 1 };'} },
});
`;

const make = (source: string, more: Readonly<Record<string, string>> = {}): void => {
  project = new Project({
    'data/x.txt': 'x\n',
    'data/more/y.txt': 'y\n',
    'steps/mine.ts': source,
    'pipeline.yaml': 'papermake: 1\nsteps:\n  a: {kind: mine, file: data/x.txt}\n',
    ...more,
  });
};

const TWO = 'papermake: 1\nsteps:\n  a: {kind: mine}\n  b: {kind: ingest, file: data/x.txt}\n';

const DECLARED = 'reads: ({ file }) => ({ data: { file } }),';

it('what `reads` does not say is asked for, at the step', async () => {
  for (const reads of ["{ from: 'b' }", "{ from: 'b', columns: 'x' }", '{ fil: file }']) {
    make(kind({ more: `reads: ({ file }) => ({ data: ${reads} }),` }));
    const { code, stderr } = await project.run();
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('`reads` of the kind `mine` does not say what `data` is'),
    ]);
    expect(stderr).toContain('pipeline.yaml:3:3');
    project.dispose();
  }
});

it('nodes that `expand` describes amiss are told at the step, all at once', async () => {
  const amiss: readonly (readonly [nodes: string, told: readonly string[]])[] = [
    ['{ id: step.name }', ['it is no list of nodes']],
    ['[1, { inputs: {} }]', ['node 1: it is no object', 'node 2: `id` is no name', 'node 2: `params` is missing']],
    [`[{ id: step.name, params: {} }]`, ['node 1: `inputs` is no object']],
    [
      `[{ id: step.name, params: {}, inputs: { data: { is: 'node', node: 'b' }, more: undefined, x: { is: 'file' } } }]`,
      ['node 1: `inputs` holds `data`, `more`, `x` in none of the forms'],
    ],
    [`[{ id: step.name, params: {}, inputs: {}, outputs: 'out/a.txt' }]`, ['node 1: `outputs` is no list of paths']],
  ];
  for (const [nodes, told] of amiss) {
    make(kind({ more: `expand: (step) => ${nodes},` }), { 'pipeline.yaml': TWO });
    const { code, stderr } = await project.run();
    expect(code, stderr).toBe(2);
    for (const wrong of told)
      expect(stderr).toContain(`\`expand\` of the kind \`mine\` describes no node that can run: ${wrong}`);
    expect(stderr).toContain('pipeline.yaml:3:3');
    project.dispose();
  }
});

describe('an undeclared read fails the node, by name', () => {
  it.each([
    ['readFileSync', `import { readFileSync } from 'node:fs';`, `readFileSync('data/x.txt')`],
    ['the default export', `import fs from 'fs';`, `fs.readFileSync('./data/../data/x.txt', 'utf8')`],
    ['an absolute path', `import fs from 'node:fs';`, `fs.readFileSync(context.root + '/data/x.txt')`],
    [
      'a URL',
      `import fs from 'node:fs';\nimport { pathToFileURL } from 'node:url';`,
      `fs.readFileSync(pathToFileURL('data/x.txt'))`,
    ],
    ['a callback', `import { readFile } from 'node:fs';`, `await new Promise((done) => readFile('data/x.txt', done))`],
    ['a promise', `import { readFile } from 'node:fs/promises';`, `await readFile('data/x.txt')`],
    [
      'a promise, after others',
      `import { promises } from 'node:fs';`,
      `await new Promise((done) => setTimeout(done, 5)); await promises.open('data/x.txt').then((file) => file.close())`,
    ],
    [
      'a stream',
      `import { createReadStream } from 'node:fs';`,
      `for await (const _ of createReadStream('data/x.txt')) {}`,
    ],
    ['a descriptor', `import { openSync, closeSync } from 'node:fs';`, `closeSync(openSync('data/x.txt', 'r'))`],
    ['an import when it is needed', '', `(await import('node:fs')).readFileSync('data/x.txt')`],
    ['the module that Node hands out', '', `process.getBuiltinModule('fs').readFileSync('data/x.txt')`],
    ['a package', `import { load } from 'p';`, `load('data/x.txt')`],
  ])('%s', async (_, head, read) => {
    make(kind({ head, run: `${read}; return { a: 1 };` }), {
      'node_modules/p/package.json': '{"name": "p", "version": "1.0.0", "main": "i.js"}',
      'node_modules/p/i.js': `exports.load = (file) => require('fs').readFileSync(file);\n`,
    });
    const { code, stderr } = await project.run('run');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(
        'kind `mine` reads `data/x.txt` with `node:fs`, which it does not declare: a change of it would go unnoticed',
      ),
    });
    expect(stderr).toContain('pipeline.yaml:3:');
    expect((await project.run('status')).stdout).toMatch(/^stale +a/m);
  });

  it('in a worker, of a folder and of what lies outside of the project too', async () => {
    const outside = resolve(BINARY, '../../package.json');
    const run = `readdirSync('data/more'); readFileSync(${JSON.stringify(outside)}); return { a: 1 };`;
    make(kind({ head: `import { readdirSync, readFileSync } from 'node:fs';`, run, more: `cost: 'long',` }), {
      'pipeline.yaml': 'papermake: 1\nsteps:\n  a: {kind: mine}\n  b: {kind: mine, file: other}\n',
      'tmp/x': '',
    });
    // This checkout may itself lie among the temporary files, which a kind may read.
    vi.stubEnv('TMPDIR', project.path('tmp'));
    project.apart = true;
    const { code, stderr } = await project.run('run', '-j', '2', '-k');
    expect(code).toBe(1);
    for (const file of ['data/more', outside]) expect(stderr.split(`reads \`${file}\``)).toHaveLength(3);
  });

  it('caught or not', async () => {
    make(
      kind({
        head: `import { readFileSync } from 'node:fs';`,
        run: `try { readFileSync('absent.txt'); } catch {} return { a: 1 };`,
      }),
    );
    expect((await project.run()).stderr).toContain('reads `absent.txt`');
  });
});

describe('outside of runs it is a problem of the code', () => {
  it('while it is loaded', async () => {
    make(
      kind({
        head: `import { readFileSync } from 'node:fs';\nconst codes = readFileSync('data/x.txt', 'utf8');`,
        run: 'return { codes };',
      }),
    );
    for (const args of [['run'], ['status']]) {
      const { code, stderr } = await project.run(...args);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('the code of the kind reads `data/x.txt`'),
      });
      expect(stderr).toContain('steps/mine.ts:1:1');
    }
  });

  it('while it plans', async () => {
    const more = `expand(step, plan) { plan.file(step.params.file, step.path)?.text(); fs.readFileSync('data/more/y.txt'); return [{ id: step.name, params: {}, inputs: {} }]; },`;
    make(kind({ head: `import fs from 'node:fs';`, more }));
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('kind `mine` reads `data/more/y.txt`');
    expect(stderr).not.toContain('reads `data/x.txt`');
  });
});

describe('no matter is', () => {
  it.each([
    [
      'a declared file, by its path',
      `import { readFileSync } from 'node:fs';`,
      `readFileSync(context.file('data').path); readFileSync(context.root + '/data/x.txt')`,
      DECLARED,
    ],
    [
      'what it writes for itself',
      `import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';\nimport { tmpdir } from 'node:os';`,
      `const folder = mkdtempSync(tmpdir() + '/own-'); writeFileSync(folder + '/x', ''); readFileSync(folder + '/x'); rmSync(folder, { recursive: true })`,
      '',
    ],
    [
      'what the system says of itself',
      `import { readFileSync } from 'node:fs';`,
      process.platform === 'win32'
        ? "readFileSync((process.env.SystemRoot ?? process.env.SYSTEMROOT) + '/win.ini')"
        : "readFileSync('/etc/hostname')",
      '',
    ],
    ['a package, with its own files, loaded late', '', `(await import('p')).value`, ''],
    ['its own code', '', `(await import('./lib/one.ts')).one`, ''],
  ])('%s', async (_, head, read, more) => {
    make(kind({ head, run: `${read}; return { a: 1 };`, more }), {
      'node_modules/p/package.json': '{"name": "p", "version": "1.0.0", "main": "i.js"}',
      'node_modules/p/i.js': `exports.value = require('fs').readFileSync(__dirname + '/table.txt', 'utf8') + require('./more.json').a;\n`,
      'node_modules/p/table.txt': 't',
      'node_modules/p/more.json': '{"a": 1}',
      'steps/lib/one.ts': 'export const one: number = 1;\n',
    });
    expect(await project.run()).toMatchObject({ code: 0 });
  });

  it('what papermake lists to find the files of a plan', async () => {
    const more = `expand(step, plan) {
  for (const said of ['data/x.txt', 'data/*.txt']) plan.files(said, step.path);
  return [{ id: step.name, params: {}, inputs: {} }];
},`;
    make(kind({ head: '', run: 'return { a: 1 };', more }));
    expect(await project.run()).toMatchObject({ code: 0 });
  });
});

/** `papermake init`: every template is a whole project that runs as it is, and nothing that was there is touched. */
import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { templates } from '../../src/app/starters.ts';
import { Project, run } from './harness.ts';

let folder: Project;
const { npm_command, PATH } = process.env;
beforeEach(() => {
  folder = new Project({});
});
afterEach(() => {
  folder.dispose();
  process.env.PATH = PATH;
  if (npm_command === undefined) delete process.env.npm_command;
  else process.env.npm_command = npm_command;
});

const made = [
  '.gitattributes',
  '.gitignore',
  'AGENTS.md',
  'README.md',
  'data/panel.csv',
  'pipeline.yaml',
  'schema/pipeline.schema.json',
];

describe.each(Object.keys(templates))('the template %s', (template) => {
  it('runs without a warning, makes its tables, and is fresh then', async () => {
    expect((await folder.run('init', '--template', template)).code).toBe(0);
    expect(Object.keys(folder.tree('.')).map((path) => path.slice(2))).toEqual(made);
    const ran = await folder.run('run');
    expect(ran.code).toBe(0);
    expect(ran.stderr).not.toMatch(/warning|hint/);
    const tables = Object.keys(parse(folder.read('pipeline.yaml')).steps.tables.tables);
    for (const table of tables)
      for (const format of ['tex', 'md', 'html', 'csv', 'json'])
        expect(folder.read(`out/tables/${table}.${format}`).length).toBeGreaterThan(100);
    expect(folder.read(`out/tables/${tables[1]}.md`)).toContain('Synthetic data made for this example');
    expect(folder.read('README.md')).toContain('is synthetic');
    expect((await folder.run('run')).stdout).toMatch(/^papermake: all \d+ nodes are fresh\n$/);
    expect((await folder.run('verify')).code).toBe(0);
  });

  it('is completed and checked by an editor at once', { tags: 'slow' }, async () => {
    await folder.run('init', '--template', template);
    expect(folder.read('pipeline.yaml').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./schema/pipeline.schema.json',
    );
    const schema = folder.read('schema/pipeline.schema.json');
    expect((await folder.run('schema', '--plain', '--print')).stdout).toBe(schema);
    const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(schema));
    const document = parse(folder.read('pipeline.yaml'));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    document.steps.panel.fil = 'misspelt';
    expect(validate(document)).toBe(false);
  });
});

describe('init', () => {
  it('says what it wrote, and the next command as it was itself called', async () => {
    process.env.npm_command = 'test';
    folder.write(`bin/papermake${process.platform === 'win32' ? '.cmd' : ''}`, '');
    process.env.PATH = [folder.path('bin'), PATH].join(delimiter);
    expect((await folder.run('init', 'my paper')).stdout).toBe(
      `papermake: wrote README.md, data/panel.csv, pipeline.yaml, AGENTS.md, .gitattributes, .gitignore, schema/pipeline.schema.json in my paper\nNow run \`papermake -C ${process.platform === 'win32' ? '"my paper"' : "'my paper'"}\`, and open pipeline.yaml\n`,
    );
    process.env.npm_command = 'exec';
    const throughNpx = await folder.run('init', 'other');
    expect(throughNpx.stdout).toContain('Now run `npx papermake -C other`');
    process.env.npm_command = 'test';
    process.env.PATH = PATH;
    expect((await folder.run('init', 'third')).stdout).toMatch(/Now run `node .*papermake\.js['"]? -C third`/);
  });

  it('writes nothing where a project stands, and keeps what else is there', async () => {
    folder.write('README.md', 'mine');
    folder.write('.gitignore', '*.log\n');
    const { code, stdout } = await folder.run('init');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'papermake: wrote data/panel.csv, pipeline.yaml, AGENTS.md, .gitattributes, schema/pipeline.schema.json\n',
    );
    expect(stdout).toContain('papermake: kept README.md, .gitignore, which were there\n');
    expect([folder.read('README.md'), folder.read('.gitignore')]).toEqual(['mine', '*.log\n']);
    folder.write('pipeline.yaml', 'papermake: 1\n');
    const before = folder.tree('.');
    const again = await folder.run('init', '--template', 'iv');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('`data/panel.csv`, `pipeline.yaml` already there; nothing was written\nhint: ');
    expect(folder.tree('.')).toEqual(before);
  });

  it('knows its templates', async () => {
    expect(await folder.run('init', '--template', 'treshold')).toMatchObject({
      code: 2,
      stderr: 'papermake: there is no template `treshold`\nhint: did you mean `threshold`?\n',
    });
    expect((await folder.run('init', '--template', 'gmm')).stderr).toContain(
      'hint: templates are `panel`, `iv`, `threshold`, `did`, `logit`',
    );
    expect((await folder.run('init', '--help')).stdout).toContain('--template panel|iv|threshold|did|logit');
    expect(folder.tree('.')).toEqual({});
  });

  it.each(['en', 'zh'])('tells coding assistants of commands that there are, in %s', async (lang) => {
    expect((await folder.run('init', '--lang', lang)).code).toBe(0);
    const text = folder.read('AGENTS.md');
    expect(/[\u4e00-\u9fff]/.test(text)).toBe(lang === 'zh');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    const called = [...text.matchAll(/`papermake ([a-z]+)/g)].map((match) => match[1]!);
    expect(called.length).toBeGreaterThan(3);
    const help = (await folder.run('--help')).stdout;
    for (const command of called) expect(help).toContain(`\n  ${command} `);
  });

  it('has for both languages the same commands, keys and files', async () => {
    await folder.run('init', 'a', '--lang', 'en');
    await folder.run('init', 'b', '--lang', 'zh');
    const codes = (path: string): string[] =>
      [...folder.read(path).matchAll(/`[^`\n]+`/g)].map(([code]) => code).sort();
    expect(codes('b/AGENTS.md')).toEqual(codes('a/AGENTS.md'));
    expect(await folder.run('init', 'c', '--lang', 'fr')).toMatchObject({ code: 2 });
  });

  // Windows keeps it where no variable of the environment sets it.
  it.skipIf(process.platform === 'win32')('takes the language of the account', async () => {
    const before = process.env.LC_ALL;
    process.env.LC_ALL = 'zh_CN.UTF-8';
    try {
      await folder.start('init').ended;
    } finally {
      if (before === undefined) delete process.env.LC_ALL;
      else process.env.LC_ALL = before;
    }
    expect(folder.read('AGENTS.md')).toContain('给编程助手的说明');
  });
});

describe('clean', () => {
  it('removes what a run made', async () => {
    await folder.run('init', 'my paper');
    expect((await folder.run('-C', 'my paper')).code).toBe(0);
    expect((await run(['-f', 'my paper/pipeline.yaml'], { cwd: folder.root })).stdout).toContain('nodes are fresh');
    folder.write('my paper/out/tables/summary.md', 'mine');
    folder.write('my paper/out/other.txt', 'mine too');
    const { stdout, stderr } = await folder.run('clean', '-C', 'my paper', '--out');
    expect(stdout).toBe('papermake: removed .papermake/ and 15 written files\n');
    expect(stderr).toBe('papermake: kept out/tables/summary.md, which was changed since it was written\n');
    expect(Object.keys(folder.tree('my paper/out'))).toEqual([
      'my paper/out/other.txt',
      'my paper/out/tables/summary.md',
    ]);
    expect(folder.has('my paper/.papermake')).toBe(false);
    expect((await folder.run('clean', '-C', 'my paper')).stdout).toBe('papermake: nothing to clean\n');
  });
});

describe.skipIf(!process.env.CI && spawnSync('git', ['--version']).error !== undefined)(
  'a store that git would commit',
  () => {
    const told =
      'papermake: .papermake/ would be committed to git, though a run makes it again\nhint: `echo .papermake/ >> .gitignore`';
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.root });

    it('is told of once', async () => {
      folder.write(
        'pipeline.yaml',
        'papermake: 1\nsteps:\n  x: {kind: command, run: echo 1 > o.txt, outputs: {o.txt: file}}\n',
      );
      expect((await folder.run('run')).stderr).not.toContain('git');
      folder.remove('.papermake');
      git('init', '--quiet');
      expect((await folder.run('run')).stderr).toContain(told);
      folder.edit('pipeline.yaml', 'echo 1', 'echo 2');
      expect((await folder.run('run')).stderr).not.toContain('git');
      folder.remove('.papermake');
      folder.write('.gitignore', '.papermake/\n');
      expect((await folder.run('run')).stderr).not.toContain('git');
    });

    it('is none in a project that init made, below the repository too', async () => {
      git('init', '--quiet');
      await folder.run('init', 'paper');
      expect((await folder.run('-C', 'paper')).stderr).not.toContain('git');
      git('add', '.');
      expect(git('ls-files', 'paper').toString()).not.toContain('.papermake');
    });
  },
);

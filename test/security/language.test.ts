/** What a pipeline, an expression or a template says cannot reach the machine, nor exhaust it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, type Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

const refusal = async (): Promise<string> => {
  const { code, stdout, stderr } = await project.run();
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toContain('Internal error');
  return stderr;
};

describe('YAML', () => {
  it.each([
    ['nested lists', `steps: ${'['.repeat(100_000)}`, 'nested deeper than'],
    ['nested maps', `steps: ${'{a: '.repeat(200)}1${'}'.repeat(200)}`, 'nested deeper than'],
    [
      'nested blocks',
      `steps:\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
      'nested deeper than',
    ],
    [
      'a bomb of aliases',
      `sets:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: [*b, *b]\nsteps: {}`,
      'are not part of the language',
    ],
    [
      'huge integers',
      'steps: {p: {kind: ingest, file: data/panel.csv, header: 99999999999999999999}}',
      'more digits than a number can hold',
    ],
    ['infinite numbers', 'steps: {p: {kind: ingest, file: data/panel.csv, header: 1e999}}', 'is not a finite number'],
    ['prototypes', 'steps: {__proto__: {kind: ingest}}', '`__proto__` cannot be a key'],
    [
      'files called like prototypes',
      'steps: {c: {kind: command, run: echo, files: [./__proto__], outputs: {o: file}}}',
      '`__proto__` cannot be the name of a file',
    ],
  ])('refuses %s', async (_, text, message) => {
    project.write('pipeline.yaml', `papermake: 1\n${text}\n`);
    expect(await refusal()).toContain(message);
  });

  it('knows no step, variable or kind by what every object inherits', async () => {
    project.write(
      'pipeline.yaml',
      'papermake: 1\nsteps:\n  a: {kind: constructor}\n  b: {kind: describe, from: toString, variables: [x]}\n',
    );
    const stderr = await refusal();
    expect(stderr).toContain('unknown step kind `constructor`');
  });
});

describe('formulas', () => {
  it('that cross too many variables are refused before the terms are made', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `v${i}`).join('*');
    project.edit('pipeline.yaml', 'fit: y ~ x | unit', `fit: "y ~ ${many} | unit"`);
    expect(await refusal()).toContain('expected at most 2000 terms from interactions');
  });

  it.each([
    'y ~ x^999999',
    'y ~ L999999.x',
    `y ~ ${'('.repeat(50_000)}x`,
    `y ~ ${'('.repeat(9000)}x${')'.repeat(9000)}`,
  ])('refuse what is out of proportion', async (formula) => {
    project.edit('pipeline.yaml', 'fit: y ~ x | unit', `fit: "${formula} | unit"`);
    await refusal();
  });
});

describe('expressions', () => {
  it.each([
    'constructor',
    '__proto__',
    'x.constructor.constructor("return process")()',
    'constructor(x)',
    'toString(x)',
    'hasOwnProperty(x)',
    'require("fs")',
    'process.exit()',
    'globalThis',
    '(() => 1)()',
    'x["constructor"]',
    `${'('.repeat(9000)}x${')'.repeat(9000)}`,
    '-'.repeat(19_000).concat('x'),
  ])('%.40s calls nothing', async (expression) => {
    project.edit(
      'pipeline.yaml',
      'panel: {unit: unit, time: year}}',
      `panel: {unit: unit, time: year}, derive: {d: '${expression}'}}`,
    );
    await refusal();
  });

  it.each([
    'baseline.short.constructor > 0',
    'baseline.short.__proto__ > 0',
    'baseline.short["constructor"]["name"] == "Object"',
    'constructor(baseline.short.x)',
  ])('of a claim neither: %s', async (claim) => {
    project.write('pipeline.yaml', `${project.read('pipeline.yaml')}claims:\n  C: '${claim}'\n`);
    const { code, stderr } = await project.run('check');
    expect([1, 2]).toContain(code);
    expect(stderr).not.toContain('Internal error');
  });
});

describe('templates', () => {
  it.each([
    '{{constructor}}',
    '{{__proto__}}',
    '{{lookup this "constructor"}}',
    '{{#with (lookup this "constructor")}}{{this}}{{/with}}',
    '{{#with "s" as |string|}}{{#with "e"}}{{#with split as |conslist|}}{{this.pop}}{{/with}}{{/with}}{{/with}}',
    '{{id.constructor}}',
    '{{id.sub.constructor}}',
    '{{> ../pipeline}}',
    '{{> (lookup . "id")}}',
    '{{include "/etc/passwd"}}',
    '{{#*inline "x"}}{{> x}}{{/inline}}{{> x}}',
  ])('%s reaches neither a prototype nor a file', async (template) => {
    project.write('templates/mine.md.hbs', template);
    project.edit('pipeline.yaml', 'caption: The data}', 'template: mine.md.hbs, caption: The data}');
    const { code, stderr } = await project.run();
    expect(stderr).not.toContain('Internal error');
    // Refused, or nothing where a prototype would be.
    if (code === 1) expect(stderr).toMatch(/`mine\.md\.hbs(:\d+:\d+)?` cannot lay out this table/);
    else expect({ code, text: project.read('out/tables/about.md').trim() }).toEqual({ code: 0, text: '' });
  });
});

it('neither logs nor the store nor outputs hold the environment', () => {
  const secret = 'hunter2-5f3c';
  const env = { ...process.env, SECRET_TOKEN: secret };
  const told = [
    ['run', '--json'],
    ['status', '--json'],
    ['why', '--json', 'panel'],
    ['verify', '--json'],
  ].map((args) => {
    const { stdout, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
      cwd: project.root,
      env,
      encoding: 'utf8',
    });
    return stdout + stderr;
  });
  expect(told.join('')).not.toContain(secret);
  const files = readdirSync(project.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(20);
  for (const entry of files) expect(readFileSync(`${entry.parentPath}/${entry.name}`, 'latin1')).not.toContain(secret);
});

/** Completion in shells: each script is run by the shell it is for, where that is installed, and no name in a project is run as code. */
import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/app/commands/registry.ts';
import { BINARY, Project } from './harness.ts';

let project: Project;
beforeAll(async () => {
  project = new Project({
    'd.csv': 'x,y,g\n1,2,a\n2,3,a\n3,5,b\n4,4,b\n5,7,a\n6,6,b\n',
    'pipeline.yaml': `papermake: 1
steps:
  data: {kind: ingest, file: d.csv}
  main: {kind: models, from: data, fit: y ~ x}
  split: {kind: models, from: data, columns: {"a $(touch ran) b": {fit: y ~ x}, plain: {fit: y ~ x}}}
  tables: {kind: report, tables: {first: {from: main}, second: {from: main}}}
`,
  });
  await project.make();
  for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
    project.write(`completion.${shell}`, (await project.run('completion', shell)).stdout);
});
afterAll(() => project.dispose());

const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Lists what a shell completes behind these words, the last of which is begun. */
type Complete = (...words: string[]) => string[];

const run = (program: string, args: readonly string[]): string[] =>
  execFileSync(program, args, {
    cwd: project.root,
    encoding: 'utf8',
    env: { ...process.env, BINARY, NODE: process.execPath },
  })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const bash: Complete = (...words) =>
  run('bash', [
    '--norc',
    '-c',
    'papermake() { "$NODE" "$BINARY" "$@"; }; source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _papermake; printf "%s\\n" "${COMPREPLY[@]}"',
    'bash',
    'papermake',
    ...words,
  ]);

/** What `compadd` and `_describe` would offer is printed, and chosen by the word that was begun, as zsh does. */
const zsh: Complete = (...words) =>
  run('zsh', [
    '-fc',
    `papermake() { "$NODE" "$BINARY" "$@" }
compdef() { }
compadd() { shift; print -rl -- "$@" }
_describe() { local -a all; all=("\${(@P)@[-1]}"); print -rl -- "\${all[@]%%:*}" }
_files() { print -rl -- *(N) }
source completion.zsh
words=(papermake "$@"); CURRENT=\${#words}; _papermake`,
    'zsh',
    ...words,
  ]).filter((word) => word.startsWith(words.at(-1)!));

const fish: Complete = (...words) =>
  run('fish', [
    '--no-config',
    '-c',
    'source completion.fish; set -x PATH $PWD/bin $PATH; complete -C (string join " " -- papermake $argv)',
    ...words,
  ]).map((line) => line.split('\t')[0]!);

const powershell: Complete = (...words) =>
  run('pwsh', [
    '-NoProfile',
    '-Command',
    `function papermake { & $env:NODE $env:BINARY @args }; Get-Content -Raw completion.powershell | Invoke-Expression; $line = 'papermake ${words.join(' ')}'; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText`,
  ]);

const shells = [
  ['bash', 'bash', bash],
  ['zsh', 'zsh', zsh],
  ['fish', 'fish', fish],
  ['powershell', 'pwsh', powershell],
] as const;

describe.each(shells)('%s', (_, program, complete) => {
  it.skipIf(process.platform === 'win32' || !isInstalled(program))(
    'completes commands, options, values and what the last run left',
    () => {
      project.write('bin/papermake', `#!/bin/sh\nexec "${process.execPath}" "${BINARY}" "$@"\n`);
      execFileSync('chmod', ['+x', project.path('bin/papermake')]);
      expect(complete('sta')).toContain('status');
      expect(complete('show', 'tables.')).toEqual(expect.arrayContaining(['tables.first', 'tables.second']));
      expect(complete('show', 'ma')).toContain('main');
      expect(complete('show', 'ma')).not.toContain('data');
      expect(complete('run', '--ke')).toContain('--keep-going');
      expect(complete('init', '--template', 'thr')).toContain('threshold');
      expect(complete('completion', 'po')).toContain('powershell');
      expect(complete('status', '')).not.toContain('main');
    },
  );

  it.skipIf(process.platform === 'win32' || !isInstalled(program))('runs no name as code', () => {
    const found = complete('show', 'split');
    expect(found.some((name) => name.includes('touch'))).toBe(true);
    expect(project.has('ran')).toBe(false);
  });
});

it('knows every command and option that people call', async () => {
  const script = project.read('completion.bash');
  for (const { name, options } of commands) {
    if (name === 'work') continue;
    const line = script.split('\n').find((each) => each.startsWith(`      ${name}) _papermake_words '--`))!;
    for (const option of Object.keys(options)) expect(line).toMatch(new RegExp(`[ ']--${option}[ ']`));
  }
});

it('asks for a shell that it knows', async () => {
  expect(await project.run('completion')).toMatchObject({ code: 2, stderr: expect.stringContaining('shells are') });
  expect((await project.run('completion', 'bsh')).stderr).toContain('did you mean `bash`?');
});

it('names nothing where nothing ran', async () => {
  const empty = new Project({});
  expect(await empty.run('completion', '--names')).toEqual({ code: 0, stdout: '', stderr: '' });
  empty.dispose();
});

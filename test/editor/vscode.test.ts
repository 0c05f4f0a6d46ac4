/** The extension of VS Code: the archive that `npm run vsix` makes, and what it starts in an editor that is played by a script. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openArchive, type WorkbookParts } from '../../src/frame/readers/xlsx/zip.ts';
import { BINARY, Project } from '../cli/harness.ts';

const root = join(import.meta.dirname, '../..');

let project: Project;
let parts: WorkbookParts;
beforeAll(() => {
  project = new Project({ 'pipeline.yaml': 'papermake: 1\nsteps: {}\n' });
  for (const name of ['a.vsix', 'b.vsix'])
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/vsix.ts', '--out', project.path(name)], { cwd: root });
  parts = openArchive(readFileSync(project.path('a.vsix')));
});
afterAll(() => project.dispose());

it('has the same bytes whenever it is made', () => {
  expect(readFileSync(project.path('a.vsix')).equals(readFileSync(project.path('b.vsix')))).toBe(true);
});

it('has what VS Code demands of its manifests', () => {
  const manifest = JSON.parse(parts.text('extension/package.json')!) as Record<string, unknown>;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(manifest).toMatchObject({ name: 'papermake', publisher: 'papermake', version, main: './extension.js' });
  expect(manifest.engines).toEqual({ vscode: expect.stringMatching(/^\^\d+\.\d+\.\d+$/) });
  const xml = parts.text('extension.vsixmanifest')!;
  expect(xml).toContain(`<Identity Language="en-US" Id="papermake" Version="${version}" Publisher="papermake"/>`);
  expect(xml).toContain('<InstallationTarget Id="Microsoft.VisualStudio.Code"/>');
  const assets = [...xml.matchAll(/Path="([^"]+)"/g)].map(([, path]) => path!);
  expect(assets).toContain('extension/package.json');
  const types = parts.text('[Content_Types].xml')!;
  for (const path of [...assets, 'extension/extension.js', 'extension/licences.txt', 'extension.vsixmanifest']) {
    expect(parts.has(path), path).toBe(true);
    expect(types).toContain(`Extension=".${path.split('.').at(-1)}"`);
  }
});

it('holds the licences of what is bundled', () => {
  const said = parts.text('extension/licences.txt')!;
  for (const name of ['vscode-languageclient', 'vscode-languageserver-protocol', 'vscode-jsonrpc', 'semver'])
    expect(said).toMatch(new RegExp(`^${name} \\d`, 'm'));
});

/** An editor in which everything is there and does nothing, but for folders, settings, commands and tasks. */
const PLAYED = `
const { writeFileSync } = require('node:fs');
const Module = require('node:module');
const child = require('node:child_process');
const [entry, folder, binary, out] = process.argv.slice(2);
const nothing = () => new Proxy(class {}, { get: (_, key) => key === 'prototype' ? {} : key === 'then' ? undefined : key === Symbol.iterator ? function* () {} : key === Symbol.toPrimitive ? () => '' : nothing(), apply: () => nothing(), construct: () => nothing() });
const seen = { spawned: [], tasks: [] };
const uri = { fsPath: folder, scheme: 'file', toString: () => 'file://' + folder };
const commands = {};
const settings = { get: (name, usual) => name === 'command' ? [process.execPath, binary] : usual };
class Kept { constructor(...given) { this.given = given; } }
const over = {
  Uri: { file: (fsPath) => ({ ...uri, fsPath }) },
  RelativePattern: Kept, ShellExecution: Kept, Task: Kept, Disposable: class { dispose() {} }, ShellQuoting: { Strong: 2 }, TaskScope: { Workspace: 2 },
  EventEmitter: class { event() { return { dispose() {} }; } fire() {} dispose() {} },
  version: '1.90.0',
};
const plain = (names) => new Proxy(class {}, { get: (target, key) => key in names ? names[key] : key === 'prototype' ? target.prototype : nothing() });
const classes = new Map();
const vscode = new Proxy({}, { get: (_, key) => {
  if (key === 'workspace') return plain({ workspaceFolders: [{ uri, name: 'paper', index: 0 }], getConfiguration: () => settings, findFiles: async () => [uri], textDocuments: [], onDidChangeWorkspaceFolders: () => ({ dispose() {} }) });
  if (key === 'commands') return plain({ registerCommand: (name, does) => { commands[name] = does; return { dispose() {} }; } });
  if (key === 'tasks') return plain({ executeTask: (task) => void seen.tasks.push(task.given[4].given) });
  if (key in over) return over[key];
  if (!classes.has(key)) classes.set(key, plain({}));
  return classes.get(key);
} });
const load = Module._load;
Module._load = (name, ...rest) => name === 'vscode' ? vscode : load(name, ...rest);
const spawn = child.spawn;
child.spawn = (command, args, options) => {
  const started = spawn(command, args, { ...options, stdio: 'pipe' });
  seen.spawned.push({ command, args, cwd: options.cwd });
  seen.answer = '';
  started.stdout.on('data', (bytes) => { seen.answer += bytes; if (seen.answer.includes('serverInfo')) { started.kill(); finish(); } });
  return started;
};
function finish() {
  Promise.resolve(commands['papermake.run']({ folder, file: 'pipeline.yaml', node: 'base; rm -rf x' })).then(() => { writeFileSync(out, JSON.stringify(seen)); process.exit(0); });
}
process.on('unhandledRejection', () => {});
const { activate } = require(entry);
activate({ subscriptions: [] }).catch(() => {});
setTimeout(() => process.exit(9), 60000);
`;

it('starts `papermake lsp` in the folder, and runs nodes by arguments that no shell reads', () => {
  writeFileSync(project.path('extension.js'), parts.text('extension/extension.js')!);
  writeFileSync(project.path('played.cjs'), PLAYED);
  const call = [
    project.path('played.cjs'),
    project.path('extension.js'),
    project.root,
    BINARY,
    project.path('seen.json'),
  ];
  const { status, stderr } = spawnSync(process.execPath, call, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const seen = JSON.parse(readFileSync(project.path('seen.json'), 'utf8'));
  expect(seen.spawned).toEqual([{ command: process.execPath, args: [BINARY, 'lsp', '--stdio'], cwd: project.root }]);
  expect(seen.answer).toContain('"name":"papermake"');
  const [[command, args]] = seen.tasks;
  expect(command).toBe(process.execPath);
  const said = (args as { value: string; quoting: number }[]).map(({ value }) => value);
  expect(said).toEqual([BINARY, 'run', '-f', 'pipeline.yaml', '--', 'base; rm -rf x']);
  expect((args as { quoting: number }[]).every(({ quoting }) => quoting === 2)).toBe(true);
});

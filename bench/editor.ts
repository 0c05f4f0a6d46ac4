/** Answers of `papermake lsp` in the flagship, against its `papermake status`: each takes at most as much of the processor. Linux alone tells what a process took. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { copyProject } from './flagship-copy.ts';
import { median, papermake, report, sized, usage } from './measure.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const rounds = sized(20, 2);
/** Milliseconds of a tick, in which Linux counts. */
const TICK = 10;

try {
  copyProject(folder);
  const first = spawnSync('node', [papermake, 'run'], { cwd: folder, encoding: 'utf8' });
  if (first.status !== 0) throw new Error(first.stderr);
  const status = { name: 'papermake status', command: ['node', papermake, 'status'], cwd: folder } as const;
  const medians: Record<string, number> = {
    [status.name]: median(Array.from({ length: sized(7, 1) }, () => usage(status).cpu * 1000)),
    ...(await answers()),
  };
  const most = medians[status.name]!;
  report({
    title: 'Answers to an editor in the flagship, in processor milliseconds, against `papermake status`',
    command: 'npx tsx bench/editor.ts',
    medians,
    ratios: Object.entries(medians)
      .filter(([name]) => name !== status.name)
      .map(([name, ms]) => ({ text: name, value: ms / most, demand: 'at most 1', holds: ms <= most })),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The processor time of one answer of each kind, by the mean of many. */
async function answers(): Promise<Record<string, number>> {
  const server = spawn('node', [papermake, 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const told = new Set<number>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ version }: { version: number }) => void told.add(version),
  );
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const open = async (file: string, languageId: string): Promise<TextDocument> => {
    const uri = pathToFileURL(path.join(folder, file)).href;
    const text = readFileSync(path.join(folder, file), 'utf8');
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    return TextDocument.create(uri, languageId, 1, text);
  };
  const pipeline = await open('pipeline.yaml', 'yaml');
  const paper = await open('paper/paper.typ', 'typst');
  const ask = async (document: TextDocument, request: string, at: string, more: object = {}): Promise<void> => {
    const offset = document.getText().indexOf(at) + at.length - 1;
    if (offset < at.length - 1) throw new Error(`there is no \`${at}\``);
    const params = { textDocument: { uri: document.uri }, position: document.positionAt(offset), ...more };
    await connection.sendRequest(`textDocument/${request}`, params);
  };
  let version = 1;
  const edit = async (): Promise<void> => {
    version += 1;
    const text = `${pipeline.getText()}# ${version}\n`;
    const textDocument = { uri: pipeline.uri, version };
    await connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
    while (!told.has(version)) await new Promise((wait) => setTimeout(wait, 5));
  };
  const kinds: Readonly<Record<string, () => Promise<void>>> = {
    diagnostics: edit,
    completion: () => ask(pipeline, 'completion', 'from: pan'),
    hover: () => ask(pipeline, 'hover', 'base: baseline.mai'),
    definition: () => ask(pipeline, 'definition', 'base: baseline.mai'),
    references: () => ask(pipeline, 'references', 'from: pane', { context: { includeDeclaration: true } }),
    lenses: () => ask(pipeline, 'codeLens', 'from: pane'),
    formatting: () => ask(pipeline, 'formatting', 'from: pane', { options: { tabSize: 2, insertSpaces: true } }),
    renaming: () => ask(pipeline, 'rename', 'base: baseline.mai', { newName: 'principal' }),
    'hover in a document': () => ask(paper, 'hover', '#pmval("'),
    'completion in a document': () => ask(paper, 'completion', '#pmval("b'),
  };
  const found: Record<string, number> = {};
  for (const [name, answer] of Object.entries(kinds)) {
    for (let i = 0; i < sized(5, 1); i++) await answer();
    const before = ticksOf(server.pid!);
    for (let i = 0; i < rounds; i++) await answer();
    found[name] = ((ticksOf(server.pid!) - before) * TICK) / rounds;
  }
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  return found;
}

/** The ticks of all threads of a process, of its own work and of the system for it. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

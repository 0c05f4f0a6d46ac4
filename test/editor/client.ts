/** A scripted editor of `papermake lsp`, or of another language server, by the parts of vscode-languageserver that speak for clients. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type CodeLens,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver-protocol/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { BINARY } from '../cli/harness.ts';

export class Editor {
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  /** What was told last of each file, by its URI. */
  readonly told = new Map<string, readonly Diagnostic[]>();
  notes = '';
  readonly registered: unknown[] = [];
  /** How often the server asked for lenses to be read anew. */
  refreshed = 0;
  readonly #connection: ProtocolConnection;
  readonly #others = new Map<string, TextDocument>();
  #document: TextDocument | undefined;

  constructor(cwd: string, server: readonly string[] = [BINARY, 'lsp']) {
    this.child = spawn(process.execPath, [...server, '--stdio'], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.notes += text;
    });
    this.ended = new Promise((end) => this.child.on('close', (code, signal) => end(signal ?? code!)));
    this.#connection = createProtocolConnection(
      new StreamMessageReader(this.child.stdout!),
      new StreamMessageWriter(this.child.stdin!),
    );
    this.#connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) =>
        void this.told.set(uri, diagnostics),
    );
    this.#connection.listen();
  }

  /** The titles of the lenses above the line in which the text stands, each with the node that it runs or explains. */
  async lenses(text: string): Promise<string[]> {
    const line = this.#document!.positionAt(this.#offsetOf(text)).line;
    return (await this.allLenses())
      .filter(({ range }) => range.start.line === line)
      .map(({ command }) => {
        const [asked] = (command!.arguments ?? []) as { node: string }[];
        return asked === undefined
          ? command!.title
          : `${command!.title} → ${command!.command.replace('papermake.', '')} ${asked.node}`;
      });
  }

  /** The text as formatting leaves it. */
  async format(): Promise<string> {
    const { uri } = this.#document!;
    const options = { tabSize: 4, insertSpaces: true };
    const edits: TextEdit[] = await this.#connection.sendRequest('textDocument/formatting', {
      textDocument: { uri },
      options,
    });
    return TextDocument.applyEdits(this.#document!, edits);
  }

  async allLenses(): Promise<CodeLens[]> {
    const { uri } = this.#document!;
    return await this.#connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  }

  /** The files' texts after the edits that renaming gives, by their paths; the sentence of the answer where it is refused. */
  async rename(around: string, newName: string): Promise<Readonly<Record<string, string>> | string> {
    let found: { changes: Record<string, TextEdit[]> };
    try {
      found = (await this.ask('rename', around, { newName })) as typeof found;
    } catch (error) {
      return (error as Error).message;
    }
    return Object.fromEntries(
      Object.entries(found.changes).map(([uri, edits]) => {
        const open = this.#others.get(uri) ?? (uri === this.#document?.uri ? this.#document : undefined);
        const document = open ?? TextDocument.create(uri, '', 0, readFileSync(fileURLToPath(uri), 'utf8'));
        return [fileURLToPath(uri), TextDocument.applyEdits(document, edits)];
      }),
    );
  }

  /** Opens a further text, which is not asked about. */
  async openBeside(path: string, text: string, languageId: string): Promise<void> {
    const uri = pathToFileURL(path).href;
    this.#others.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.#notify('didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  get text(): string {
    return this.#document!.getText();
  }

  get diagnostics(): readonly Diagnostic[] | undefined {
    return this.told.get(this.#document!.uri);
  }

  async open(path: string, text: string, capabilities: object = {}): Promise<void> {
    const uri = pathToFileURL(path).href;
    this.#document = TextDocument.create(uri, 'yaml', 1, text);
    this.#connection.onRequest(
      'client/registerCapability',
      (asked: { registrations: { registerOptions: unknown }[] }) => {
        this.registered.push(...asked.registrations.map(({ registerOptions }) => registerOptions));
      },
    );
    this.#connection.onRequest('workspace/codeLens/refresh', () => {
      this.refreshed++;
    });
    await this.#connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
    await this.#connection.sendNotification('initialized', {});
    await this.#notify('didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  }

  /** Puts another text in the place of one that stands there once. */
  async edit(before: string, after: string): Promise<void> {
    const start = this.#offsetOf(before);
    await this.replace(start, start + before.length, after);
  }

  async replace(start: number, end: number, text: string): Promise<void> {
    const document = this.#document!;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    const version = document.version + 1;
    this.told.delete(document.uri);
    this.#document = TextDocument.update(document, [{ range, text }], version);
    await this.#notify('didChange', {
      textDocument: { uri: document.uri, version },
      contentChanges: [{ range, text }],
    });
  }

  /** Asks about the place in the text where `|` stands in `around`. */
  async ask(request: string, around: string, more: object = {}): Promise<unknown> {
    const at = this.#offsetOf(around.replace('|', '')) + around.indexOf('|');
    const document = this.#document!;
    return await this.#connection.sendRequest(`textDocument/${request}`, {
      textDocument: { uri: document.uri },
      position: document.positionAt(at),
      ...more,
      ...(request === 'references' && { context: { includeDeclaration: true } }),
    });
  }

  async labels(around: string): Promise<string[]> {
    return ((await this.ask('completion', around)) as { label: string }[]).map(({ label }) => label);
  }

  async hover(around: string): Promise<string | undefined> {
    const found = (await this.ask('hover', around)) as { contents: { value: string } } | null;
    return found?.contents.value;
  }

  /** The text of a range that was answered. */
  said(range: Diagnostic['range']): string {
    return this.#document!.getText(range);
  }

  async fileChanged(path: string): Promise<void> {
    const changes = [{ uri: pathToFileURL(path).href, type: 2 }];
    await this.#connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  async leave(): Promise<number | NodeJS.Signals> {
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    return await this.ended;
  }

  #offsetOf(text: string): number {
    const at = this.text.indexOf(text);
    if (at === -1) throw new Error(`the text has no \`${text}\``);
    return at;
  }

  async #notify(what: string, params: object): Promise<void> {
    await this.#connection.sendNotification(`textDocument/${what}`, params);
  }
}

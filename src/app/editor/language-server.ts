/** The parts of vscode-languageserver that serve an editor over streams. They are loaded together, and by `papermake lsp` alone. */
import { basename, dirname, relative, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  CompletionItemKind,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  MarkupKind,
  type Range,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  TextDocuments,
  type TextEdit,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Place, Problem } from '../../base/problem.ts';
import type { Desk, EditedText, Offer, OpenText, OpenTexts, Stretch, Unrenamed } from './desk.ts';

/** Typing pauses so many milliseconds before the text is planned. */
const PAUSE = 150;

const KINDS = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  step: CompletionItemKind.Class,
  column: CompletionItemKind.Method,
  variable: CompletionItemKind.Variable,
  set: CompletionItemKind.Constant,
} as const satisfies Record<Offer['is'], CompletionItemKind>;

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** Answers what comes, until the editor says `exit` or the streams end. */
export function answerEditor(desk: Desk, input: Readable, output: Writable): Promise<void> {
  const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const documents = new TextDocuments(TextDocument);
  let client: ClientCapabilities | undefined;
  const waiting = new Map<string, NodeJS.Timeout>();

  const openText = (uri: string): (OpenText & { readonly document: TextDocument }) | undefined => {
    const document = documents.get(uri);
    if (document === undefined || !uri.startsWith('file:')) return undefined;
    // Lines and characters are the same in the text with plain ends of lines, by which offsets are counted.
    const plain = document.getText().replaceAll('\r\n', '\n');
    const open = {
      path: fileURLToPath(uri),
      text: plain,
      document: textDocument(uri, plain, document.version),
      others: openTexts(),
    };
    return desk.holds(open) ? open : undefined;
  };
  const openTexts = (): OpenTexts =>
    new Map(
      documents
        .all()
        .filter(({ uri }) => uri.startsWith('file:'))
        .map((each) => [fileURLToPath(each.uri), each.getText().replaceAll('\r\n', '\n')]),
    );
  const rangeIn = (document: TextDocument, { start, end }: Stretch): Range => ({
    start: document.positionAt(start),
    end: document.positionAt(end),
  });

  async function tell(uri: string): Promise<void> {
    const open = openText(uri);
    if (open === undefined) return;
    const { version } = open.document;
    const { root, problems } = await desk.problems(open);
    // A later text is told by itself.
    if (documents.get(uri)?.version !== version) return;
    const own = relative(root, open.path).replaceAll('\\', '/');
    const diagnostics = problems.map((problem) => diagnosticOf(problem, open, root, own));
    await connection.sendDiagnostics({ uri, version, diagnostics });
  }

  function diagnosticOf(
    problem: Problem,
    { document }: { document: TextDocument },
    root: string,
    own: string,
  ): Diagnostic {
    const inText = problem.at.find((place) => place.is === 'text' && place.file === own);
    const elsewhere = problem.at.filter((place) => place !== inText);
    const { code, message, hint, severity } = problem;
    return {
      range: inText?.is === 'text' ? rangeIn(document, inText) : START,
      severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
      source: 'papermake',
      code,
      message: [message, ...elsewhere.map(placeWords), ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n'),
      relatedInformation: elsewhere.map((place) => ({
        location: { uri: pathToFileURL(resolve(root, place.file)).href, range: START },
        message: placeWords(place),
      })),
    };
  }

  documents.onDidChangeContent(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.set(
      uri,
      setTimeout(() => void tell(uri), PAUSE),
    );
  });
  // Texts of documents name what the pipeline makes.
  documents.onDidSave(() => {
    for (const { uri } of documents.all()) void tell(uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onInitialize(({ capabilities }) => {
    client = capabilities;
    return {
      serverInfo: { name: 'papermake', version: desk.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: [' ', '$', '.', '+', '~', '[', '{', ',', '(', ':', '"'] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        codeLensProvider: {},
        documentFormattingProvider: true,
      },
    };
  });
  connection.onCompletion(async ({ textDocument, position }) => {
    const open = openText(textDocument.uri);
    if (open === undefined) return [];
    const { at, offers } = await desk.complete(open, open.document.offsetAt(position));
    return offers.map(({ label, detail, is, insert }, i) => ({
      label,
      ...(detail !== undefined && { detail }),
      kind: KINDS[is],
      sortText: String(i).padStart(5, '0'),
      textEdit: { range: rangeIn(open.document, at), newText: insert },
    }));
  });
  connection.onHover(async ({ textDocument, position }) => {
    const open = openText(textDocument.uri);
    const note = open && (await desk.hover(open, open.document.offsetAt(position)));
    if (!open || !note) return null;
    return { contents: { kind: MarkupKind.Markdown, value: note.markdown }, range: rangeIn(open.document, note) };
  });
  connection.onDefinition(async ({ textDocument, position }) => {
    const open = openText(textDocument.uri);
    const found = open && (await desk.definition(open, open.document.offsetAt(position)));
    if (!open || !found) return null;
    if (found.in === undefined) return { uri: textDocument.uri, range: rangeIn(open.document, found) };
    const uri = pathToFileURL(found.in.path).href;
    return { uri, range: rangeIn(TextDocument.create(uri, 'yaml', 0, found.in.text), found) };
  });
  connection.onReferences(async ({ textDocument, position }) => {
    const open = openText(textDocument.uri);
    const found = open ? await desk.references(open, open.document.offsetAt(position)) : [];
    return found.map((each) => ({ uri: textDocument.uri, range: rangeIn(open!.document, each) }));
  });
  connection.onPrepareRename(async ({ textDocument, position }) => {
    const open = openText(textDocument.uri);
    if (open === undefined) return null;
    const found = await desk.renamable(open, open.document.offsetAt(position));
    return 'why' in found ? refused(found) : rangeIn(open.document, found);
  });
  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    const open = openText(textDocument.uri);
    if (open === undefined) return null;
    const found = await desk.rename(open, open.document.offsetAt(position), newName, openTexts());
    if ('why' in found) return refused(found);
    return { changes: Object.fromEntries(found.map((each) => changesOf(each, documents))) };
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }) => {
    const open = openText(uri);
    const edit = open && desk.format(open);
    if (!open || !edit) return [];
    const isOfWindows = documents.get(uri)!.getText().includes('\r\n');
    const newText = isOfWindows ? edit.text.replaceAll('\n', '\r\n') : edit.text;
    return [{ range: rangeIn(open.document, edit), newText }];
  });
  connection.onCodeLens(async ({ textDocument }) => {
    const open = openText(textDocument.uri);
    if (open === undefined) return [];
    const lenses = await desk.lenses(open);
    return lenses.map(({ at, title, node, does }) => ({
      range: rangeIn(open.document, at),
      command:
        does === undefined
          ? { title, command: '' }
          : {
              title,
              command: `papermake.${does}`,
              arguments: [{ folder: dirname(open.path), file: basename(open.path), node }],
            },
    }));
  });
  // A run tells of itself by what it writes.
  connection.onDidChangeWatchedFiles(() => {
    if (client?.workspace?.codeLens?.refreshSupport === true) void connection.sendRequest(CodeLensRefreshRequest.type);
  });
  connection.onInitialized(() => {
    if (client?.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = desk.watched.map((globPattern) => ({ globPattern }));
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  const over = new Promise<void>((end) => {
    input.once('end', end);
    input.once('close', end);
  });
  documents.listen(connection);
  connection.listen();
  return over;
}

const textDocument = (uri: string, text: string, version = 0): TextDocument =>
  TextDocument.create(uri, 'yaml', version, text);

const refused = ({ why }: Unrenamed) => new ResponseError(LSPErrorCodes.RequestFailed, why);

/** Changes of a file, under the URI by which the editor has it open. */
function changesOf({ path, text, edits }: EditedText, documents: TextDocuments<TextDocument>): [string, TextEdit[]] {
  const open = documents.all().find(({ uri }) => uri.startsWith('file:') && fileURLToPath(uri) === path);
  const uri = open?.uri ?? pathToFileURL(path).href;
  const document = textDocument(uri, text);
  return [
    uri,
    edits.map(({ start, end, text: newText }) => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      newText,
    })),
  ];
}

function placeWords(place: Place): string {
  return place.is === 'cell'
    ? `in \`${place.file}\`, row ${place.row}, column \`${place.column}\``
    : `in \`${place.file}\``;
}

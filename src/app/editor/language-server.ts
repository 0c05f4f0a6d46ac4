/** The parts of vscode-languageserver that serve an editor over streams. They are loaded together, and by `papermake lsp` alone. */
import { relative, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CompletionItemKind,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  MarkupKind,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Place, Problem } from '../../base/problem.ts';
import type { Desk, Offer, OpenText, Stretch } from './desk.ts';

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
  const waiting = new Map<string, NodeJS.Timeout>();

  const openText = (uri: string): (OpenText & { readonly document: TextDocument }) | undefined => {
    const document = documents.get(uri);
    if (document === undefined || !uri.startsWith('file:')) return undefined;
    const open = { path: fileURLToPath(uri), text: document.getText(), document };
    return desk.holds(open) ? open : undefined;
  };
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
  documents.onDidSave(({ document: { uri } }) => void tell(uri));
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onInitialize(() => ({
    serverInfo: { name: 'papermake', version: desk.version },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      completionProvider: { triggerCharacters: [' ', '$', '.', '+', '~', '[', '{', ',', '(', ':'] },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
    },
  }));
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
    return open && found ? { uri: textDocument.uri, range: rangeIn(open.document, found) } : null;
  });
  connection.onReferences(async ({ textDocument, position }) => {
    const open = openText(textDocument.uri);
    const found = open ? await desk.references(open, open.document.offsetAt(position)) : [];
    return found.map((each) => ({ uri: textDocument.uri, range: rangeIn(open!.document, each) }));
  });
  const over = new Promise<void>((end) => {
    input.once('end', end);
    input.once('close', end);
  });
  documents.listen(connection);
  connection.listen();
  return over;
}

function placeWords(place: Place): string {
  return place.is === 'cell'
    ? `in \`${place.file}\`, row ${place.row}, column \`${place.column}\``
    : `in \`${place.file}\``;
}

/** Makes a PDF of a text in Typst, by the compiler that npm brings, with no fonts but those of papermake, of the project and of the compiler. */
import { writeFileSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { pathInside } from '../../../../src/base/system/path-inside.ts';
import { removeEntry } from '../../../../src/base/system/remove.ts';
import { circlesIn } from '../../../../src/document/circles.ts';
import { fonts } from '../../../../src/document/fonts.ts';
import type { Complaint } from '../../../../src/engine/step.ts';
import { CommandFolder } from '../../command/folder.ts';
import type { DocumentEngine, DocumentSources, MadeDocument } from './engine.ts';
import { missingLetters } from './glyphs.ts';
import { printedBy } from './printed.ts';

export const typst: DocumentEngine = {
  from: '.typ',
  to: 'pdf',
  // Where the compiler looks for fonts is said in the environment, which worker threads have only a copy of.
  cost: 'external',
  inputs: () => Object.fromEntries(fonts.map((name) => [`template:${name}`, { is: 'template', name }])),
  make: (manuscript) => compile(manuscript),
};

type Compiler = typeof import('@myriaddreamin/typst-ts-node-compiler');

/** A diagnostic of the compiler. Lines and characters (UTF-16 units) count from 0. */
interface Diagnostic {
  readonly message: string;
  readonly path: string;
  readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly character: number }>> | null;
  readonly severity: number;
}

const ERROR = 1;
const FONT = /\.(?:ttf|otf|ttc)$/i;

type Instance = import('@myriaddreamin/typst-ts-node-compiler').NodeCompiler;
type Compiled = ReturnType<Instance['compile']>;

/** A form of document: how the compiler lays the main text out for it, and writes it. */
interface DocumentForm {
  /** Says whether the form shows letters of the fonts that come along. */
  readonly hasLetters: boolean;
  layOut(instance: Instance, mainFilePath: string): Compiled;
  write(instance: Instance, document: Laid): Written;
}

type Laid = NonNullable<Compiled['result']>;

interface Written {
  readonly bytes: Uint8Array;
  readonly complaints: readonly Complaint[];
}

const PDF: DocumentForm = {
  hasLetters: true,
  layOut: (instance, mainFilePath) => instance.compile({ mainFilePath }),
  write: pdfOf,
};

/** Typst 0.14 throws where it cannot tell the tags of a table that a page ends in. The PDF then has none, and a warning says so. */
export function pdfOf(instance: Pick<Instance, 'pdf'>, document: Laid): Written {
  const time = { creationTimestamp: 0 };
  try {
    return { bytes: instance.pdf(document, time), complaints: [] };
  } catch {
    return { bytes: instance.pdf(document, { ...time, pdfTags: false }), complaints: [untagged] };
  }
}

const untagged: Complaint = {
  code: 'untagged-pdf',
  severity: 'warning',
  message: 'the PDF has no tags for screen readers: Typst could not tell the structure of a table that a page ends in',
  hint: 'an edit of the text that moves the end of that page brings the tags back',
};

/** A page of HTML, for what stands in it. */
export const HTML: DocumentForm = {
  hasLetters: false,
  layOut: (instance, mainFilePath) => instance.compileHtml({ mainFilePath }),
  write: (instance, document) => ({
    bytes: new TextEncoder().encode(instance.html(document) ?? ''),
    complaints: [],
  }),
};

/** The compiler's own warning of what is young in it. */
const YOUNG = /^html export is under active development/;

export async function compile(manuscript: DocumentSources, form: DocumentForm = PDF): Promise<MadeDocument> {
  const library = await compiler();
  if (library === undefined) return { bytes: undefined, complaints: [notInstalled] };
  const circles = endlessBibliographies(manuscript.files);
  if (circles.length > 0) return { bytes: undefined, complaints: circles };
  const folder = new CommandFolder();
  try {
    const { texts, files, own, main } = manuscript;
    const fontBlobs = [...own.values(), ...[...files].flatMap(([path, bytes]) => (FONT.test(path) ? [bytes] : []))];
    const workspace = folder.path;
    const instance = withoutSystemFonts(folder, () =>
      library.NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fontBlobs.map((each) => Buffer.from(each)) }] }),
    );
    // Nothing lies in the workspace itself, out of which the compiler reads nothing.
    for (const [path, bytes] of files) instance.mapShadow(join(workspace, path), Buffer.from(bytes));
    for (const [path, { text }] of texts) instance.mapShadow(join(workspace, path), Buffer.from(text));
    const compiled = form.layOut(instance, join(workspace, main));
    const told = [compiled.takeWarnings(), compiled.takeDiagnostics(), compiled.takeError()];
    const diagnostics = told.flatMap((each): Diagnostic[] => (each === null ? [] : instance.fetchDiagnostics(each)));
    const complaints = diagnostics
      .filter(({ message }) => !YOUNG.test(message))
      .map((each) => complaintOf(each, workspace, manuscript));
    const failed = compiled.result === null || diagnostics.some(({ severity }) => severity === ERROR);
    const written = failed ? undefined : form.write(instance, compiled.result!);
    // The compiler's memory would otherwise grow from one document of a `watch` to the next.
    instance.evictCache(10);
    const lost = failed || !form.hasLetters ? [] : missingLetters(texts, files, fontBlobs);
    return { bytes: written?.bytes, complaints: [...complaints, ...(written?.complaints ?? []), ...lost] };
  } finally {
    folder.remove();
  }
}

/** Finds bibliographies that would end the compiler, and this process with it: the stack of Typst 0.14 has no bound where one leads to itself. */
const endlessBibliographies = (files: DocumentSources['files']): Complaint[] =>
  [...files].flatMap(([file, bytes]) =>
    (file.endsWith('.bib') ? circlesIn(new TextDecoder().decode(bytes)) : []).map(
      ({ names, isAbbreviation, at: [start, end] }): Complaint => ({
        code: 'endless-bibliography',
        message: isAbbreviation
          ? `the abbreviation \`${names[0]}\` is made of itself: ${names.join(' → ')}`
          : `the work \`${names[0]}\` takes its fields from itself: ${names.join(' → ')}`,
        hint: isAbbreviation ? 'give one of them its text' : 'take out one of their `crossref` and `xdata`',
        text: { is: 'text', file, start, end },
      }),
    ),
  );

async function compiler(): Promise<Compiler | undefined> {
  try {
    return await import('@myriaddreamin/typst-ts-node-compiler');
  } catch {
    return undefined;
  }
}

const notInstalled: Complaint = {
  code: 'no-engine',
  message: 'the Typst compiler is not installed',
  hint: '`npm install @myriaddreamin/typst-ts-node-compiler@0.7.0`, which has no build for every system',
};

/** Makes a compiler that finds no font of the system, whose fonts are others on every machine. */
function withoutSystemFonts<T>(folder: CommandFolder, make: () => T): T {
  const none = folder.beside('fonts.conf');
  const before = process.env.FONTCONFIG_FILE;
  writeFileSync(none, `<?xml version="1.0"?><fontconfig><dir>${folder.temporaries}</dir></fontconfig>\n`);
  process.env.FONTCONFIG_FILE = none;
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env.FONTCONFIG_FILE;
    else process.env.FONTCONFIG_FILE = before;
    removeEntry(none);
  }
}

function complaintOf(
  { message, path, range, severity }: Diagnostic,
  workspace: string,
  { texts }: DocumentSources,
): Complaint {
  const file = (isAbsolute(path) ? pathInside(workspace, path) : undefined) ?? path;
  const [what, ...hints] = message.split(', hints: ');
  const text = texts.get(file);
  const said = printedBy(plainly(what!, workspace));
  return {
    code: severity === ERROR ? 'typst-error' : 'typst-warning',
    severity: severity === ERROR ? 'error' : 'warning',
    message: text === undefined && file !== '' ? `in \`${file}\`: ${said}` : said,
    ...(hints.length === 0 ? {} : { hint: printedBy(plainly(hints.join('; '), workspace)) }),
    ...(text === undefined || range === null
      ? {}
      : { text: text.place(offset(text.text, range.start), offset(text.text, range.end)) }),
  };
}

/** A message in which files are named as in the project, and not in the folder in which the compiler worked. */
function plainly(message: string, workspace: string): string {
  const [start, ...named] = message.split(workspace);
  const inProject = (file: string): string => file.replaceAll(sep, '/').replace(/^\//, '');
  return start + named.map((each) => each.replace(/^[^()`"]*/, inProject)).join('');
}

function offset(text: string, { line, character }: { readonly line: number; readonly character: number }): number {
  let at = 0;
  for (let passed = 0; passed < line; passed++) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  return Math.min(at + character, text.length);
}

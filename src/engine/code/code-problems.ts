/** Errors in a project's own step code, as problems at file:line:column. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildFailure, Message, Metafile } from 'esbuild';
import { attempt } from '../../base/attempt.ts';
import { type Place, type Problem, problemAt } from '../../base/problem.ts';
import { alikeHint, listedPath } from '../../base/system/file-names.ts';

/** Turns esbuild's errors into problems; anything else is our bug and is thrown on. */
export function buildProblems(failure: unknown, root: string): Problem[] {
  if (isServiceEnded(failure)) return [serviceEnded];
  if (!isBuildFailure(failure)) throw failure;
  return failure.errors.map((error) => {
    const at = place(error, root);
    const otherwise = importedOtherwise(meantBy(error), root, at);
    return otherwise ?? problemAt({ code: 'step-code', message: quoted(error.text) }, ...at);
  });
}

/** The problems of imports that Windows and macOS resolve, and other systems do not, since a file is listed by another name. */
export function importsOtherwise(
  importer: string,
  imports: Metafile['inputs'][string]['imports'],
  root: string,
): Problem[] {
  return imports.flatMap(({ path: meant, original = '', external }) => {
    const problem = external ? undefined : importedOtherwise(meant, root, []);
    return problem === undefined ? [] : { ...problem, at: specifierPlace(original, importer, root) };
  });
}

/** The problem that a file, relative to the root, is listed by another name. */
function importedOtherwise(meant: string, root: string, at: Place[]): Problem | undefined {
  const namesIn = (folder: string): Set<string> => new Set(attempt(() => readdirSync(path.join(root, folder))));
  const listed = /^\.\.|:|^\//.test(meant) ? undefined : listedPath(meant, namesIn);
  if (listed === undefined || listed.normalize('NFC') === meant.normalize('NFC')) return undefined;
  return problemAt({ code: 'step-code', message: `there is no file \`${meant}\``, hint: alikeHint(listed) }, ...at);
}

/** The file that a relative import means; `..` where an error is of something else. */
function meantBy({ location }: Message): string {
  if (location === null) return '..';
  const { file, lineText, column, length } = location;
  const line = Buffer.from(lineText, 'utf8');
  const specifier = line.subarray(column + 1, column + length - 1).toString('utf8');
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(slashed(file)), specifier) : '..';
}

export function missingPackage(name: string, specifier: string, file: string, root: string): Problem {
  const hint = `\`npm install ${name}\` in the folder of pipeline.yaml`;
  const message = `package \`${name}\` is imported but not installed`;
  return problemAt({ code: 'step-package', message, hint }, ...specifierPlace(specifier, file, root));
}

function specifierPlace(specifier: string, file: string, root: string): Place[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const start = Math.max(text.indexOf(`'${specifier}'`), text.indexOf(`"${specifier}"`));
  return start < 0 ? [] : [{ is: 'text', file: slashed(file), start, end: start + specifier.length + 2 }];
}

/** The problem that code lies in the store, where one from elsewhere would have brought what runs. */
export function codeInStore(file: string, root: string): Problem {
  return problemAt({
    code: 'step-package',
    message: `a step kind imports \`${slashed(path.relative(root, file))}\`, which lies in the store: results are kept there, no code`,
    hint: 'keep code in `steps/`, and packages in `node_modules/` beside pipeline.yaml',
  });
}

/** esbuild is a process of its own, which the system may end: out of memory, or by a signal. */
const isServiceEnded = (failure: unknown): boolean =>
  failure instanceof Error && /^The service (was stopped|is no longer running)/.test(failure.message);

const serviceEnded: Problem = problemAt({
  code: 'step-code',
  message: 'the process of esbuild, which reads the code of step kinds, was ended from outside',
  hint: 'run again; where memory is short, end other programs first',
});

function isBuildFailure(failure: unknown): failure is BuildFailure {
  return failure instanceof Error && Array.isArray((failure as Partial<BuildFailure>).errors);
}

function quoted(text: string): string {
  return text.replace(/"([^"]*)"/g, '`$1`');
}

function place({ location }: Message, root: string): Place[] {
  if (location === null) return [];
  const file = path.relative(root, path.resolve(root, location.file));
  const start = lineStart(readFileSync(path.join(root, file), 'utf8'), location.line);
  const line = Buffer.from(location.lineText, 'utf8');
  // esbuild counts bytes; a place counts UTF-16 units.
  const from = line.subarray(0, location.column).toString('utf8').length;
  const to = line.subarray(0, location.column + location.length).toString('utf8').length;
  return [{ is: 'text', file: slashed(file), start: start + from, end: start + Math.max(to, from + 1) }];
}

/** Offset of the start of a line, counted from 1. */
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let l = 1; l < line; l++) start = text.indexOf('\n', start) + 1;
  return start;
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}

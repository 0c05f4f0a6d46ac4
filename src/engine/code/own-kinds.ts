/**
 * A project's own step kinds: bundled from its sources, keyed by their code, and imported from memory. Nothing in the store is ever a
 * module, a package or a configuration: packages are looked for from the project's folder alone.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BundledKind, bundleKind } from './code.ts';
import { PROJECT } from './own-packages.ts';

export interface OwnKindPlace {
  /** Folder of pipeline.yaml; absolute. */
  readonly root: string;
  /** The module that stands behind `papermake/step`; absolute. */
  readonly stepModule: string;
}

/** The contract of own kinds: one keeps working, and keeps its key, with every papermake that offers this version. */
export const stepContract = { specifier: 'papermake/step', version: '1', importAs: './papermake-step-1.mjs' };

/** Bundles a project's own kind. Throws ProblemError where its code does not parse or resolve. */
export function bundleOwnKind(entryFile: string, root: string): Promise<BundledKind> {
  const { specifier, version, importAs } = stepContract;
  return bundleKind(entryFile, { root, alias: { [specifier]: { version, importAs } }, resolvePackages: true });
}

/** The bundle as a module that this process, or a worker, can import; `own-kind-module.ts` reads its name and its map. */
export function moduleUrl({ code, text, map, resolved }: BundledKind, { root, stepModule }: OwnKindPlace): string {
  const name = code.digest.slice(0, 16);
  const files = { ...resolved, [stepContract.importAs]: stepModule, [PROJECT]: path.join(root, path.sep) };
  const { placed, shifts } = imports(text, files);
  const module = [
    placed,
    `//# sourceURL=papermake:${name}`,
    `//# sourceMappingURL=data:application/json;base64,${encoded(JSON.stringify({ ...absolute(map, root), shifts }))}`,
    '',
  ];
  return `data:text/javascript;kind=${name};base64,${encoded(module.join('\n'))}`;
}

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** A shift of columns: from `column` on, the line is longer by `by` than the line of the source map. Lines and columns count from 0. */
export type Shift = readonly [line: number, column: number, by: number];

/** Turns the words that stand for files in the text into the files' URLs: no absolute path is in a kind's key. */
function imports(text: string, files: Readonly<Record<string, string>>) {
  const urls = new Map(Object.entries(files).map(([name, file]) => [JSON.stringify(name), pathToFileURL(file).href]));
  const words = new RegExp([...urls.keys()].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  const shifts: Shift[] = [];
  const lines = text.split('\n').map((line, at) => {
    let moved = 0;
    return line.replace(words, (word, offset: number) => {
      const url = JSON.stringify(urls.get(word)!);
      shifts.push([at, offset + moved, url.length - word.length]);
      moved += url.length - word.length;
      return url;
    });
  });
  return { placed: lines.join('\n'), shifts };
}

/** The source map with absolute paths of its sources. */
function absolute(map: string, root: string): object {
  const parsed = JSON.parse(map) as { readonly sources: readonly string[] };
  return { ...parsed, sources: parsed.sources.map((source) => path.join(root, source)) };
}

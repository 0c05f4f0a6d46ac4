/** A project's own step kinds: bundled, keyed by their code, and imported from beside the store. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleKind, type KindCode } from './code.ts';
import { writeAtomically } from './files.ts';

export interface OwnKindOptions {
  /** Folder of pipeline.yaml; absolute. */
  readonly root: string;
  /** Where bundles go: `.papermake/kinds`; absolute. Inside the project, so that its packages are found. */
  readonly folder: string;
  /** Where files lie while they are written: `.papermake/tmp`; absolute. */
  readonly temporaries: string;
  /** The module that stands behind `papermake/step`; absolute. */
  readonly stepModule: string;
}

export interface OwnKind {
  readonly code: KindCode;
  /** The bundle, to be imported by this process or a worker. */
  readonly url: string;
}

/** A kind keeps working, and keeps its key, with every papermake that offers this version of the contract. */
export const stepContract = { specifier: 'papermake/step', version: '1', importAs: './papermake-step-1.mjs' };

/** Bundles a kind into `folder`. Throws ProblemError where its code does not parse or resolve. */
export async function prepareOwnKind(entryFile: string, options: OwnKindOptions): Promise<OwnKind> {
  const { root, folder, temporaries } = options;
  const { specifier, version, importAs } = stepContract;
  const bundled = await bundleKind(entryFile, { root, alias: { [specifier]: { version, importAs } } });
  // The bundle names no absolute path, so that its bytes are the same on every machine; this one-line module does.
  writeWhole(path.join(folder, importAs), stepModuleText(options), temporaries);
  const file = path.join(folder, `${bundled.code.digest}.mjs`);
  writeWhole(file, `${bundled.text}//# sourceMappingURL=${mapUrl(bundled.map, options)}\n`, temporaries);
  return { code: bundled.code, url: pathToFileURL(file).href };
}

/** What a kind throws is told at the lines of its own files: Node reads the map where `followSourceMaps` was called. */
function mapUrl(map: string, { root, folder }: OwnKindOptions): string {
  const parsed = JSON.parse(map) as { readonly sources: readonly string[] };
  const up = path.relative(folder, root).split(path.sep).join('/');
  const text = JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => `${up}/${source}`) });
  return `data:application/json;base64,${Buffer.from(text).toString('base64')}`;
}

/** Before a kind is imported, in each thread that does. */
export const followSourceMaps = (): void => process.setSourceMapsEnabled(true);

export const stepModuleText = ({ stepModule }: OwnKindOptions): string =>
  `export * from ${JSON.stringify(pathToFileURL(stepModule).href)};\n`;

/** Other runs may import the file at this moment: never in part, and not again when it is there. */
function writeWhole(file: string, text: string, temporaries: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch {
    // Not there yet.
  }
  writeAtomically(file, text, { temporaries });
}

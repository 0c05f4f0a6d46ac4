/** The contract of scans: each looks for one kind of thing that no package should hold, and says where it is and how it is mended. */
import type { Contents } from '../files.ts';

export interface Finding {
  /** Path in the package. */
  readonly path: string;
  /** Line of a text file, from 1. */
  readonly line?: number;
  /** Names the finding, without the value itself where that is secret. */
  readonly message: string;
  readonly hint: string;
}

/** A package, with what a scan asks of the project and of the machine. */
export interface Scanned {
  readonly files: Contents;
  /** The text of a file that is one; undefined of other files, and of texts that are not UTF-8. */
  text(path: string): string | undefined;
  /** Names of the account and of the machine. */
  readonly names: readonly string[];
  /** Tells whether a step of the pipeline names such a file, as an input or output of a program. */
  isNamed(file: string): boolean;
  /** Files whose encoding the pipeline says. */
  readonly encoded: ReadonlySet<string>;
  /** Steps that start a program and do not ask for its version, with their lines of the pipeline. */
  readonly unpinned: readonly { readonly step: string; readonly line: number }[];
  /** The pipeline's path. */
  readonly pipeline: string;
  /** Files may have so many bytes. */
  readonly largest: number;
}

export interface Scan {
  readonly name: string;
  /** Names the faults that the scan looks for. */
  readonly tells: string;
  find(scanned: Scanned): readonly Finding[];
}

const TEXT =
  /\.(csv|tsv|txt|md|tex|typ|bib|ya?ml|json|jsonl|cff|r|rmd|qmd|do|ado|py|ipynb|jl|m|sh|bat|ps1|js|mjs|cjs|ts|mts|sql|log|html|svg|xml)$|(^|\/)(LICEN[CS]E|COPYING|README|Dockerfile)$/i;

export const isText = (path: string): boolean => TEXT.test(path);

/** Programs of the authors: exported scripts are papermake's. */
export const isProgram = (path: string): boolean =>
  /\.(r|rmd|qmd|do|ado|py|jl|sh|bat|ps1|m)$/i.test(path) && !path.startsWith('replication/');

/** Findings at the lines of texts that a pattern matches; `mend` says of a match what is told, or undefined where it is none. */
export function inLines(
  { files, text }: Scanned,
  isScanned: (path: string) => boolean,
  mend: (line: string, path: string) => Pick<Finding, 'message' | 'hint'> | undefined,
): readonly Finding[] {
  return [...files.keys()].filter(isScanned).flatMap((path) =>
    (text(path) ?? '').split('\n').flatMap((line, i) => {
      const found = mend(line, path);
      return found === undefined ? [] : [{ path, line: i + 1, ...found }];
    }),
  );
}

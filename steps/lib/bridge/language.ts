/** The contract of languages: what a step of `kind: r`, `python` or `stata` must know of the program that its call is handed to. */
import type { Diagnostic } from '../../../src/base/problem.ts';
import type { Frame } from '../../../src/frame/frame.ts';

export interface BridgeLanguage {
  readonly kind: 'r' | 'python' | 'stata';
  /** The name in sentences: `R`. */
  readonly title: string;
  /** Names of the program, the first that is found counts. */
  readonly programs: readonly string[];
  /** The source of the program, for users who have none. */
  readonly install: string;
  /** File that papermake brings for the program (bridge/). */
  readonly helper: string;
  /** Arguments that run the call, in the folder that holds the files of `layOut`. */
  readonly args: readonly string[];
  /** Names of files that the run uses itself. */
  readonly taken: readonly string[];
  /** Packages that the texts name; those with a `?` behind may be absent. */
  packagesIn(texts: readonly string[]): readonly string[];
  /** The line that installs a package. */
  installs(name: string): string;
  /** Tells whether a package comes with the program. */
  isBuiltIn?(name: string): boolean;
  /** Absolute paths of files that change when another version of a package is installed. */
  packageFiles(name: string, place: ProgramPlace): readonly string[];
  /** Returns the files and arguments with which the program prints the versions of these packages. */
  asks(packages: readonly string[]): { readonly files: Files; readonly args: readonly string[]; readonly log?: string };
  /** The data and the request as files. */
  layOut(request: Request, data: Frame): Files;
  /** Returns the complaint about names or values that this program cannot take, or undefined. */
  refuses(data: Frame): Diagnostic | undefined;
  /** The fit in the form of docs/commands.md, from what the helper wrote. */
  readFit(text: string, data: Frame, request: Request): unknown;
  /** The function or command that the call ends with, as notes name it: `glm`. */
  called(call: string): string | undefined;
  /** A package that brings a function or command which was not found. */
  packageOf(name: string): string | undefined;
}

export type Files = ReadonlyMap<string, Uint8Array>;

export interface ProgramPlace {
  /** Absolute path of the program, links followed. */
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The request to the program: one column. */
export interface Request {
  readonly call: string;
  readonly packages: readonly string[];
  readonly vcov?: string;
  readonly margins?: true;
  readonly outcome?: string;
  /** Name of a statistic → the expression whose value it is. */
  readonly stats: Readonly<Record<string, string>>;
  /** The call makes these draws, from ≤ i < to, in place of a fit. */
  readonly draws?: { readonly seed: number; readonly from: number; readonly to: number };
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

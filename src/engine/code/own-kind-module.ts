/** Imports the modules of a project's own kinds into this thread, from memory, and tells what they throw at the lines of their sources. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Complaint, StepKind } from '../step.ts';
import type { Shift } from './own-kinds.ts';
import { Reads } from './undeclared-reads.ts';

/** The URL that `own-kinds.ts` gives a module: `data:text/javascript;kind=NAME;base64,…`. */
const URL_NAME = /^data:text\/javascript;kind=([0-9a-f]{16});base64,/;
/** A place in a bundle, as V8 names it. */
const PLACE = /papermake:([0-9a-f]{16}):(\d+):(\d+)/g;
const ANY_URL = /data:text\/javascript;kind=([0-9a-f]{16});base64,[\w+/=]+/g;
const MAP = '//# sourceMappingURL=data:application/json;base64,';

const imported = new Map<string, Imported>();
const ownKinds = new WeakSet<object>();

interface Imported {
  readonly url: string;
  /** The files that the module read while it was imported. */
  readonly reads: Reads;
}

export interface OwnModule {
  /** The default export, whatever it is. */
  readonly kind: StepKind | undefined;
  /** One complaint for each file that its code read while it was imported and that its digest does not cover. */
  readonly complaints: readonly Complaint[];
}

/** Imports a kind by its module's URL. `root` is the project's folder; absolute. */
export async function importKind(url: string, root: string): Promise<OwnModule> {
  const name = URL_NAME.exec(url)![1]!;
  // A module runs once, so what it read is remembered.
  const module = imported.get(name) ?? { url, reads: new Reads(root, []) };
  imported.set(name, module);
  const load = async (): Promise<StepKind | undefined> =>
    ((await import(url)) as { readonly default?: StepKind }).default;
  const kind = await module.reads.during(load);
  if (typeof kind === 'object' && kind !== null) ownKinds.add(kind);
  return { kind, complaints: module.reads.complaints('the code of the kind') };
}

/** Tells whether a kind is a project's own, so that the reads of its code are watched. */
export const isOwnKind = (kind: StepKind<never>): boolean => ownKinds.has(kind);

/** Rewrites an error's stack, or its message: places in bundles become places in the files that they were made of. */
export const atSources = (stack: string): string =>
  stack
    .replace(ANY_URL, 'papermake:$1')
    .replace(PLACE, (place, name: string, line, column) => sourceOf(name, Number(line), Number(column)) ?? place);

function sourceOf(name: string, line: number, column: number): string | undefined {
  const url = imported.get(name)?.url;
  if (url === undefined) return undefined;
  const text = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64').toString();
  const map = text.slice(text.lastIndexOf(MAP) + MAP.length);
  const { shifts, ...payload } = JSON.parse(Buffer.from(map, 'base64').toString()) as {
    readonly shifts: readonly Shift[];
  };
  const moved = shifts
    .filter(([at, from]) => at === line - 1 && from < column - 1)
    .reduce((sum, [, , by]) => sum + by, 0);
  const found = new SourceMap(payload as SourceMapPayload).findEntry(line - 1, column - 1 - moved);
  return 'originalSource' in found
    ? `${found.originalSource}:${found.originalLine + 1}:${found.originalColumn + 1}`
    : undefined;
}

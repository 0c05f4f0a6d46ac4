/** Checks a package that somebody handed in: its digests, what it must hold, all scans, and a run from nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { attempt } from '../../base/attempt.ts';
import type { PackageDecl } from '../../engine/declared.ts';
import { type Contents, EXHIBITS, README, SUMS } from './files.ts';
import { type Proof, prove } from './proof.ts';
import { type Found, look, scannedOf } from './scans/look.ts';
import { changedIn, filesIn } from './write.ts';

export interface Checked {
  /** Files that a package must have and this one lacks. */
  readonly missing: readonly string[];
  /** Files that differ from the list of digests, are gone, or are not in it. */
  readonly changed: readonly string[];
  readonly findings: readonly Found[];
  /** Null where there is nothing to run. */
  readonly proof: Proof | null;
}

/** Folders that work in a package leaves, and that are no part of it. */
const LEFT = /^(\.papermake|\.git|node_modules)\//;

export function checkPackage(folder: string, pipeline: string, trusted: boolean): Checked {
  const paths = filesIn(folder).filter((path) => !LEFT.test(path));
  const files: Contents = new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path))]));
  const text = Buffer.from(files.get(pipeline) ?? []).toString();
  const said = attempt(() => (parse(text) as { readonly package?: PackageDecl } | null)?.package);
  const accepted = (attempt(() => said?.accept?.map(({ of }) => of)) ?? []).map(String);
  const isEncoded = /\bencoding:/.test(text);
  const known = {
    isNamed: (file: string) => text.includes(file),
    encoded: new Set(isEncoded ? paths.filter((path) => text.includes(path)) : []),
    pipeline,
  };
  return {
    missing: [README, pipeline, SUMS, EXHIBITS].filter((path) => !files.has(path)),
    changed: changedIn(folder).filter((path) => !LEFT.test(path)),
    findings: look(scannedOf(files, known), accepted),
    proof: files.has(pipeline) ? prove(files, pipeline, trusted) : null,
  };
}

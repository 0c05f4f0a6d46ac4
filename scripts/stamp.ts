/** The digest of everything that a build reads, which stands in what it made. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, sha256 } from '../src/base/canonical.ts';

export const SOURCES: readonly string[] = [
  'src',
  'steps',
  'templates',
  'fonts',
  'bridge',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** The name of the file in dist/ that holds the digest. */
export const STAMP = '.stamp';

export function sourceStamp(root: string): string {
  const files = SOURCES.flatMap((name) => listFiles(root, name)).sort();
  return sha256(canonicalJson(files.map((file) => [file, sha256(readFileSync(path.join(root, file)))])));
}

/** Gives the digest of the sources that a folder was built from; empty where it holds no build. */
export function builtStamp(folder: string): string {
  const file = path.join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function listFiles(root: string, name: string): string[] {
  if (statSync(path.join(root, name)).isFile()) return [name];
  return readdirSync(path.join(root, name)).flatMap((entry) => listFiles(root, `${name}/${entry}`));
}

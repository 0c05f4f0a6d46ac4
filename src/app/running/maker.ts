/** Identifies this papermake and its call, for workers of a cluster, which must have the same. */
import { readFileSync } from 'node:fs';
import { sha256 } from '../../base/canonical.ts';
import type { Maker } from '../../engine/executors/cluster/layout.ts';
import { packageFile } from '../place.ts';

/** `load.js` names all scripts by their digests. */
export const maker = (): Maker => ({
  build: sha256(['load.js', 'kinds.json'].map((name) => sha256(readFileSync(packageFile(name)))).join(' ')),
  version: (JSON.parse(readFileSync(packageFile('../package.json'), 'utf8')) as { version: string }).version,
  node: process.version,
});

export const ownCommand = (): readonly string[] => [process.execPath, packageFile('papermake.js')];

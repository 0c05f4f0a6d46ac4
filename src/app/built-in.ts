/** The built-in step kinds with the code digests that the build wrote beside the bundle. */
import { readFileSync } from 'node:fs';
import { kinds } from '../../steps/registry.ts';
import type { KindCode, LoadedKind } from '../engine/kinds.ts';
import { packageFile } from './place.ts';

export function builtInKinds(): LoadedKind[] {
  const codes = JSON.parse(readFileSync(packageFile('kinds.json'), 'utf8')) as Record<string, KindCode>;
  return kinds.map((kind) => {
    const code = codes[kind.name];
    if (!code) throw new Error(`the build has no code digest of kind \`${kind.name}\``);
    return { kind, code, module: null };
  });
}

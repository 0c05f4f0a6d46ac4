/** Loads the built-in step kinds with the code digests that the build wrote beside the bundle (scripts/built-in-codes.ts). */
import { readFileSync } from 'node:fs';
import { kinds } from '../../steps/registry.ts';
import type { LoadedKind } from '../engine/kinds.ts';
import { type PackedCodes, unpackCodes } from './built-in-codes.ts';
import { packageFile } from './place.ts';

export function builtInKinds(): LoadedKind[] {
  const codes = unpackCodes(JSON.parse(readFileSync(packageFile('kinds.json'), 'utf8')) as PackedCodes);
  return kinds.map((kind) => {
    const code = codes.kinds[kind.name];
    if (!code) throw new Error(`the build has no code digest of kind \`${kind.name}\``);
    return { kind, code, methods: codes.methods, module: null };
  });
}

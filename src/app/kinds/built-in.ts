/** The built-in step kinds with the code digests that the build wrote beside the bundle (scripts/built-in-codes.ts). */
import { readFileSync } from 'node:fs';
import { kindNamed } from '../../../steps/registry.ts';
import type { LoadedKind } from '../../engine/kinds.ts';
import { packageFile } from '../place.ts';
import { type PackedCodes, unpackCodes } from './built-in-codes.ts';

/** Returns the built-in kinds. A kind's declaration is loaded when it is asked for: a run over the last plan asks for few. */
export function builtInKinds(): LoadedKind[] {
  const { kinds, methods } = unpackCodes(JSON.parse(readFileSync(packageFile('kinds.json'), 'utf8')) as PackedCodes);
  return Object.entries(kinds).map(([name, code]) => ({
    name,
    get kind() {
      return kindNamed(name)!;
    },
    code,
    methods,
    module: null,
  }));
}

/** Digests of the code of the built-in step kinds, and of the methods that their nodes choose from: the estimators. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { BuiltInCodes } from '../src/app/built-in-codes.ts';
import { estimators } from '../src/econ/registry.ts';
import { type BundledKind, bundleKinds } from '../src/engine/code/code.ts';
import type { KindCode } from '../src/engine/kinds.ts';
import { kindNames } from '../steps/registry.ts';

const registry = 'src/econ/registry.ts';

/** Codes, each with the text that its digest is of. */
export interface BuiltIn {
  readonly kinds: Readonly<Record<string, BundledKind>>;
  readonly methods: Readonly<Record<string, BundledKind>>;
  readonly planning: BundledKind;
}

/**
 * A kind's file is named after it, an estimator's folder too. The list of estimators stands apart from the code of kinds: what it
 * plans is in a node's parameters, and what a node runs of it is the one estimator that it names.
 */
export async function bundleBuiltIn(root: string): Promise<BuiltIn> {
  const files = readdirSync(path.join(root, 'steps')).filter((file) => file.endsWith('.ts') && file !== 'registry.ts');
  const ofKinds = files.sort().map((file): [string, string] => [path.basename(file, '.ts'), `steps/${file}`]);
  const ofMethods = estimators.map(({ name }): [string, string] => [name, `src/econ/${name}/fit.ts`]);
  const [kinds, methods, planning] = await Promise.all([
    bundleKinds(Object.fromEntries(ofKinds), { root, apart: [registry] }),
    bundleKinds(Object.fromEntries(ofMethods), { root }),
    bundleKinds({ registry }, { root, apart: ofMethods.map(([, file]) => file) }),
  ]);
  return { kinds, methods, planning: planning.registry! };
}

export async function builtInCodes(root: string): Promise<BuiltInCodes> {
  const { kinds, methods, planning } = await bundleBuiltIn(root);
  const inOrder = kindNames.map((name) => {
    const kind = kinds[name];
    if (!kind) throw new Error(`kind \`${name}\` stands in no file of its name`);
    return [name, kind] as const;
  });
  return {
    kinds: codesOf(Object.fromEntries(inOrder)),
    methods: { codes: codesOf(methods), planning: planning.code.digest },
  };
}

const codesOf = (bundled: Readonly<Record<string, BundledKind>>): Readonly<Record<string, KindCode>> =>
  Object.fromEntries(Object.entries(bundled).map(([name, { code }]) => [name, code]));

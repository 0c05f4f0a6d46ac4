/** Digests of the code of the built-in step kinds, and of the methods that their nodes choose from: the estimators. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuiltInCodes } from '../src/app/built-in-codes.ts';
import { estimators } from '../src/econ/registry.ts';
import { type BundledKind, bundleKinds } from '../src/engine/code/code.ts';
import type { KindCode } from '../src/engine/kinds.ts';
import { kindNames } from '../steps/registry.ts';

const registry = 'src/econ/registry.ts';
const rooms = 'steps/registry.ts';

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
  const ofKinds = kindNames.map((name): [string, string] => [name, stepFile(root, name)]);
  const ofMethods = estimators.map(({ name }): [string, string] => [name, `src/econ/${name}/fit.ts`]);
  const [kinds, methods, planning] = await Promise.all([
    bundleKinds(Object.fromEntries(ofKinds), { root, apart: [registry] }),
    bundleKinds(Object.fromEntries(ofMethods), { root }),
    bundleKinds({ all: rooms }, { root, apart: ofMethods.map(([, file]) => file) }),
  ]);
  return { kinds, methods, planning: planning.all! };
}

/** The file with all that nodes of a kind run: in its room, in that of the kind that it works for, or, of a small one, all of it. */
function stepFile(root: string, kind: string): string {
  const [room, helper] = kind.split('-') as [string, string | undefined];
  const candidates = [`${room}/${helper ?? 'step'}.ts`, `${kind}.ts`].map((file) => `steps/${file}`);
  const found = candidates.find((file) => existsSync(path.join(root, file)));
  if (found === undefined) throw new Error(`kind \`${kind}\` stands in none of ${candidates.join(', ')}`);
  return found;
}

export async function builtInCodes(root: string): Promise<BuiltInCodes> {
  const { kinds, methods, planning } = await bundleBuiltIn(root);
  return {
    kinds: codesOf(kinds),
    methods: { codes: codesOf(methods), planning: planning.code.digest },
  };
}

const codesOf = (bundled: Readonly<Record<string, BundledKind>>): Readonly<Record<string, KindCode>> =>
  Object.fromEntries(Object.entries(bundled).map(([name, { code }]) => [name, code]));

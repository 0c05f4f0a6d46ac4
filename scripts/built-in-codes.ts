/** Digests of the code of the built-in step kinds, and of the methods that their nodes choose from: estimators, and tables of other kinds. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuiltInCodes } from '../src/app/built-in-codes.ts';
import { digestJson } from '../src/base/canonical.ts';
import { estimators } from '../src/econ/registry.ts';
import { type BundledKind, bundleKinds } from '../src/engine/code/code.ts';
import type { KindCode } from '../src/engine/kinds.ts';
import { ANY, kindNames, tableMethod } from '../steps/registry.ts';

const registry = 'src/econ/registry.ts';

/** Codes, each with the text that its digest is of. */
export interface BuiltIn {
  readonly kinds: Readonly<Record<string, BundledKind>>;
  readonly methods: Readonly<Record<string, BundledKind>>;
  /** Kind → what builds the tables that its room has. */
  readonly tables: Readonly<Record<string, BundledKind>>;
  readonly planning: BundledKind;
}

/**
 * A kind's file or room is named after it, an estimator's folder too. The lists of estimators and of kinds stand apart from the code of kinds:
 * what they plan is in a node's parameters, and what a node runs of them is the one estimator, or the tables of the one kind, that it names.
 */
export async function bundleBuiltIn(root: string): Promise<BuiltIn> {
  const ofKinds = kindNames.map((name): [string, string] => [name, stepFile(root, name)]);
  const ofMethods = estimators.map(({ name }): [string, string] => [name, `src/econ/${name}/fit.ts`]);
  const rooms = kindNames.map((name): [string, string] => [name, `steps/${name}/table.ts`]);
  const ofTables = rooms.filter(([, file]) => existsSync(path.join(root, file)));
  const [kinds, methods, tables, planning] = await Promise.all([
    bundleKinds(Object.fromEntries(ofKinds), { root, apart: [registry] }),
    bundleKinds(Object.fromEntries(ofMethods), { root }),
    bundleKinds(Object.fromEntries(ofTables), { root }),
    bundleKinds({ all: 'steps/registry.ts' }, { root, apart: ofMethods.map(([, file]) => file) }),
  ]);
  return { kinds, methods, tables, planning: planning.all! };
}

/** The file with all that nodes of a kind run: in its room, in that of the kind that it works for, or, of a small one, all of it. */
export function stepFile(root: string, kind: string): string {
  const [room, helper] = kind.split('-') as [string, string | undefined];
  const candidates = [`${room}/${helper ?? 'step'}.ts`, `${kind}.ts`].map((file) => `steps/${file}`);
  const found = candidates.find((file) => existsSync(path.join(root, file)));
  if (found === undefined) throw new Error(`kind \`${kind}\` stands in none of ${candidates.join(', ')}`);
  return found;
}

export async function builtInCodes(root: string): Promise<BuiltInCodes> {
  const { kinds, methods, tables, planning } = await bundleBuiltIn(root);
  const ofTables = codesOf(tables);
  return {
    kinds: codesOf(kinds),
    methods: {
      codes: {
        ...codesOf(methods),
        ...Object.fromEntries(Object.entries(ofTables).map(([kind, code]) => [tableMethod(kind), code])),
        [tableMethod(ANY)]: together(Object.values(ofTables)),
      },
      planning: planning.code.digest,
    },
  };
}

const together = (codes: readonly KindCode[]): KindCode => ({
  digest: digestJson(codes.map(({ digest }) => digest)),
  files: Object.assign({}, ...codes.map(({ files }) => files)),
  packages: Object.assign({}, ...codes.map(({ packages }) => packages)),
});

const codesOf = (bundled: Readonly<Record<string, BundledKind>>): Readonly<Record<string, KindCode>> =>
  Object.fromEntries(Object.entries(bundled).map(([name, { code }]) => [name, code]));

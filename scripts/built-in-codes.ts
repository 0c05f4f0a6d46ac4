/** Digests of the code of the built-in step kinds, and of the methods that their nodes choose from: the estimators. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { estimators } from '../src/econ/registry.ts';
import { bundleKinds } from '../src/engine/code/code.ts';
import type { KindCode, Methods } from '../src/engine/kinds.ts';

/** As `dist/kinds.json` has them. */
export interface BuiltInCodes {
  readonly kinds: Readonly<Record<string, KindCode>>;
  readonly methods: Methods;
}

const registry = 'src/econ/registry.ts';

/**
 * A kind's file is named after it, an estimator's folder too. The list of estimators stands apart from the code of kinds: what it
 * plans is in a node's parameters, and what a node runs of it is the one estimator that it names.
 */
export async function builtInCodes(root: string): Promise<BuiltInCodes> {
  const files = readdirSync(path.join(root, 'steps')).filter((file) => file.endsWith('.ts') && file !== 'registry.ts');
  const kinds = files.sort().map((file): [string, string] => [path.basename(file, '.ts'), `steps/${file}`]);
  const methods = estimators.map(({ name }): [string, string] => [name, `src/econ/${name}/fit.ts`]);
  const [ofKinds, ofMethods, ofPlanning] = await Promise.all([
    bundleKinds(Object.fromEntries(kinds), { root, apart: [registry] }),
    bundleKinds(Object.fromEntries(methods), { root }),
    bundleKinds({ registry }, { root, apart: methods.map(([, file]) => file) }),
  ]);
  const planning = ofPlanning.registry!.code.digest;
  return { kinds: codesOf(ofKinds), methods: { codes: codesOf(ofMethods), planning } };
}

const codesOf = (bundled: Awaited<ReturnType<typeof bundleKinds>>): Readonly<Record<string, KindCode>> =>
  Object.fromEntries(Object.entries(bundled).map(([name, { code }]) => [name, code]));

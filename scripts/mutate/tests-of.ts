/** Which files of tests import a module, at how many steps. */
import { build } from 'esbuild';

/** Tests that import it run the built command line, which a changed source does not reach. */
const BUILT = 'test/cli/harness.ts';

/** Gives, for a module by its path from the root, the files of tests that import it, the nearest first. */
export async function testsByModule(root: string, tests: readonly string[]): Promise<(module: string) => string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...tests],
    bundle: true,
    write: false,
    outdir: 'out',
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    loader: { '.html': 'text', '.hbs': 'text', '.node': 'empty' },
    logLevel: 'error',
  });
  const importers = new Map<string, string[]>();
  for (const [file, { imports }] of Object.entries(metafile.inputs))
    for (const { path: module } of imports) importers.set(module, [...(importers.get(module) ?? []), file]);
  const above = (module: string): Set<string> => {
    const seen = new Set([module]);
    for (const each of seen) for (const importer of importers.get(each) ?? []) seen.add(importer);
    return seen;
  };
  const built = above(BUILT);
  const reached = new Set(tests.filter((file) => !built.has(file)));
  return (module) => [...above(module)].filter((file) => reached.has(file));
}

/** Which files of tests import a module, at how many steps. */
import { build } from 'esbuild';

/** Tests that import it run the built command line, which a changed source does not reach. */
const BUILT = 'test/cli/harness.ts';

/** Names in a path, of folders and of the file: `src/econ/heckman/ml.ts` has `econ`, `heckman` and `ml`. */
const namesOf = (file: string): string[] =>
  file
    .replace(/(?:\.test)?\.tsx?$/, '')
    .split('/')
    .slice(1);

/**
 * Gives, for a module by its path from the root, the files of tests that import it. Those whose paths have most names of the module's come first, and
 * of these the ones at fewest imports.
 */
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
  return (module) => {
    const own = new Set(namesOf(module));
    const shared = (file: string): number => namesOf(file).filter((name) => own.has(name)).length;
    return [...above(module)].filter((file) => reached.has(file)).sort((a, b) => shared(b) - shared(a));
  };
}

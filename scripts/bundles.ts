/** dist/ as files that start fast: the hot path, and everything else as scripts whose compiled code is kept. */
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { sha256 } from '../src/base/canonical.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Loaded when first needed, by few commands: what is imported → the entry of its script, a package or a file of ours. */
const libraries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['@hpcc-js/wasm-graphviz', 'ajv', 'chokidar', 'execa', 'handlebars'].map((name) => [name, name]),
  ),
  './vega.ts': 'src/figure/vega.ts',
};

/** Modules whose functions load a script of their own when one is first called: what is imported → the module. */
const late: Readonly<Record<string, string>> = { './marked-tokens.ts': 'src/document/markdown/marked-tokens.ts' };

/** Packages that stay packages, since programs for each system come with them. */
const packages = ['@duckdb/node-api', 'esbuild', '@myriaddreamin/typst-ts-node-compiler', '@resvg/resvg-js'];

const shared = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

export async function writeBundles(folder: string, withFaults: boolean): Promise<void> {
  const named = await Promise.all(
    Object.entries(libraries).map(async ([name, entry]) => [name, `./${await writeScript(folder, entry)}`] as const),
  );
  const lateModules = await Promise.all(
    Object.entries(late).map(async ([name, entry]): Promise<readonly [string, LateModule]> => {
      const [file, exported] = await Promise.all([writeScript(folder, entry), exportsOf(entry)]);
      return [name, { file: `./${file}`, exported }];
    }),
  );
  const faults = { WITH_FAULTS: String(withFaults) };
  await writePage(folder);
  const bundle = await writeScript(folder, 'src/app/bundle.ts', Object.fromEntries(named), faults, [
    lateLoading(Object.fromEntries(lateModules)),
  ]);
  await writeModule(folder, 'load', {
    entryPoints: ['src/app/load.ts'],
    define: { BUNDLE: JSON.stringify(bundle), 'import.meta.url': 'fileUrl' },
    banner: { js: '"use strict";const fileUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  await writeModule(folder, 'papermake', {
    entryPoints: ['src/app/main.ts'],
    define: { ...faults, 'import.meta.dirname': '__dirname' },
    banner: { js: '#!/usr/bin/env node' },
    plugins: [standIns({ './load.ts': './load.js' })],
    supported: { 'dynamic-import': false },
  });
  chmodSync(path.join(folder, 'papermake.js'), 0o755);
  const names = (await exportsOf('src/app/step-api.ts')).join(',');
  // What own kinds import is there when the first of them comes.
  writeFileSync(path.join(folder, 'worker.js'), `require('./load.js').bundle.serve();import('./step.mjs');\n`);
  writeFileSync(path.join(folder, 'step.mjs'), `import l from'./load.js';export const{${names}}=l.bundle.stepApi;\n`);
  // Node takes longer to start with an ECMAScript module.
  writeFileSync(path.join(folder, 'package.json'), '{"type":"commonjs"}\n');
}

/** The script and the style of the page, which `src/app/view/page-file.ts` puts into one file. */
async function writePage(folder: string): Promise<void> {
  const page: BuildOptions = { platform: 'browser', format: 'iife', target: ['chrome111', 'firefox115', 'safari16.4'] };
  const script = await bundled({
    ...page,
    entryPoints: ['src/page/main.tsx'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'ascii',
  });
  if (/<\/?script|<!--/i.test(script)) throw new Error('the script of the page would end its own element');
  writeFileSync(path.join(folder, 'page.js'), script);
  writeFileSync(path.join(folder, 'page.css'), await bundled({ ...page, entryPoints: ['src/page/style.css'] }));
}

/** A CommonJS file as a function of what `src/app/load.ts` hands it, named by its digest. `elsewhere`: package → file. */
async function writeScript(
  folder: string,
  entry: string,
  elsewhere: Readonly<Record<string, string>> = {},
  define: Readonly<Record<string, string>> = {},
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const text = await bundled({
    entryPoints: [entry],
    format: 'cjs',
    define: { ...define, 'import.meta.url': 'fileUrl' },
    // Read faster, and held in half the memory.
    charset: 'ascii',
    external: packages,
    // Vega looks for a canvas of Node's, which nothing here draws on.
    alias: { 'vega-canvas': './node_modules/vega-canvas/build/vega-canvas.browser.js' },
    plugins: [standIns(elsewhere), ...plugins],
    banner: { js: '(function(module,exports,require,fileUrl,importModule){' },
    footer: { js: '})' },
  });
  const importing = inAscii(text.replaceAll('await import(', 'await importModule('));
  if (/\bimport\(/.test(importing)) throw new Error(`an import() of ${entry} is not awaited at once`);
  const name = `${path.basename(entry, '.ts')}-${sha256(importing).slice(0, 16)}.cjs`;
  writeFileSync(path.join(folder, name), importing);
  return name;
}

/** What esbuild leaves as it is stands in patterns, and in texts that patterns are made of. */
const inAscii = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function writeModule(folder: string, name: string, options: BuildOptions): Promise<void> {
  writeFileSync(path.join(folder, `${name}.js`), await bundled({ format: 'cjs', ...options }));
}

async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...shared, ...options, write: false });
  return outputFiles[0]!.text;
}

async function exportsOf(entry: string): Promise<string[]> {
  const { metafile } = await build({ ...shared, entryPoints: [entry], format: 'esm', metafile: true });
  return Object.values(metafile.outputs)[0]!.exports;
}

interface LateModule {
  readonly file: string;
  /** Names of its functions. */
  readonly exported: readonly string[];
}

/** Static imports of modules whose functions, when called, load their file. */
const lateLoading = (modules: Readonly<Record<string, LateModule>>): Plugin => ({
  name: 'late-loading',
  setup: (esbuild) => {
    const files = Object.values(modules).map(({ file }) => file);
    esbuild.onResolve({ filter: /./ }, ({ path: specifier, kind }) => {
      if (files.includes(specifier)) return { path: specifier, external: true };
      return kind === 'import-statement' && modules[specifier] ? { path: specifier, namespace: 'late' } : undefined;
    });
    esbuild.onLoad({ filter: /./, namespace: 'late' }, ({ path: specifier }) => {
      const { file, exported } = modules[specifier]!;
      const lines = exported.map((name) => `exports.${name} = (...args) => require('${file}').${name}(...args);`);
      return { contents: lines.join('\n'), loader: 'js' };
    });
  },
});

/** Imports that stay imports, of another file. */
const standIns = (files: Readonly<Record<string, string>>): Plugin => ({
  name: 'stand-ins',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /./ }, ({ path: specifier, kind }) => {
      const file = kind === 'dynamic-import' ? files[specifier] : undefined;
      return file === undefined ? undefined : { path: file, external: true };
    });
  },
});

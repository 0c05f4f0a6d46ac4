/** dist/ as files that start fast: the hot path, and everything else as scripts whose compiled code is kept. */
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { sha256 } from '../src/base/canonical.ts';
import { writeNotices } from './notices.ts';
import { mapOfLines, type Shift, type SourceMap } from './source-map.ts';
import { split } from './split.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Loaded when first needed, by few commands: what is imported → the entry of its script, a package or a file of ours. */
const libraries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['@hpcc-js/wasm-graphviz', 'ajv', 'chokidar', 'execa', 'handlebars'].map((name) => [name, name]),
  ),
  './vega.ts': 'src/figure/drawing/vega.ts',
  './protocol.ts': 'src/app/agents/protocol.ts',
  './language-server.ts': 'src/app/editor/language-server.ts',
};

/** What a worker loads for nodes of a project's own kinds, and every other start too: the script `bundle`, with what all others use. */
const started = { entries: ['src/engine/executors/serve.ts', 'src/app/kinds/step-api.ts'], holds: /^src\/base\// };

/** What a run of nodes of a project's own kinds does without, by script; the rest is `running`, which each command loads. */
const apart: Readonly<Record<string, RegExp>> = {
  rooms: /^steps\/\w+\/(room|result)\.ts/,
  exporting:
    /^src\/export\/|^src\/econ\/\w+\/export(ed\/|\.ts)|^src\/econ\/(regression\/applied-style|likelihood\/([\w-]+-in-(r|python)|in-stata))\.ts|^steps\/(\w+\/export|witness\/confirmed)\.ts|^steps\/lib\/(export|witness)\/(?!kinds|programs|records)/,
  formulas: /^src\/econ\/(formula\/|(sample\/terms|spec|form)\.ts)|^steps\/lib\/ingest\/expressions\.ts/,
  planning:
    /^steps\/\w+\/(plan|nodes|choices|provenance|published-names|indicators|zero-rule)\.ts|^src\/check\/misnamed\.ts|^steps\/lib\/(?!\w+\/(keys|value-keys|reading|expressions|engines\/)|(report|regional|spatial)\/|variable-list|foreign-names|shape)|^src\/econ\/((compile|formula)\/|sample\/(shadowed|terms)\.ts)|^src\/engine\/pipeline\/(?!looked|targets|sections|reference\.ts)|^node_modules\/yaml\//,
  reading: /^src\/frame\/(?!cells\/readings|stored\/artifact)|^node_modules\/(hyparquet|fzstd)\//,
  estimation:
    /^src\/econ\/(?!\w+\.ts|\w+\/(estimator|spec|words|(compile|written)(-[\w-]+)?|percentile|adjusted-p)\.ts|foreign\/|regression\/written\/)|^steps\/\w+\/numbers\/(?!(spec|words|methods)\.ts)|^node_modules\/ml-matrix\//,
  sharing: /^src\/engine\/cache\//,
  agents: /^src\/app\/(agents\/|survey\/for-others)/,
  editor: /^src\/app\/editor\//,
  cluster: /^src\/engine\/executors\/cluster\//,
  writing:
    /^steps\/\w+\/table(-[\w-]+)?\.ts|^src\/document\/|^src\/check\/(?!fit-result)|^src\/table\/(?!options\/\w+-(options|schemas)|words\/stat-labels|formats\/(?!office\/))|^src\/figure\/(?!option-schemas|plots|formats|sizes|fonts)|^src\/app\/(view|moved\/(?!formats)|text|difference|show)\/|^node_modules\/marked\//,
  kinds:
    /^steps\/|^src\/econ\/(?!fit\.ts)|^src\/figure\/|^src\/table\/(?!words\/stat-labels\.ts)|^node_modules\/typebox\//,
};

/** Packages that stay packages, since programs for each system come with them. */
const packages = ['@duckdb/node-api', 'esbuild', '@myriaddreamin/typst-ts-node-compiler', '@resvg/resvg-js'];

/** Scripts whose modules are run one by one, each when it is first used: a run asks for few kinds, and an export for one language and no witness. */
const asked = ['rooms', 'kinds', 'exporting', 'planning', 'reading'];

const entry = 'src/app/bundle.ts';

/** Modules that the bundles hold, by their paths from the root. */
const held = new Set<string>();

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
    Object.entries(libraries).map(async ([specifier, entry]) => {
      const name = path.basename(entry, '.ts');
      return [specifier, `./${await writeScript(folder, name, { entryPoints: [entry] })}`] as const;
    }),
  );
  // Node takes longer to start with an ECMAScript module.
  writeFileSync(path.join(folder, 'package.json'), '{"type":"commonjs"}\n');
  const faults = { WITH_FAULTS: String(withFaults) };
  await writePage(folder);
  await writeSplit(folder, {
    define: { ...scriptOptions.define, ...faults },
    plugins: [standIns(Object.fromEntries(named))],
  });
  await writeModule(folder, 'papermake', {
    entryPoints: ['src/app/main.ts'],
    define: { ...faults, 'import.meta.dirname': '__dirname' },
    banner: { js: '#!/usr/bin/env node' },
    plugins: [standIns({ './load.ts': './load.js' })],
    supported: { 'dynamic-import': false },
  });
  writeNotices(folder, held);
  chmodSync(path.join(folder, 'papermake.js'), 0o755);
  const names = (await exportsOf('src/app/kinds/step-api.ts')).join(',');
  const optimisation = `globalThis[Symbol.for('papermake.optimisation')]=require('node:worker_threads').getEnvironmentData('papermake.optimisation');`;
  // What own kinds import is there when the first of them comes; without them it would only take time.
  const imports = `if(require('node:worker_threads').workerData.importsModules)import('./step.mjs');`;
  writeFileSync(path.join(folder, 'worker.js'), `${optimisation}require('./load.js').bundle.serve();${imports}\n`);
  writeFileSync(path.join(folder, 'step.mjs'), `import l from'./load.js';export const{${names}}=l.bundle.stepApi;\n`);
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

const scriptOptions = {
  ...shared,
  format: 'cjs',
  define: { 'import.meta.url': 'fileUrl' },
  // Read faster, and held in half the memory.
  charset: 'ascii',
  external: packages,
  // Vega looks for a canvas of Node's, which nothing here draws on.
  alias: { 'vega-canvas': './node_modules/vega-canvas/build/vega-canvas.browser.js' },
} satisfies BuildOptions;

/** Papermake itself and what loads it. A module that a script needs before it has run to its end is moved into that script. */
async function writeSplit(
  folder: string,
  options: BuildOptions,
  moved: Readonly<Record<string, string>> = {
    [entry]: 'bundle',
    'src/app/worker.ts': 'bundle',
    'steps/registry.ts': 'bundle',
  },
): Promise<void> {
  const whole = { ...scriptOptions, ...options, entryPoints: [entry] };
  const first = { script: 'bundle', ...started };
  const parts = await split({ first, rest: 'running', apart: Object.entries(apart), asked, moved }, whole);
  const files = parts.scripts.map(async (name) => {
    const contents = `${name === 'bundle' ? `export * from './${entry}';\n` : ''}${parts.entry(name)}`;
    const file = await writeScript(folder, name, {
      ...options,
      stdin: { contents, resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
      plugins: [...(options.plugins ?? []), parts.plugin(name)],
    });
    return [name, file] as const;
  });
  const scripts = Object.fromEntries(await Promise.all(files));
  await writeModule(folder, 'load', {
    entryPoints: ['src/app/load.ts'],
    define: { SCRIPTS: JSON.stringify(scripts), ASKED: JSON.stringify(asked), 'import.meta.url': 'fileUrl' },
    banner: { js: '"use strict";const fileUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  for (const name of parts.scripts) {
    // As in a worker, which has no more than the first script.
    const start = `require(${JSON.stringify(path.join(folder, 'load.js'))}).start('${name}')`;
    const { stderr, status } = spawnSync(process.execPath, ['-e', start], { encoding: 'utf8' });
    if (status === 0) continue;
    const [, script, needed] = /the start of `(\w+)` needs `(\w+#\w+)`/.exec(stderr) ?? [];
    if (script === undefined || needed === undefined) throw new Error(`script \`${name}\` does not start: ${stderr}`);
    for (const file of Object.values(scripts))
      for (const each of [file, `${file}.map`]) rmSync(path.join(folder, each));
    // What the starts of two scripts need stands in the one that is there before them.
    const module = parts.module(needed);
    console.warn(`${module} is used when \`${script}\` starts: it moves there, and all scripts are written anew`);
    return writeSplit(folder, options, { ...moved, [module]: module in moved ? first.script : script });
  }
}

/** A CommonJS file as a function of what `src/app/load.ts` hands it, named by its digest. */
async function writeScript(folder: string, name: string, options: BuildOptions): Promise<string> {
  const made = await mapped({
    ...scriptOptions,
    ...options,
    banner: { js: '(function(module,exports,require,fileUrl,importModule){' },
    footer: { js: '})' },
  });
  const { text, shifts } = asScript(made.text);
  if (/\bimport\(/.test(text)) throw new Error(`an import() of ${name} is not awaited at once`);
  const file = `${name}-${sha256(text).slice(0, 16)}.cjs`;
  writeFileSync(path.join(folder, file), text);
  // Libraries come as they were published: their own lines say nothing.
  if (options.stdin) writeFileSync(path.join(folder, `${file}.map`), JSON.stringify(mapOfLines(made.map, shifts)));
  return file;
}

/**
 * Where a module stands in another script, it is no CommonJS that would have to be made to look like a module; an import is asked of who loads
 * the script; and what esbuild leaves as it is in patterns, and in texts that patterns are made of, is written in ASCII.
 */
function asScript(text: string): { readonly text: string; readonly shifts: readonly Shift[] } {
  const shifts: Shift[] = [];
  const odd =
    /[\w$]+\((?<elsewhere>require\("\w+#\w+"\)),1\)|(?:(?<=\bawait )import\(|\bimport\((?="\w+#))|(?<unit>[\u0080-\uffff])/g;
  let line = 0;
  let begin = 0;
  const edited = text.replaceAll(odd, (found: string, ...rest: unknown[]) => {
    const offset = rest.at(-3) as number;
    const { elsewhere, unit } = rest.at(-1) as { readonly elsewhere?: string; readonly unit?: string };
    const inAscii = unit && `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const to = elsewhere ?? inAscii ?? 'importModule(';
    for (let end = text.indexOf('\n', begin); end >= 0 && end < offset; end = text.indexOf('\n', begin)) {
      line += 1;
      begin = end + 1;
    }
    shifts.push({ line, column: offset + found.length - begin, by: to.length - found.length });
    return to;
  });
  return { text: edited, shifts };
}

async function writeModule(folder: string, name: string, options: BuildOptions): Promise<void> {
  writeFileSync(path.join(folder, `${name}.js`), await bundled({ format: 'cjs', ...options }));
}

async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles, metafile } = await build({ ...shared, ...options, write: false, metafile: true });
  note(metafile);
  return outputFiles[0]!.text;
}

/** A bundle with its map, whose sources are named from the root. */
async function mapped(options: BuildOptions): Promise<{ readonly text: string; readonly map: SourceMap }> {
  const out: BuildOptions = { outfile: 'x.js', sourcemap: 'external', sourcesContent: false };
  const { outputFiles, metafile } = await build({ ...shared, ...options, ...out, write: false, metafile: true });
  note(metafile);
  const [map, text] = [outputFiles!.find(({ path: file }) => file.endsWith('.map'))!, outputFiles!.at(-1)!];
  return { text: text.text, map: JSON.parse(map.text) as SourceMap };
}

/** Notes what an output holds of each module, however little. */
function note({ outputs }: Metafile): void {
  for (const { inputs } of Object.values(outputs)) for (const module of Object.keys(inputs)) held.add(module);
}

async function exportsOf(entry: string): Promise<string[]> {
  const { metafile } = await build({ ...shared, entryPoints: [entry], format: 'esm', metafile: true });
  return Object.values(metafile.outputs)[0]!.exports;
}

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

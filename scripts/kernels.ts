/** Compiles the kernels of `kernels/` to WebAssembly and writes each as a module, which the sources and the bundles load alike. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main } from 'assemblyscript/asc';

const root = path.resolve(import.meta.dirname, '..');
const sources = path.join(root, 'kernels');
const compiled = path.join(root, 'src/base/kernels/compiled');

/** No runtime, since kernels allocate nothing, and no memory of their own. */
const options = '-O3 --noAssert --runtime stub --importMemory --initialMemory 1 --enable simd';
const width = 110;

export const kernelNames = (): readonly string[] =>
  readdirSync(sources)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();

/** The path and the text of the module that a kernel's source makes. */
export async function compiledKernel(name: string): Promise<{ readonly file: string; readonly text: string }> {
  const source = readFileSync(path.join(sources, `${name}.ts`), 'utf8');
  const bytes = await binary(name, source);
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(new RegExp(`.{1,${width}}`, 'g'))!;
  const text = `/** kernels/${name}.ts in WebAssembly, as \`npm run generate\` compiles it. */
export interface Passes {
${signatures(source).join('\n')}
}

export const code = \`
${lines.join('\n')}
\`;
`;
  return { file: path.join(compiled, `${name}.ts`), text };
}

async function binary(name: string, source: string): Promise<Uint8Array> {
  const file = `${name}.ts`;
  let found: Uint8Array | null = null;
  const { error, stderr } = await main([file, '-o', 'kernel.wasm', ...options.split(' ')], {
    readFile: (wanted) => (wanted === file ? source : null),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') found = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || found === null) throw new Error(`kernels/${file} does not compile:\n${stderr.toString()}`);
  return found;
}

/** Exported functions as TypeScript sees them: every argument is a number. */
const signatures = (source: string): readonly string[] =>
  Array.from(source.matchAll(/^export function (\w+)\(([^)]*)\): (\w+) \{/gm), ([, name, given, result]) => {
    const names = Array.from(given!.matchAll(/(\w+):/g), ([, each]) => each!);
    const one = `  ${name}(${names.map((each) => `${each}: number`).join(', ')}): ${result === 'void' ? 'void' : 'number'};`;
    if (one.length <= 120) return one;
    return [
      `  ${name}(`,
      ...names.map((each) => `    ${each}: number,`),
      `  ): ${result === 'void' ? 'void' : 'number'};`,
    ].join('\n');
  });

if (process.argv[1] === import.meta.filename) {
  for (const name of kernelNames()) {
    const { file, text } = await compiledKernel(name);
    writeFileSync(file, text);
  }
}

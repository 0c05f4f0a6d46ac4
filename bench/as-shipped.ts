/** Runs a bench that measures within its own process as papermake ships: bundled, without a loader between it and its modules. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** `name` is a file of this folder; this process ends as it does. */
export async function runAsShipped(name: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
  try {
    const outfile = path.join(folder, 'bench.mjs');
    await build({
      entryPoints: [path.join(import.meta.dirname, name)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      // as if it stood in this folder
      define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) },
      // CommonJS packages ask for builtins through `require`.
      banner: {
        js: `import{createRequire as builtinRequire}from'node:module';const require=builtinRequire(import.meta.url);`,
      },
      logLevel: 'warning',
    });
    const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

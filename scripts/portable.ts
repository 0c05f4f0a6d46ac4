/** `npm run portable [PLATFORM…] [-- --out DIR]`: archives that hold papermake with its own Node, one for each system (docs/portable.md). */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { must } from './must.ts';
import { pack } from './portable/archive.ts';
import { type Platform, platforms } from './portable/platforms.ts';
import { writeTree } from './portable/tree.ts';

const root = path.resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const unknown = positionals.filter((name) => !platforms.some((platform) => platform.name === name));
if (unknown.length > 0)
  throw new Error(
    `no archive is made for ${unknown.join(', ')}; there are ${platforms.map(({ name }) => name).join(', ')}`,
  );
const wanted = platforms.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const out = path.resolve(values.out ?? path.join(root, 'portable'));
mkdirSync(out, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'papermake-portable-'));
try {
  // The time of all entries: that of the commit, so that equal commits make equal bytes.
  const seconds = Number(must('git', ['log', '-1', '--format=%ct'], { cwd: root }).trim());
  const packing = ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch];
  const packed = path.join(scratch, must('npm', packing, { cwd: root }).trim());
  const sums = wanted.map((platform) => made(platform, packed, seconds));
  writeFileSync(path.join(out, 'SHA256SUMS'), sums.join(''));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Makes one archive; its line for `sha256sum --check`. */
function made(platform: Platform, packed: string, seconds: number): string {
  const parent = path.join(scratch, platform.name);
  mkdirSync(parent);
  const { name, programs, sizes } = writeTree(parent, platform, root, packed);
  const file = `${name}.${platform.archive}`;
  const archive = path.join(out, file);
  pack(parent, name, { kind: platform.archive, out: archive, seconds, isProgram: (each) => programs.has(each) });
  rmSync(parent, { recursive: true });
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const parts = sizes.map((size) => `${size.name} ${megabytes(size.bytes)}`).join(', ');
  console.log(`${file}  ${megabytes(statSync(archive).size)}; unpacked: ${parts}`);
  return `${createHash('sha256').update(readFileSync(archive)).digest('hex')}  ${file}\n`;
}

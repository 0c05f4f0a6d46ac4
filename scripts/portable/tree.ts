/** The folder that an archive holds: Node, papermake with what npm installs beside it on that system, and all licences. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from '../must.ts';
import { launcherOf } from './launchers.ts';
import { bundledLicences, licenceOf, materials, type Part } from './notices.ts';
import { isWindows, NODE, nodeProgram, type Platform, platforms } from './platforms.ts';
import { readme, type Size } from './readme.ts';

const LIBRARY = 'lib/node_modules';

export interface Tree {
  /** Its name, of which the archive bears the same. */
  readonly name: string;
  /** Paths in the folder of the files that are executable. */
  readonly programs: ReadonlySet<string>;
  readonly sizes: readonly Size[];
}

/** Makes it in `parent`. `root` is the checkout, and `packed` the package file of papermake that npm made of it. */
export function writeTree(parent: string, platform: Platform, root: string, packed: string): Tree {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const name = `papermake-${version}-${platform.name}`;
  const folder = path.join(parent, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'node'), { recursive: true });
  const nodeLicence = addNode(parent, folder, platform);
  const library = installed(parent, folder, platform, root);
  must('tar', ['-xzf', packed, '-C', library]);
  renameSync(path.join(library, 'package'), path.join(library, 'papermake'));
  const parts = packagesIn(library);
  const licences: ReadonlyMap<string, string> = new Map([
    ['node.txt', nodeLicence],
    ['bundled.txt', bundledLicences(path.join(library, 'papermake'))],
    ...parts.map((part) => [`${part.name.replace('@', '').replace('/', '-')}.txt`, licenceOf(part, parts)] as const),
  ]);
  mkdirSync(path.join(folder, 'licences'));
  for (const [file, text] of licences) writeFileSync(path.join(folder, 'licences', file), text);
  writeFileSync(path.join(folder, 'sbom.cdx.json'), materials(path.join(library, 'papermake'), parts, NODE));
  const sizes = sizesOf(folder, library);
  const launcher = launcherOf(platform);
  writeFileSync(path.join(folder, launcher.name), launcher.text);
  const text = readme(platform, { version, node: NODE, sizes });
  writeFileSync(path.join(folder, 'README.txt'), isWindows(platform) ? text.replaceAll('\n', '\r\n') : text);
  const programs = new Set([launcher.name, nodeProgram(platform), ...esbuildIn(library)]);
  return { name, programs, sizes };
}

/** Puts Node's program there; its licence. The package of Windows has none, so it is that of Linux, of the same version. */
function addNode(parent: string, folder: string, platform: Platform): string {
  const file = fetched(parent, platform);
  const member = `package/bin/${path.basename(nodeProgram(platform))}`;
  must('tar', ['-xzf', file, '-C', parent, member]);
  cpSync(path.join(parent, member), path.join(folder, nodeProgram(platform)));
  rmSync(path.join(parent, 'package'), { recursive: true });
  return must('tar', ['-xzOf', isWindows(platform) ? fetched(parent, platforms[0]!) : file, 'package/LICENSE']);
}

/** The package file of Node; refuses one that is not the very file that was chosen. */
function fetched(parent: string, { node, integrity }: Platform): string {
  const said = must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', parent, `${node}@${NODE}`], {
    cwd: parent,
  });
  const file = path.join(parent, said.trim());
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${node}@${NODE} has the digest ${found}, expected ${integrity}`);
  return file;
}

/** Installs, by the lock file, what papermake needs on that system; the folder with the packages. */
function installed(parent: string, folder: string, { os, cpu, libc }: Platform, root: string): string {
  const place = path.join(parent, 'installing');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(root, file), path.join(place, file));
  const system = [`--os=${os}`, `--cpu=${cpu}`, `--libc=${libc ?? 'none'}`];
  must('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-bin-links', '--loglevel=error', ...system], {
    cwd: place,
  });
  const library = path.join(folder, LIBRARY);
  mkdirSync(path.dirname(library), { recursive: true });
  renameSync(path.join(place, 'node_modules'), library);
  rmSync(place, { recursive: true });
  // It names the machine's npm and is read by npm alone.
  rmSync(path.join(library, '.package-lock.json'), { force: true });
  return library;
}

/** Packages beside papermake, in order. */
function packagesIn(library: string): Part[] {
  const names = readdirSync(library)
    .filter((name) => name !== 'papermake')
    .sort()
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(path.join(library, name))
            .sort()
            .map((each) => `${name}/${each}`)
        : [name],
    );
  return names.map((name) => {
    const folder = path.join(library, name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Part;
    return { name, version, license, folder };
  });
}

const esbuildIn = (library: string): string[] =>
  readdirSync(path.join(library, '@esbuild')).flatMap((system) =>
    ['bin/esbuild', 'esbuild.exe']
      .map((file) => path.posix.join(LIBRARY, '@esbuild', system, file))
      .filter((file) => existsSync(path.join(library, '..', '..', file))),
  );

function sizesOf(folder: string, library: string): Size[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Node', path.join(folder, 'node')],
    ['DuckDB', path.join(library, '@duckdb')],
    ['Typst', path.join(library, '@myriaddreamin')],
    ['papermake', path.join(library, 'papermake')],
    ['esbuild', path.join(library, '@esbuild')],
    ['resvg', path.join(library, '@resvg')],
  ];
  return rows.map(([name, place]) => ({ name, bytes: bytesIn(place) }));
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + readFileSync(path.join(entry.parentPath, entry.name)).length, 0);

/** The package is built where it can be, and holds what its documentation points at. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

function packed(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [{ files }] = JSON.parse(
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  return files.map((file: { path: string }) => file.path);
}

/** Links in code are examples. */
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');

describe('the package', () => {
  it('holds every file that its documentation points at, the fonts with their licences, and nothing of a run', () => {
    const files = packed();
    const fonts = readdirSync(path.join(root, 'fonts')).map((name) => `dist/fonts/${name}`);
    expect(fonts.filter((name) => name.endsWith('OFL.txt')).length).toBe(3);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'CHANGELOG.md', 'docs/language.md', 'schema/pipeline.schema.json', ...fonts]),
    );
    expect(files.filter((file) => /\.papermake\/|\.cache$|^(src|steps|test)\//.test(file))).toEqual([]);
    const links = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...withoutCode(readFileSync(path.join(root, file), 'utf8')).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
          .map((match) => match[1]!)
          .filter((link) => !/^https?:/.test(link))
          .map((link) => ({ file, to: path.posix.join(path.posix.dirname(file), link) })),
      );
    expect(links.length).toBeGreaterThan(30);
    const leads = (to: string): boolean => files.includes(to) || files.some((file) => file.startsWith(`${to}/`));
    expect(links.filter(({ to }) => !leads(to))).toEqual([]);
  });

  it('holds the licences and a bill of materials of all that is bundled', () => {
    const dist = (name: string): string => readFileSync(path.join(root, 'dist', name), 'utf8');
    expect(packed()).toEqual(expect.arrayContaining(['dist/licences.txt', 'dist/sbom.cdx.json']));
    const { components, metadata } = JSON.parse(dist('sbom.cdx.json')) as {
      components: { name: string; version?: string; purl?: string }[];
      metadata: { component: { version: string } };
    };
    const { version, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    );
    expect(metadata.component.version).toBe(version);
    expect(readFileSync(path.join(root, 'CITATION.cff'), 'utf8')).toContain(`\nversion: ${version}\n`);
    const licences = dist('licences.txt');
    const libraries = components.filter(({ purl }) => purl !== undefined);
    for (const each of libraries) expect(licences).toContain(`\n${each.name} ${each.version} (`);
    // What is in the bundles, and what only builds or stays a package.
    const versions = new Map(libraries.map((each) => [each.name, each.version]));
    for (const name of ['handlebars', 'vega', 'yaml', 'preact', 'ml-matrix'])
      expect(versions.get(name), name).toBe(devDependencies[name]);
    for (const name of ['vitest', 'typescript', ...Object.keys(optionalDependencies)])
      expect(versions.has(name), name).toBe(false);
  });

  it('says what to do in a clone in which nothing is installed', () => {
    const clone = mkdtempSync(path.join(tmpdir(), 'papermake clone '));
    try {
      for (const file of ['package.json', 'scripts/prepare.mjs']) cpSync(path.join(root, file), path.join(clone, file));
      const { status, stdout, stderr } = spawnSync('npm', ['pack'], { cwd: clone, encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stdout + stderr).toContain(
        'papermake: the packages that build it are not installed\nhint: run `npm ci` first\n',
      );
    } finally {
      rmSync(clone, { recursive: true });
    }
  });
});

/** papermake itself in a package: its package file, which npm installs, and the licences of all that is bundled in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { packageFile, version } from '../place.ts';
import { tarball } from './tarball.ts';

const FOLDER = 'papermake';
/** Paths in a package. */
export const ownPackage = (): string => `${FOLDER}/papermake-${version()}.tgz`;

/** A command of the papermake in the package, as it is called in the package's folder, or in one below it. */
export const callOfOwn = (command: string, folder: '.' | '..' = '.'): string =>
  `npx --yes ${folder}/${ownPackage()} ${command}`;
const LICENCES: Readonly<Record<string, string>> = {
  [`${FOLDER}/LICENSE`]: '../LICENSE',
  [`${FOLDER}/licences.txt`]: 'licences.txt',
  [`${FOLDER}/sbom.cdx.json`]: 'sbom.cdx.json',
};

/** Tells whether a file of a package is papermake's own, in which no scan looks for anything of the authors. */
export const isOwn = (path: string): boolean => Object.hasOwn(LICENCES, path);

/** Files that belong to a checkout or to a machine: the stamp of a build and what Node has compiled. */
const LEFT = /^\.|\.cache$/;

export function ownFiles(): ReadonlyMap<string, Uint8Array> {
  const licences = Object.entries(LICENCES).map(([path, file]) => [path, readFileSync(packageFile(file))] as const);
  return new Map([...licences, [ownPackage(), packed()] as const]);
}

/** The built files and what npm reads of a package, which are all that a run needs. */
function packed(): Uint8Array {
  const built = filesBelow('').map((path) => [`package/dist/${path}`, readFileSync(packageFile(path))] as const);
  const about = ['package.json', 'LICENSE'].map(
    (name) => [`package/${name}`, readFileSync(packageFile(`../${name}`))] as const,
  );
  return tarball(new Map([...about, ...built]));
}

/** Paths below `dist/`, in order. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(packageFile(folder), { withFileTypes: true }).filter(({ name }) => !LEFT.test(name));
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/** Writes down what the bundles hold of others: their licences, as these ask, and a bill of materials (CycloneDX 1.5). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** The names of the files in dist/. */
export const LICENCES = 'licences.txt';
export const MATERIALS = 'sbom.cdx.json';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** Parts of its standard library are compiled into the kernels. */
const COMPILED = 'node_modules/assemblyscript';

/** Typefaces are copied, each family with its licence beside it. */
const FONT_LICENCE = /^(?<family>\w+)-OFL\.txt$/;

/**
 * Writes both files into a folder. `modules`: paths of bundled modules from the root.
 * Throws an error that names the packages of which no licence is there.
 */
export function writeNotices(folder: string, modules: Iterable<string>): void {
  const packages = packagesAt([COMPILED, ...[...modules].flatMap((module) => packageOf(module) ?? [])]);
  writeFileSync(path.join(folder, LICENCES), licencesText(packages));
  writeFileSync(path.join(folder, MATERIALS), `${JSON.stringify(billOf(packages), null, 2)}\n`);
}

/** The licences of the packages of modules alone. */
export const licencesOf = (modules: Iterable<string>): string =>
  licencesText(packagesAt([...modules].flatMap((module) => packageOf(module) ?? [])));

function packagesAt(places: Iterable<string>): Package[] {
  const byName = new Map([...new Set(places)].map(described).map((each) => [`${each.name}@${each.version}`, each]));
  const packages = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const silent = packages.filter(({ license, text }) => license === '' || text === '');
  if (silent.length > 0)
    throw new Error(`the licences of these packages are not there: ${silent.map(({ name }) => name).join(', ')}`);
  return packages;
}

/** The folder of the package that a module belongs to; undefined for our own. */
function packageOf(module: string): string | undefined {
  const inside = module.split('node_modules/').at(-1)!;
  if (inside === module) return undefined;
  const place = module.slice(0, module.length - inside.length);
  return place + inside.split('/', inside.startsWith('@') ? 2 : 1).join('/');
}

function described(place: string): Package {
  const folder = path.join(root, place);
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Package;
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { name, version, license: license ?? '', text: texts.join('\n\n') };
}

function licencesText(packages: readonly Package[]): string {
  const head =
    'papermake is released under the licence in its file LICENSE. Its bundles hold these packages under their own licences;\n' +
    'the typefaces in fonts/ have theirs beside them.\n';
  return [
    head,
    ...packages.map(
      ({ name, version, license, text }) => `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`,
    ),
  ].join('\n');
}

function billOf(packages: readonly Package[]): unknown {
  const { name, version, license } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Package;
  const families = readdirSync(path.join(root, 'fonts')).flatMap(
    (file) => FONT_LICENCE.exec(file)?.groups?.family ?? [],
  );
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', ...component({ name, version, license }) } },
    components: [
      ...packages.map((each) => ({ type: 'library', ...component(each) })),
      ...families.map((family) => ({ type: 'data', name: family, licenses: licensed('OFL-1.1') })),
    ],
  };
}

export const component = ({ name, version, license }: Omit<Package, 'text'>) => ({
  'bom-ref': `pkg:npm/${name}@${version}`,
  name,
  version,
  licenses: licensed(license),
  purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
});

const licensed = (license: string) =>
  /[ (]/.test(license) ? [{ expression: license }] : [{ license: { id: license } }];

/** Licences of all that an archive holds, and one bill of materials of it (CycloneDX 1.5). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { component, LICENCES, MATERIALS } from '../notices.ts';

export interface Part {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

const FILE = /^(licen[cs]e|copying|notice)/i;

/** The list has what the bundles of papermake hold, behind its own licence. */
export const bundledLicences = (papermake: string): string =>
  [path.join(papermake, 'LICENSE'), path.join(papermake, 'dist', LICENCES)]
    .map((file) => readFileSync(file, 'utf8').trimEnd())
    .join('\n\n')
    .concat('\n');

/** The text of a part's licence; a native part has that of the package that it belongs to. Throws where there is none. */
export function licenceOf(part: Part, all: readonly Part[]): string {
  const own = textIn(part.folder);
  if (own !== undefined) return own;
  const scope = path.dirname(part.name);
  const belongs = all.find(
    ({ name, version, license, folder }) =>
      name !== part.name &&
      version === part.version &&
      license === part.license &&
      (part.name.startsWith(`${name}-`) || scope === `@${name}`) &&
      textIn(folder) !== undefined,
  );
  if (belongs === undefined) throw new Error(`the licence of ${part.name} is not there`);
  return textIn(belongs.folder)!;
}

function textIn(folder: string): string | undefined {
  const files = readdirSync(folder).filter((file) => FILE.test(file));
  const texts = files
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return texts.length === 0 ? undefined : `${texts.join('\n\n')}\n`;
}

/** The bill of papermake's bundles with Node and the packages beside it. */
export function materials(papermake: string, parts: readonly Part[], node: string): string {
  const bill = JSON.parse(readFileSync(path.join(papermake, 'dist', MATERIALS), 'utf8')) as { components: unknown[] };
  const beside = parts.map((part) => ({ type: 'library', ...component(part) }));
  const runtime = {
    type: 'application',
    'bom-ref': `pkg:generic/node@${node}`,
    name: 'node',
    version: node,
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:generic/node@${node}`,
  };
  return `${JSON.stringify({ ...bill, components: [...bill.components, runtime, ...beside] }, null, 2)}\n`;
}

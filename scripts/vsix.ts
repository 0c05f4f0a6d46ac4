/** `npm run vsix [-- --out FILE]`: the extension of VS Code as a `.vsix`, made without network; equal sources make equal bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { escapeXml } from '../src/table/formats/office/xml.ts';
import { zip } from '../src/table/formats/office/zip.ts';
import { licencesOf } from './notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'editors/vscode');
const { values } = parseArgs({ options: { out: { type: 'string' } } });

interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly publisher: string;
  readonly categories: readonly string[];
  readonly engines: { readonly vscode: string };
}

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const manifest = { ...(JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as Manifest), version };

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: [path.join(source, 'extension.js')],
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  external: ['vscode'],
});

const packageXml = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${escapeXml(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${escapeXml(manifest.description)}</Description>
    <Categories>${escapeXml(manifest.categories.join(','))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escapeXml(manifest.engines.vscode)}"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;

const types = {
  json: 'application/json',
  js: 'application/javascript',
  md: 'text/markdown',
  txt: 'text/plain',
  vsixmanifest: 'text/xml',
};
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${Object.entries(types)
  .map(([end, type]) => `<Default Extension=".${end}" ContentType="${type}"/>`)
  .join('')}</Types>
`;

const files = new Map<string, string | Uint8Array>([
  ['extension.vsixmanifest', packageXml],
  ['[Content_Types].xml', contentTypes],
  ['extension/package.json', `${JSON.stringify(manifest, null, 2)}\n`],
  ['extension/extension.js', outputFiles[0]!.contents],
  ['extension/README.md', readFileSync(path.join(source, 'README.md'))],
  ['extension/LICENSE.txt', readFileSync(path.join(root, 'LICENSE'))],
  ['extension/licences.txt', licencesOf(Object.keys(metafile.inputs))],
]);

const out = path.resolve(values.out ?? path.join(root, `papermake-${version}.vsix`));
const bytes = [...files].map(
  ([name, held]) => [name, typeof held === 'string' ? new TextEncoder().encode(held) : held] as const,
);
writeFileSync(out, zip(new Map(bytes)));
console.log(out);

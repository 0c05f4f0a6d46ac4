/** Parts of papermake itself that a system may refuse: native modules, fonts, the folder in which it writes. */
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { fontFamilies, fontFiles } from '../../figure/fonts/families.ts';
import { packageFile } from '../place.ts';
import { type Finding, settled } from './findings.ts';

interface NativePart {
  readonly name: string;
  readonly load: () => Promise<unknown>;
  readonly for: string;
  readonly install: string;
}

const parts: readonly NativePart[] = [
  {
    name: 'DuckDB',
    load: async () => await import('@duckdb/node-api'),
    for: 'queries of `kind: sql`, large files',
    install: 'npm install @duckdb/node-api',
  },
  {
    name: 'Typst',
    load: async () => await import('@myriaddreamin/typst-ts-node-compiler'),
    for: 'PDF without TeX',
    install: 'npm install @myriaddreamin/typst-ts-node-compiler',
  },
  {
    name: 'resvg',
    load: async () => await import('@resvg/resvg-js'),
    for: 'figures as PNG',
    install: 'npm install @resvg/resvg-js',
  },
];

/** `root`: the folder in which results are written. */
export async function ownFindings(root: string): Promise<Finding[]> {
  const native = await Promise.all(
    parts.map(async ({ name, load, for: needed, install }): Promise<Finding> => {
      const loads = await load().then(
        () => true,
        () => false,
      );
      return {
        is: 'part',
        name,
        found: loads ? 'loads' : null,
        neededBy: [needed],
        install: `\`${install}\`, in the folder where papermake is installed`,
      };
    }),
  );
  const fonts = [...new Set(fontFamilies.flatMap((family) => fontFiles(family)).map(({ file }) => file))];
  const lacking = fonts.filter((file) => !existsSync(packageFile(join('fonts', file))));
  const writes = attempt(() => accessSync(root, constants.W_OK) ?? true) === true;
  const own: Finding[] = [
    ...native,
    {
      is: 'part',
      name: 'fonts',
      found: lacking.length === 0 ? `${fonts.length} files` : null,
      neededBy: ['figures', 'documents'],
      install: `install papermake again: it lacks ${lacking.join(', ')}`,
    },
    {
      is: 'folder',
      name: 'leave to write',
      found: writes ? root : null,
      neededBy: ['results'],
      install: 'choose a folder in which you may write, or ask whoever owns this one',
    },
  ];
  return own.map(settled);
}

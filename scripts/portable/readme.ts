/** README.txt of an archive: what is in it, how it is called on that system, what takes the space. */
import { isWindows, type Platform } from './platforms.ts';

export interface Size {
  readonly name: string;
  readonly bytes: number;
}

export interface Facts {
  readonly version: string;
  readonly node: string;
  readonly sizes: readonly Size[];
}

const MEBIBYTE = 1024 * 1024;

const onWindows = `
Open a terminal (PowerShell or cmd) in the folder of your paper and call papermake by its path:

  C:\\Tools\\papermake\\papermake.cmd self-check
  C:\\Tools\\papermake\\papermake.cmd init
  C:\\Tools\\papermake\\papermake.cmd

Put this folder on the PATH (Settings, "Edit environment variables for your account"), and it is called
papermake. The folder may lie anywhere, also under a name with blanks or Chinese characters.
`;

const onPosix = `
Open a terminal in the folder of your paper and call papermake by its path:

  ~/papermake/papermake self-check
  ~/papermake/papermake init
  ~/papermake/papermake

A link to it from a folder on the PATH, or the folder itself on the PATH, and it is called papermake:

  ln -s ~/papermake/papermake ~/.local/bin/papermake

The folder may lie anywhere, also under a name with blanks or Chinese characters.
`;

const onMac = `
This archive has never been run on a Mac by those who made it, and Apple has not notarised it. macOS says
of programs that a browser downloaded that they cannot be checked. This removes the mark from the folder:

  xattr -dr com.apple.quarantine ~/papermake
`;

/** In lines that a terminal of 110 columns shows. */
export function readme(platform: Platform, { version, node, sizes }: Facts): string {
  const how = isWindows(platform) ? onWindows : onPosix;
  const widest = Math.max(...sizes.map(({ name }) => name.length));
  const taken = sizes.map(
    ({ name, bytes }) => `  ${name.padEnd(widest)}  ${String(Math.round(bytes / MEBIBYTE)).padStart(4)} MiB`,
  );
  return `papermake ${version} for ${platform.name}, with its own Node ${node}

Nothing has to be installed, and nothing is downloaded when it runs. To remove it, remove this folder.
${how}${platform.os === 'darwin' ? onMac : ''}
"self-check" tries every part on this machine and makes a small paper. It ends with "everything works", or
says what does not and how it is mended. "init" writes a first project, and papermake alone makes what is
stale.
The manual is in lib/node_modules/papermake/docs.

What takes the space:

${taken.join('\n')}

licences/ has the licences of all of it, Node's with those of OpenSSL, ICU and its other parts; the typefaces
have theirs in lib/node_modules/papermake/dist/fonts. sbom.cdx.json is the bill of materials (CycloneDX 1.5).
`;
}

/** Knows where programs of the system stand: on the PATH, and on Windows and macOS in the folders to which their installers put them. */
import { readdirSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { attempt } from '../attempt.ts';

export interface ProgramSystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of the entries of a folder; none where it is not there. */
  list(folder: string): readonly string[];
}

const thisSystem = (): ProgramSystem => ({
  platform: process.platform,
  env: process.env,
  list: (folder) => attempt(() => readdirSync(folder)) ?? [],
});

/** Absolute paths at which a program of this name may stand, the one that counts first. `searched` is a PATH. */
export function programPlaces(name: string, searched: string, system = thisSystem()): string[] {
  if (system.platform !== 'win32') return [...onPath(name, searched, posix), ...usualPlaces(name, system)];
  const names = withExtensions(name, system.env);
  const found = names.length === 0 ? [] : onPath('', searched, win32).filter((folder) => !isAliasOf(name, folder));
  return [
    ...found.flatMap((folder) => names.map((each) => win32.join(folder, each))),
    ...usualPlaces(name.replace(/\.exe$/i, ''), system),
  ];
}

/** A name in each folder of a PATH; relative ones are passed over, since they would hang on where papermake is called. */
const onPath = (name: string, searched: string, { delimiter, isAbsolute, join }: typeof posix): string[] =>
  searched
    .split(delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name));

/** `x.com`, `x.exe`, … by PATHEXT; the name itself where it has such an extension. */
function withExtensions(name: string, env: ProgramSystem['env']): string[] {
  const extensions = (env.PATHEXT ?? '.COM;.EXE;.BAT;.CMD')
    .split(';')
    .map((each) => each.toLowerCase())
    .filter((each) => /^\.(com|exe|bat|cmd)$/.test(each));
  if (extensions.includes(win32.extname(name).toLowerCase())) return [name];
  return extensions.map((each) => `${name}${each}`);
}

/** Windows brings a `python.exe` that is none: it opens the Store. */
const isAliasOf = (name: string, folder: string): boolean =>
  /^py/i.test(name) && /\\Microsoft\\WindowsApps\\?$/i.test(folder);

/** A program by its name, and the folders of its installer; `*` stands for a version, of which the newest comes first. */
const USUAL: readonly {
  readonly platform: NodeJS.Platform;
  readonly programs: RegExp;
  readonly folders: readonly string[];
}[] = [
  {
    platform: 'win32',
    programs: /^(Rscript|R)$/i,
    folders: ['%ProgramFiles%\\R\\R-*\\bin', '%LOCALAPPDATA%\\Programs\\R\\R-*\\bin'],
  },
  {
    platform: 'win32',
    programs: /^(Stata(MP|SE|BE|IC)?)(-64)?$/i,
    folders: ['%ProgramFiles%\\Stata*', '%ProgramFiles(x86)%\\Stata*', '%SystemDrive%\\Stata*'],
  },
  {
    platform: 'win32',
    programs: /^python3?$/i,
    folders: [
      '%LOCALAPPDATA%\\Programs\\Python\\Python*',
      '%ProgramFiles%\\Python*',
      '%SystemDrive%\\Python*',
      '%USERPROFILE%\\anaconda3',
      '%USERPROFILE%\\miniconda3',
      '%ProgramData%\\anaconda3',
      '%ProgramData%\\miniconda3',
    ],
  },
  {
    platform: 'win32',
    programs: /^(latexmk|pdflatex|xelatex|lualatex|bibtex|biber)$/i,
    folders: [
      '%SystemDrive%\\texlive\\*\\bin\\windows',
      '%SystemDrive%\\texlive\\*\\bin\\win32',
      '%LOCALAPPDATA%\\Programs\\MiKTeX\\miktex\\bin\\x64',
      '%ProgramFiles%\\MiKTeX\\miktex\\bin\\x64',
    ],
  },
  {
    platform: 'win32',
    programs: /^(sh|bash|git)$/i,
    folders: ['%ProgramFiles%\\Git\\bin', '%LOCALAPPDATA%\\Programs\\Git\\bin'],
  },
  { platform: 'win32', programs: /^pwsh$/i, folders: ['%ProgramFiles%\\PowerShell\\*'] },
  {
    platform: 'darwin',
    programs: /^(Rscript|R)$/,
    folders: ['/usr/local/bin', '/opt/homebrew/bin', '/Library/Frameworks/R.framework/Resources/bin'],
  },
  {
    platform: 'darwin',
    programs: /^stata(-(mp|se|be))?$/i,
    folders: ['MP', 'SE', 'BE'].map((edition) => `/Applications/Stata*/Stata${edition}.app/Contents/MacOS`),
  },
  { platform: 'darwin', programs: /^(latexmk|(pdf|xe|lua)latex|bibtex|biber)$/, folders: ['/Library/TeX/texbin'] },
];

function usualPlaces(name: string, system: ProgramSystem): string[] {
  const { join } = system.platform === 'win32' ? win32 : posix;
  const file = system.platform === 'win32' ? `${name}.exe` : name;
  const usual = USUAL.filter(({ platform, programs }) => platform === system.platform && programs.test(name));
  return usual.flatMap(({ folders }) =>
    folders.flatMap((folder) => expanded(folder, system).map((each) => join(each, file))),
  );
}

/** A folder with the environment's variables and the versions that are there; none where a variable is not set. */
function expanded(folder: string, system: ProgramSystem): string[] {
  const { env, platform } = system;
  const named = [...folder.matchAll(/%([^%]+)%/g)].map((match) => match[1]!);
  if (named.some((name) => !env[name])) return [];
  const path = folder.replace(/%([^%]+)%/g, (_, name: string) => env[name]!);
  const { sep, join } = platform === 'win32' ? win32 : posix;
  const parts = path.split(sep);
  const at = parts.findIndex((part) => part.includes('*'));
  if (at < 0) return [path];
  const above = `${parts.slice(0, at).join(sep)}${sep}`;
  const [before, behind] = parts[at]!.split('*') as [string, string];
  const isVersion = (entry: string): boolean =>
    entry.toLowerCase().startsWith(before.toLowerCase()) &&
    /^[\w.-]*$/.test(entry.slice(before.length)) &&
    entry.endsWith(behind);
  return system
    .list(above)
    .filter(isVersion)
    .sort(newestFirst)
    .map((entry) => join(above, entry, ...parts.slice(at + 1)));
}

/** Compares names by the numbers of their versions: `R-4.10.0` before `R-4.9.2`, and `Python313` before `Python39`. */
function newestFirst(a: string, b: string): number {
  const [x, y] = [a, b].map((each) => versionOf(each)) as [number[], number[]];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (y[i] ?? -1) - (x[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}

/** Numbers of a version. Python writes its two as one: `Python313`. */
const versionOf = (entry: string): number[] =>
  (/^python(\d)(\d+)/i.exec(entry)?.slice(1) ?? entry.match(/\d+/g) ?? []).map(Number);

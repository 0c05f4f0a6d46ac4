/** Python: the call is run by bridge/papermake.py, which reads results of statsmodels and linearmodels. */
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { dataFiles, textFiles } from './data.ts';
import { type BridgeLanguage, type ProgramPlace, utf8 } from './language.ts';

/** Names that a call may use without importing them: what statsmodels' and pandas' own pages call them. */
const aliases: Readonly<Record<string, string>> = { sm: 'statsmodels', smf: 'statsmodels', np: 'numpy', pd: 'pandas' };

export const python: BridgeLanguage = {
  kind: 'python',
  title: 'Python',
  programs: process.platform === 'win32' ? ['python.exe', 'python3.exe', 'py.exe'] : ['python3', 'python'],
  install: 'https://www.python.org, or `apt-get install python3`',
  helper: 'papermake.py',
  args: ['papermake.py'],
  taken: [...dataFiles, 'papermake.py', 'request.json', 'fit.json', 'draws.json', 'draws.csv', 'failure.json'],
  packagesIn(texts) {
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:^|[;\n])[^\S\n]*(?:import|from)\s+([A-Za-z_]\w*)/g)].map((match) => match[1]!),
    );
    const aliased = Object.entries(aliases).flatMap(([alias, name]) =>
      texts.some((text) => new RegExp(`\\b${alias}\\s*\\.`).test(text)) ? [name] : [],
    );
    return [...imported, ...aliased, 'pandas?'];
  },
  installs: (name) => `python3 -m pip install ${name}`,
  isBuiltIn: (name) => standardLibrary.has(name),
  packageFiles: (name, place) =>
    sites(place).flatMap((site) => ['_version.py', 'version.py', '__init__.py'].map((file) => join(site, name, file))),
  asks: (packages) => ({ files: new Map(), args: ['papermake.py', '--versions', ...packages] }),
  layOut: (request, data) => new Map([...textFiles(data), ['request.json', utf8(JSON.stringify(request))]]),
  refuses: () => undefined,
  readFit: (text) => JSON.parse(text),
  called(call) {
    const last = call.split('\n').findLast((line) => /\S/.test(line));
    const chain = last?.match(/\b[A-Za-z_]\w*(?=\()/g)?.filter((name) => name !== 'fit' && name !== 'from_formula');
    return chain?.[0];
  },
  packageOf: (name) =>
    /^(PanelOLS|RandomEffects|PooledOLS|BetweenOLS|FirstDifferenceOLS|IV2SLS|IVLIML|IVGMM|AbsorbingLS)$/.test(name)
      ? 'linearmodels'
      : undefined,
};

/** Modules of the standard library that calls of estimations import. */
const standardLibrary: ReadonlySet<string> = new Set(
  'collections csv datetime functools itertools json math os pathlib random re statistics string sys time warnings'.split(
    ' ',
  ),
);

const MINORS = Array.from({ length: 12 }, (_, i) => `3.${i + 8}`);

/** Returns the folder in which Windows keeps the packages of one user: `Python\\Python313\\site-packages`. */
const userSite = (appData: string, minor: string): string =>
  join(appData, 'Python', `Python${minor.replace('.', '')}`, 'site-packages');

/** Folders in which packages lie by Python's own settings. */
function sites({ path, env }: ProgramPlace): string[] {
  const prefixes = [
    dirname(dirname(path)),
    ...(env.HOME === undefined ? [] : [join(env.HOME, '.local')]),
    '/usr/local',
  ];
  return [
    ...(env.PYTHONPATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder)),
    join(dirname(path), 'Lib/site-packages'),
    ...(env.APPDATA === undefined ? [] : MINORS.map((minor) => userSite(env.APPDATA!, minor))),
    ...prefixes.flatMap((prefix) =>
      MINORS.flatMap((minor) =>
        ['site-packages', 'dist-packages'].map((end) => join(prefix, `lib/python${minor}`, end)),
      ),
    ),
    '/usr/lib/python3/dist-packages',
  ];
}

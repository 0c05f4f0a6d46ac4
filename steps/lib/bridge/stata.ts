/** Stata: the lines of the call run in batch mode, and bridge/papermake.ado writes down what they left in e(). */
import { join } from 'node:path';
import { dtaFile, refusedByStata } from './dta.ts';
import { type BridgeLanguage, type ProgramPlace, type Request, utf8 } from './language.ts';
import { stataFit } from './stata-fit.ts';

const ON_WINDOWS = process.platform === 'win32';

/** Commands that do not come with Stata, by the package that `ssc install` names. */
const packages: Readonly<Record<string, string>> = {
  reghdfe: 'reghdfe',
  ivreghdfe: 'ivreghdfe ivreg2 ranktest reghdfe ftools',
  ivreg2: 'ivreg2 ranktest',
  xtivreg2: 'xtivreg2 ivreg2 ranktest',
  ppmlhdfe: 'ppmlhdfe reghdfe ftools',
  xtabond2: 'xtabond2',
  xtscc: 'xtscc',
  xthreg: 'xthreg',
  csdid: 'csdid drdid',
  did_imputation: 'did_imputation',
  eventstudyinteract: 'eventstudyinteract',
  psmatch2: 'psmatch2',
  winsor2: 'winsor2',
  utest: 'utest',
  boottest: 'boottest',
  xsmle: 'xsmle',
};

export const stata: BridgeLanguage = {
  kind: 'stata',
  title: 'Stata',
  programs: ON_WINDOWS
    ? ['StataMP-64.exe', 'StataSE-64.exe', 'StataBE-64.exe', 'StataIC-64.exe', 'Stata-64.exe']
    : ['stata-mp', 'stata-se', 'stata-be', 'stata', 'StataMP', 'StataSE', 'StataBE'],
  install: 'https://www.stata.com; where it is not on the PATH, `program:` says where it lies',
  helper: 'papermake.ado',
  args: [...(ON_WINDOWS ? ['/e'] : ['-b']), 'do', 'run.do'],
  taken: ['data.dta', 'papermake.ado', 'run.do', 'run.log', 'run.smcl', 'fit.txt'],
  packagesIn: (texts) =>
    texts.flatMap((text) =>
      [...text.matchAll(/\b[a-z_][a-z0-9_]*\b/g)].flatMap(([word]) => (word in packages ? [word] : [])),
    ),
  installs: (name) =>
    (packages[name] ?? name)
      .split(' ')
      .map((each) => `ssc install ${each}`)
      .join(', '),
  packageFiles: (name, place) => adoFolders(place).map((folder) => join(folder, name[0]!, `${name}.ado`)),
  asks: (names) => ({
    files: new Map([['ask.do', utf8(askText(names))]]),
    args: [...(ON_WINDOWS ? ['/e'] : ['-b']), 'do', 'ask.do'],
    log: 'ask.log',
  }),
  layOut: (request, data) =>
    new Map([
      ['data.dta', dtaFile(data)],
      ['run.do', utf8(runText(request, data.panel))],
    ]),
  refuses: refusedByStata,
  readFit: stataFit,
  called(call) {
    const line = call.split('\n').findLast((each) => /\S/.test(each) && !/^\s*(\*|\/\/)/.test(each));
    const words = line
      ?.trim()
      .replace(/^((quietly|qui|noisily|xi|capture|cap)\s*:?\s+|(bootstrap|svy|by|bysort)\b[^:]*:\s*)+/, '');
    return /^[a-zA-Z_]\w*/.exec(words ?? '')?.[0];
  },
  packageOf: (name) => (name in packages ? name : undefined),
};

/** Returns the folders into which `ssc install` puts commands. */
function adoFolders({ env }: ProgramPlace): string[] {
  const home = env.HOME ?? env.USERPROFILE;
  return [
    ...(home === undefined ? [] : [join(home, 'ado/plus'), join(home, 'Library/Application Support/Stata/ado/plus')]),
    ...(ON_WINDOWS ? ['C:/ado/plus'] : ['/usr/local/ado']),
  ];
}

/** Stata's version, and the first lines of the programs asked for, where those say theirs. */
const askText = (names: readonly string[]): string =>
  [
    'set more off',
    'display "Stata " c(stata_version) " " c(edition_real)',
    ...names.map((name) => `which ${name}`),
    '',
  ].join('\n');

function runText({ call, stats }: Request, panel: { readonly unit: string; readonly time: string } | null): string {
  const kept = Object.entries(stats).flatMap(([name, expression]) => [
    `scalar papermake__value = ${expression.trim()}`,
    `global papermake_${name} : display %21x scalar(papermake__value)`,
  ]);
  return [
    'set more off',
    'set linesize 255',
    'adopath ++ "."',
    'use "data.dta", clear',
    ...(panel === null ? [] : [`capture xtset ${panel.unit} ${panel.time}`]),
    call.trimEnd(),
    ...kept,
    'papermake using "fit.txt"',
    '',
  ].join('\n');
}

/** The files of an export to Stata: the main do-file, one do-file a step, and the program that they share. */

import type { ScriptFile } from '../data.ts';
import { fileOf } from '../data.ts';
import { type ExportedStep, whyFrame } from '../language.ts';
import { stataComment, stataText } from './names.ts';

export const MAIN = 'main.do';
const PROGRAM = 'check.do';

/** Lists, for each command that Stata does not have itself, the packages that supply it. */
const packages: Readonly<Record<string, readonly string[]>> = {
  reghdfe: ['ftools', 'reghdfe'],
  ppmlhdfe: ['ftools', 'reghdfe', 'ppmlhdfe'],
  ivreg2: ['ranktest', 'ivreg2'],
  xtivreg2: ['ranktest', 'ivreg2', 'xtivreg2'],
  ivreghdfe: ['ftools', 'reghdfe', 'ranktest', 'ivreg2', 'ivreghdfe'],
  xtabond2: ['xtabond2'],
  xtscc: ['xtscc'],
  csdid: ['drdid', 'csdid'],
  eventstudyinteract: ['avar', 'eventstudyinteract'],
  did_imputation: ['did_imputation'],
  did2s: ['did2s'],
  psmatch2: ['psmatch2'],
  ebalance: ['ebalance'],
  bartik_weight: ['bartik_weight'],
  xthreg: ['xthreg'],
  xsmle: ['xsmle'],
  xttest3: ['xttest3'],
  xtserial: ['xtserial'],
  xtcsd: ['xtcsd'],
  winsor2: ['winsor2'],
  leebounds: ['leebounds'],
  ritest: ['ritest'],
  rwolf2: ['rwolf2'],
};

const notRun = 'This do-file was written by papermake and was not run in Stata when it was written.';

const program = `* ${notRun}
* Compares a value with the one in the paper: to six digits, or to six of its standard error.
version 15
capture program drop check
program define check
    args cell got expected scale
    if "\`scale'" == "" local scale = \`expected'
    global compared = $compared + 1
    capture local difference = abs((\`got') - (\`expected')) / max(abs(\`expected'), abs(\`scale'))
    if _rc != 0 local difference = .
    if !(\`difference' <= 1e-6) {
        global failures = $failures + 1
        capture local value = \`got'
        display as error \`"DIFFERENT  \`cell': expected \`expected', got \`value'"'
    }
end

capture program drop finish
program define finish
    display \`"\`0': $failures of $compared values differ"'
    assert $failures == 0
end

global compared = 0
global failures = 0
set type double
`;

export function stataScripts(title: string | undefined, steps: readonly ExportedStep[]): ScriptFile[] {
  const names = steps.map(({ name }, i) => `${String(i + 1).padStart(2, '0')}_${fileOf(name)}.do`);
  return [
    { path: MAIN, content: mainScript(title, steps, names) },
    { path: PROGRAM, content: program },
    ...steps.map((step, i) => ({ path: names[i]!, content: stepScript(step, names[i]!) })),
  ];
}

/** Packages from SSC. */
export function packagesOf(steps: readonly ExportedStep[]): string[] {
  const makes = steps.some(({ data }) =>
    data.some(({ origin }) => origin?.is === 'raw' && /^winsor2 /m.test(String(origin.script.content))),
  );
  const used = new Set([
    ...steps.flatMap(({ blocks }) => blocks.flatMap((block) => block.packages)),
    ...(makes ? ['winsor2'] : []),
  ]);
  return [...new Set([...used].flatMap((name) => packages[name] ?? []))];
}

function mainScript(title: string | undefined, steps: readonly ExportedStep[], names: readonly string[]): string {
  return text([
    ...(title === undefined ? [] : stataComment(title)),
    ...stataComment(notRun),
    ...stataComment(
      'It runs all do-files of this folder, from this folder, and stops at the first in which a value differs.',
    ),
    ...packagesOf(steps).map((name) => `* ssc install ${name}`),
    'version 15',
    'clear all',
    ...names.map((name) => `do ${stataText(name)}`),
  ]);
}

const stepScript = ({ name, data, blocks }: ExportedStep, file: string): string =>
  text([
    ...stataComment(`Step ${name}`),
    ...stataComment(notRun),
    `do ${stataText(PROGRAM)}`,
    ...data.flatMap((each) => {
      const why = whyFrame(each);
      if (each.origin?.is === 'raw') return [`do ${stataText(each.origin.script.path)}`];
      return why === undefined ? [] : stataComment(why);
    }),
    ...blocks.map(({ node, lines }) => ['', ...stataComment(`---- ${node} ----`)].concat(lines).join('\n')),
    '',
    `finish ${file}`,
  ]);

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

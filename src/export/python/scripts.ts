/** The files of an export to Python: the main script, one script a step, and the functions that they share. */
import type { ExportedData, ScriptFile } from '../data.ts';
import { fileOf } from '../data.ts';
import {
  commentLines,
  type DialectFiles,
  type ExportedStep,
  functionsOf,
  hasRaw,
  layoutsOf,
  whyFrame,
} from '../language.ts';
import { FUNCTIONS, functionsFile } from './functions.ts';
import { pyText, pyTexts } from './names.ts';
import { rawFunctions } from './raw.ts';

export const MAIN = 'main.py';

/** Writes scripts, in a dialect where there is one. */
export const pythonScriptsIn =
  ({ note, functions }: DialectFiles) =>
  (title: string | undefined, steps: readonly ExportedStep[]): ScriptFile[] => {
    const names = steps.map(({ name }, i) => `${String(i + 1).padStart(2, '0')}_${fileOf(name)}.py`);
    const own = functionsFile + functions + (hasRaw(steps) ? rawFunctions : '') + functionsOf(steps);
    return [
      { path: MAIN, content: mainScript([title, note], steps, names) },
      { path: FUNCTIONS, content: own },
      ...steps.map((step, i) => ({ path: names[i]!, content: stepScript(step, names[i]!, note) })),
    ];
  };

export const pythonScripts = pythonScriptsIn({ note: '', functions: '' });

const usual = ['numpy', 'pandas', 'statsmodels'];

/** `head`: sentences at the head, of which some may be absent. */
function mainScript(
  head: readonly (string | undefined)[],
  steps: readonly ExportedStep[],
  names: readonly string[],
): string {
  const packages = packagesOf(steps);
  return lines([
    ...head.flatMap((text = '') => (text === '' ? [] : commentLines('#', text))),
    ...commentLines(
      '#',
      'Runs all scripts of this folder: python3 main.py. It needs Python and the packages below, and nothing else.',
    ),
    `# python3 -m pip install ${packages.join(' ')}`,
    '# Every script compares its values with those of the paper, and ends with an error where one differs.',
    'import os',
    'import subprocess',
    'import sys',
    '',
    'folder = os.path.dirname(os.path.abspath(__file__))',
    'failed = []',
    'for script in [',
    ...names.map((name) => `    ${pyText(name)},`),
    ']:',
    '    if subprocess.run([sys.executable, script], cwd=folder).returncode != 0:',
    '        failed.append(script)',
    'if failed:',
    '    sys.exit("These scripts found values that differ, or stopped with an error:\\n  " + "\\n  ".join(failed))',
  ]);
}

function stepScript({ name, data, blocks }: ExportedStep, file: string, note: string): string {
  return lines([
    ...commentLines('#', `Step ${name}`),
    ...(note === '' ? [] : commentLines('#', note)),
    'from functions import *',
    '',
    'data = {',
    ...data.flatMap(readLines),
    '}',
    ...blocks.map(({ node, lines: block }) => ['', ...commentLines('#', `---- ${node} ----`)].concat(block).join('\n')),
    '',
    `finish(${pyText(file)})`,
  ]);
}

/** The script that makes data of raw files; those of steps run it. */
export const pythonDataScript = (name: string, made: readonly string[]): ScriptFile => ({
  path: `data_${fileOf(name)}.py`,
  content: lines([
    ...commentLines(
      '#',
      `Makes the data ${name} of raw files and compares them with those of the paper. Scripts of steps run this.`,
    ),
    'from functions import *',
    '',
    'data = {}',
    ...made,
  ]),
});

function readLines(data: ExportedData): string[] {
  const { name, texts, origin } = data;
  if (origin?.is === 'raw') return [`    ${pyText(name)}: made_by(${pyText(origin.script.path)}),`];
  const text = texts.length === 0 ? '' : `, text=${pyTexts(texts)}`;
  const why = whyFrame(data);
  return [
    ...(why === undefined ? [] : commentLines('    #', why)),
    `    ${pyText(name)}: read_data(${pyText(`data/${fileOf(name)}.csv`)}${text}),`,
  ];
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;

export const packagesOf = (steps: readonly ExportedStep[]): string[] => [
  // pandas reads workbooks by openpyxl
  ...new Set([
    ...usual,
    ...(layoutsOf(steps).has('xlsx') ? ['openpyxl'] : []),
    ...steps.flatMap(({ blocks }) => blocks.flatMap((each) => each.packages)),
  ]),
];

/** The files of an export to R: the main script, one script a step, and the functions that they share. */

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
import { rDialect } from './dialect.ts';
import { FUNCTIONS, functionsFile } from './functions.ts';
import { rText, rTexts } from './names.ts';
import { rawFunctions } from './raw.ts';

export const MAIN = 'main.R';

/** Writes scripts, in a dialect where there is one. */
export const rScriptsIn =
  ({ note, functions }: DialectFiles) =>
  (title: string | undefined, steps: readonly ExportedStep[]): ScriptFile[] => {
    const names = scriptNames(steps);
    const own = functionsFile + functions + (hasRaw(steps) ? rawFunctions : '') + functionsOf(steps);
    return [
      { path: MAIN, content: mainScript([title, note], steps, names) },
      { path: FUNCTIONS, content: own },
      ...steps.map((step, i) => ({ path: names[i]!, content: stepScript(step, names[i]!, note) })),
    ];
  };

export const rScripts = rScriptsIn({ note: '', functions: '' });

/** Scripts are numbered in the order of the pipeline, so that none is called as the main script or the functions. */
const scriptNames = (steps: readonly ExportedStep[]): readonly string[] =>
  steps.map(({ name }, i) => `${String(i + 1).padStart(2, '0')}_${fileOf(name)}.R`);

const usual = ['sandwich', 'lmtest'];

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
      'Runs all scripts of this folder: Rscript main.R. It needs R and the packages below, and nothing else.',
    ),
    ...commentLines('#', `install.packages(c(${packages.map((name) => `"${name}"`).join(', ')}))`),
    '# Every script compares its values with those of the paper, and ends with an error where one differs.',
    '',
    'invisible(Sys.setlocale("LC_CTYPE", if (l10n_info()$`UTF-8`) "" else "C.UTF-8"))',
    'folder <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))',
    'if (length(folder) == 1) setwd(dirname(normalizePath(folder)))',
    'failed <- character()',
    'for (script in c(',
    names.map((name) => `  ${rText(name)}`).join(',\n'),
    ')) {',
    '  status <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)))',
    '  if (status != 0) failed <- c(failed, script)',
    '}',
    'if (length(failed) > 0) {',
    '  cat("These scripts found values that differ, or stopped with an error:", failed, sep = "\\n  ")',
    '  cat("\\n")',
    '  quit(status = 1, save = "no")',
    '}',
  ]);
}

/** Packages that read files of a layout. */
const PACKAGES_OF_LAYOUTS = { csv: [], dta: ['haven'], xlsx: ['readxl'] } as const;

export const packagesOf = (steps: readonly ExportedStep[]): string[] => [
  ...new Set([
    ...usual,
    ...[...layoutsOf(steps)].flatMap((layout) => PACKAGES_OF_LAYOUTS[layout]),
    ...steps.flatMap(({ blocks }) => blocks.flatMap(({ packages }) => packages)),
  ]),
];

function stepScript(step: ExportedStep, file: string, note: string): string {
  return lines([
    ...commentLines('#', `Step ${step.name}`),
    ...(note === '' ? [] : commentLines('#', note)),
    '',
    'invisible(Sys.setlocale("LC_CTYPE", if (l10n_info()$`UTF-8`) "" else "C.UTF-8"))',
    ...packagesOf([step]).map((name) => `suppressPackageStartupMessages(library(${name}))`),
    `source(${rText(FUNCTIONS)}, encoding = "UTF-8")`,
    ...step.data.flatMap(readLines),
    ...step.blocks.map(({ node, lines: block }) =>
      ['', ...commentLines('#', `---- ${node} ----`)].concat(block).join('\n'),
    ),
    '',
    `finish(${rText(file)})`,
  ]);
}

/** The script that makes data of raw files; those of steps run it. */
export const rDataScript = (name: string, made: readonly string[]): ScriptFile => ({
  path: `data_${fileOf(name)}.R`,
  content: lines([
    ...commentLines(
      '#',
      `Makes the data ${name} of raw files and compares them with those of the paper. Scripts of steps run this.`,
    ),
    '',
    ...made,
    `${rDialect.dataName(name)} <- d`,
  ]),
});

function readLines(data: ExportedData): string[] {
  const { name, texts, origin } = data;
  if (origin?.is === 'raw') return [`source(${rText(origin.script.path)}, encoding = "UTF-8")`];
  const text = texts.length === 0 ? '' : `, text = ${rTexts(texts)}`;
  const why = whyFrame(data);
  return [
    ...(why === undefined ? [] : commentLines('#', why)),
    `${rDialect.dataName(name)} <- read_data(${rText(`data/${fileOf(name)}.csv`)}${text})`,
  ];
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;

/** Stata: each do-file runs by itself, and `check` writes down what it is given. No run in Stata has been seen. */
import { stata as scripts } from '../../../src/export/stata/language.ts';
import { hexNumber } from '../bridge/stata-fit.ts';
import { ANSWERS, type Engine } from './engine.ts';
import { engineProgram } from './programs.ts';

const DRIVER = 'run.do';
const PROGRAMS = 'check.do';
const own = engineProgram('stata');

export const stata: Engine = {
  ...own,
  scripts,
  floor: 6,
  drive: (files, names) => ({
    files: [
      ...files.map((file) =>
        file.path === PROGRAMS ? { ...file, content: `${String(file.content)}${overrides}` } : file,
      ),
      { path: DRIVER, content: driver(names) },
    ],
    args: own.program.args,
  }),
  number: hexNumber,
};

const overrides = `
* For papermake's witness: values are written down instead of being compared.
capture program drop check
program define check
    args cell got expected scale
    if "\`scale'" == "" local scale = \`expected'
    tempname value size
    capture scalar \`value' = \`got'
    if _rc != 0 scalar \`value' = .
    scalar \`size' = max(abs(\`expected'), abs(\`scale'))
    local told : display %21x scalar(\`value')
    local beside : display %21x scalar(\`size')
    file write witness "value" _tab \`"\`cell'"' _tab "\`told'" _tab "\`beside'" _n
end
capture program drop finish
program define finish
end
`;

const driver = (names: readonly string[]): string =>
  [
    'set more off',
    `file open witness using "${ANSWERS}", write text replace`,
    ...names.flatMap((name) => [
      `file write witness "at" _tab \`"${name}"' _n`,
      `capture noisily do \`"${name}"'`,
      'if _rc == 0 file write witness "end" _n',
    ]),
    'file close witness',
    '',
  ].join('\n');

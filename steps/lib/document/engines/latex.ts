/** Makes a PDF of a text in LaTeX, by latexmk, in a folder that holds what the text names and nothing else. */
import { mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { datum, PRINTED } from '../../../../src/base/value.ts';
import { type LogEntry, readLog } from '../../../../src/document/latex-log.ts';
import { pathFrom } from '../../../../src/document/mention.ts';
import type { Complaint, InputSpec, PlanContext } from '../../../../src/engine/step.ts';
import { CommandFolder } from '../../command/folder.ts';
import { type EndedProcess, runProgram } from '../../command/process.ts';
import type { DocumentEngine, DocumentSources, MadeDocument } from './engine.ts';
import { printedBy } from './printed.ts';

const DRIVER = 'latexmk';
/** Options of latexmk for each TeX program. */
const flags = { pdflatex: '-pdf', xelatex: '-pdfxe', lualatex: '-pdflua' } as const;
type Tex = keyof typeof flags;
const SECONDS = 300;

export const latex: DocumentEngine = {
  from: '.tex',
  to: 'pdf',
  cost: 'external',
  starts: 'TeX, which may read whatever you may',
  programs: [{ names: [DRIVER] }, { names: Object.keys(flags) }],
  inputs: (plan) => Object.fromEntries([DRIVER, ...Object.keys(flags)].flatMap((name) => program(name, plan))),
  make: compile,
};

/** A program, so that another version of it makes the document again; it is looked for once more when the document is made. */
function program(name: string, plan: PlanContext): [string, InputSpec][] {
  const path = plan.program(name);
  return path === undefined ? [] : [[`program:${name}`, { is: 'file', path }]];
}

async function compile(manuscript: DocumentSources): Promise<MadeDocument> {
  const { main, texts, files, own, signal } = manuscript;
  const text = texts.get(main)!.text;
  const tex = texFor(text);
  const lacking = [DRIVER, tex].find((name) => !own.has(`program:${name}`));
  if (lacking !== undefined) return { bytes: undefined, complaints: [notInstalled(lacking)] };
  const folder = new CommandFolder();
  try {
    for (const [path, bytes] of files) folder.add(path, bytes);
    for (const [path, each] of texts) folder.add(path, new TextEncoder().encode(each.text));
    const place = posix.dirname(main);
    // TeX writes what it knows of an included text beside where the text lies.
    mkdirSync(join(folder.path, place), { recursive: true });
    const ended = await runProgram({
      run: [DRIVER, '-norc', flags[tex], ...OPTIONS, posix.basename(main)],
      cwd: join(folder.path, place),
      pipe: folder.beside('pipe'),
      env: environment(folder.temporaries),
      timeout: SECONDS,
      signal,
    });
    const stem = main.replace(/\.tex$/, '');
    const written = folder.read(`${stem}.log`);
    const log = typeof written === 'string' ? ended.log : new TextDecoder().decode(written);
    const complaints = readLog(log).map((entry) => complaintOf(entry, manuscript));
    const isWrong = complaints.some(({ severity }) => severity === 'error');
    const pdf = folder.read(`${stem}.pdf`);
    if (!isWrong && (!succeeded(ended) || typeof pdf === 'string')) complaints.push(unexplained(ended, folder));
    const bytes = typeof pdf === 'string' || complaints.some(({ severity }) => severity === 'error') ? undefined : pdf;
    return { bytes, complaints, log: folder.named(log) };
  } finally {
    folder.remove();
  }
}

/** No program that the text names is run, and TeX does not ask what to do about an error. */
const OPTIONS = ['-interaction=nonstopmode', '-file-line-error', '-latexoption=-no-shell-escape', '-bibtex'] as const;

/** The date is fixed, and the lines of the log are not broken. HOME is where an author's own packages lie. */
const environment = (temporaries: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  HOME: process.env.HOME ?? temporaries,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  TMPDIR: temporaries,
  SOURCE_DATE_EPOCH: '0',
  FORCE_SOURCE_DATE: '1',
  // BibTeX takes no more.
  max_print_line: '10000',
  error_line: '254',
  half_error_line: '238',
});

/** Chooses the TeX program as editors do, by `% !TEX program = xelatex`, or else by the packages that need one. */
function texFor(text: string): Tex {
  const said = /^%\s*!TE?X\s+(?:TS-)?program\s*=\s*(\w+)/im.exec(text)?.[1]?.toLowerCase();
  if (said !== undefined && Object.hasOwn(flags, said)) return said as Tex;
  if (/\{[^{}]*\b(?:luacode|luatexja|luatextra)\b[^{}]*\}/.test(text)) return 'lualatex';
  const needsUnicode =
    /\{[^{}]*\b(?:fontspec|unicode-math|xeCJK|ctex|ctexart|ctexrep|ctexbook|polyglossia|mathspec)\b[^{}]*\}/;
  return needsUnicode.test(text) ? 'xelatex' : 'pdflatex';
}

const notInstalled = (name: string): Complaint => ({
  code: 'no-engine',
  message: `\`${name}\`, which makes documents of LaTeX, is not installed`,
  hint: 'on Debian: `apt-get install latexmk texlive-latex-extra texlive-science lmodern`, for Chinese `texlive-xetex texlive-lang-chinese`; texts in Typst and Markdown need no TeX',
});

const succeeded = ({ ending }: EndedProcess): boolean => ending.is === 'exit' && ending.code === 0;

function unexplained({ ending, log }: EndedProcess, folder: CommandFolder): Complaint {
  const how = { exit: 'ended without a document', signal: 'was stopped', timeout: `took longer than ${SECONDS} s` };
  const last = folder.named(log).trim().split('\n').slice(-3).join('\n');
  return {
    code: 'latex-error',
    message: `\`${DRIVER}\` ${how[ending.is]}:\n${datum(PRINTED, last)}`,
    severity: 'error',
  };
}

function complaintOf({ is, message, file, line }: LogEntry, { main, texts }: DocumentSources): Complaint {
  const path = file === undefined ? main : pathFrom(posix.dirname(main), file);
  const text = texts.get(path);
  const said = printedBy(message);
  const missing = /File `([^`']+)' not found/.exec(message)?.[1];
  return {
    code: is === 'error' ? 'latex-error' : 'latex-warning',
    severity: is,
    message: text === undefined && file !== undefined && !posix.isAbsolute(file) ? `in \`${path}\`: ${said}` : said,
    ...(missing === undefined
      ? {}
      : { hint: `install the package of TeX that has \`${missing}\`; a file of the project goes into \`files:\`` }),
    ...(text === undefined || line === undefined ? {} : { text: text.lineAt(line) }),
  };
}

/** `papermake import`: makes a project of a script that there is. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import { makeFolder, statIfThere } from '../../engine/system/files.ts';
import { count } from '../../frame/complaint.ts';
import type { Imported } from '../../import/imported.ts';
import type { Published } from '../../import/printed/compared.ts';
import { type Call, type Command, EXIT, jsonOption } from '../command.ts';
import { countsOf, type ImportCounts, outcomeWords, REPORT, reportOf } from '../importing/report.ts';
import { wrong } from '../survey/open-survey.ts';
import { ownCommand, ownName, shellWord } from '../terminal/own-name.ts';
import { tell, tellJson } from '../terminal/terminal.ts';

const PIPELINE = 'pipeline.yaml';

export const importCommand: Command = {
  name: 'import',
  summary: 'a pipeline from a do-file of Stata or a script of R, and a report of what became of each line',
  operands: 'SCRIPT',
  arity: [1, 1],
  options: {
    out: { type: 'string', value: 'DIR', help: 'write into DIR (the folder of the script)' },
    log: {
      type: 'string',
      value: 'FILE',
      help: 'what the script printed when it ran: a log, or a table as csv, tex, rtf or txt, to compare results with',
    },
    strict: { type: 'boolean', help: 'exit code 1 where a line was not understood' },
    ...jsonOption,
  },
  async run(call) {
    const [script = ''] = call.positionals;
    const { importLanguages } = await import('../../import/languages.ts');
    const language = importLanguages.find(({ endings }) => endings.includes(extname(script).toLowerCase()));
    const endings = importLanguages.flatMap((each) => each.endings);
    if (language === undefined) {
      const { isData } = await import('../first/wrong-file.ts');
      const hint = isData(script)
        ? `\`${ownName()} init --from ${shellWord(script)}\` makes a first pipeline over data`
        : `there is ${quoted(endings)}`;
      return wrong(`\`${script}\` is no script that is imported\nhint: ${hint}`);
    }
    if (statIfThere(resolve(script))?.isFile() !== true) return wrong(`there is no file \`${script}\``);
    const folder = dirname(resolve(script));
    const out = typeof call.values.out === 'string' ? resolve(call.values.out) : folder;
    const taken = [PIPELINE, REPORT].filter((name) => existsSync(join(out, name)));
    if (taken.length > 0) return wrong(alreadyThere(taken));
    const { columnsOf, levelsOf } = await import('../importing/columns.ts');
    const { adviceOf } = await import('../importing/advice.ts');
    const { formatsOf } = await import('../importing/formats.ts');
    const imported = language.read(scriptText(script), {
      columns: (path, options) => columnsOf(resolve(folder, path), options),
      levels: (path, options, column) => levelsOf(resolve(folder, path), options, column),
      formats: formatsOf,
      isThere: (path) => statIfThere(resolve(folder, path))?.isFile() === true,
      advice: adviceOf,
      script: (path) =>
        statIfThere(resolve(folder, path))?.isFile() === true ? scriptText(resolve(folder, path)) : undefined,
    });
    const { log } = call.values;
    if (typeof log !== 'string') return await written(call, { script, folder, out, imported });
    const { printedBy } = await import('../importing/printed.ts');
    const published = printedBy(imported.draft, log);
    if (typeof published === 'string') return wrong(published);
    const there = published.map(({ path }) => path).filter((path) => existsSync(join(out, path)));
    if (there.length > 0) return wrong(alreadyThere(there));
    return await written(call, { script, folder, out, imported, published });
  },
};

const alreadyThere = (paths: readonly string[]): string =>
  `${quoted(paths)} already there; nothing was written\nhint: \`--out DIR\` writes into another folder`;

/** The text of a script; older ones from China are in GB18030. */
function scriptText(path: string): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

interface Import {
  readonly script: string;
  readonly folder: string;
  readonly out: string;
  readonly imported: Imported;
  /** The files with what the script printed, which results are compared with. */
  readonly published?: readonly Published[];
}

async function written(call: Call, { script, folder, out, imported, published = [] }: Import): Promise<number> {
  const { pipelineOf } = await import('../../import/yaml.ts');
  const name = basename(script);
  const missing = dataFiles(imported, folder, out);
  const files = [
    { path: PIPELINE, content: pipelineOf(imported.draft, name) },
    { path: REPORT, content: reportOf(imported, name, missing) },
    ...published.map(({ path, content }) => ({ path, content })),
  ];
  for (const { path, content } of files) {
    makeFolder(dirname(join(out, path)));
    writeFileSync(join(out, path), content, { flag: 'wx' });
  }
  const counts = countsOf(imported);
  const code = call.values.strict === true && counts.unread > 0 ? EXIT.failed : EXIT.done;
  const runs = published.length > 0 && missing.length === 0;
  const unread = imported.lines.filter(({ outcome }) => outcome.is === 'unread');
  if (call.values.json === true) {
    const lines = imported.lines.map((line) => ({
      line: line.line,
      is: line.outcome.is,
      words: outcomeWords(line),
      notes: line.notes,
    }));
    const compared = published.map(({ path, columns, notes }) => ({ path, columns, notes }));
    tellJson({
      out,
      files: files.map(({ path }) => path),
      counts,
      missing,
      lines,
      ...(compared.length > 0 && { compared }),
    });
    return code;
  }
  const shown = unread.slice(0, MOST_SHOWN).map((line) => `${name}:${line.line}  ${outcomeWords(line)}`);
  if (unread.length > shown.length) shown.push(`… and ${unread.length - shown.length} more, in ${REPORT}`);
  const at = { directory: relative(process.cwd(), out) || undefined };
  const report = join(at.directory ?? '', REPORT);
  shown.push(
    ...missing.map((path) => `not found: \`${path}\`: put the data there`),
    summary(name, counts),
    ...comparedLines(published, runs),
    next({ report, at, runs, compares: published.length > 0 }),
  );
  tell(`${shown.join('\n')}\n`);
  if (!runs) return code;
  const different = await runAndCompare(at);
  return call.values.strict === true ? code || different : code;
}

/** Runs what was written, and says which cells are as printed. */
async function runAndCompare(values: Call['values']): Promise<number> {
  const { run } = await import('./run.ts');
  const { compare } = await import('./compare.ts');
  await run.run({ values: { ...values, quiet: true, 'keep-going': true }, positionals: [] });
  return await compare.run({ values, positionals: [] });
}

const comparedLines = (published: readonly Published[], runs: boolean): string[] =>
  published.length === 0
    ? []
    : [
        ...published.flatMap(({ notes }) => notes),
        `${count(
          published.reduce((sum, { columns }) => sum + columns, 0),
          'printed column',
        )} ${runs ? 'are' : 'will be'} compared with the results`,
      ];

const MOST_SHOWN = 20;

const summary = (name: string, { lines, became, command, nothing, unread, estimates }: ImportCounts): string =>
  `${name}: ${count(lines, 'line')}: ${became} in the pipeline, ${command} that start programs, ${nothing} without effect there, ${unread} not understood; ${count(estimates, 'estimate')}`;

interface Next {
  /** The path of the report. */
  readonly report: string;
  readonly at: Call['values'];
  readonly runs: boolean;
  readonly compares: boolean;
}

/** Tells the report to read and the command to type. */
function next({ report, at, runs, compares }: Next): string {
  if (runs) return `Look at ${report}; the pipeline runs now`;
  const commands = ['run', ...(compares ? ['compare'] : [])].map((name) => `\`${ownCommand(name, { values: at })}\``);
  return `Look at ${report}, then ${commands.join(' and ')}`;
}

/** Copies the data of the script to where the project has them; lists the files that are not there. */
function dataFiles({ files }: Imported, folder: string, out: string): string[] {
  const missing: string[] = [];
  for (const [path, there] of files) {
    const [from, to] = [resolve(folder, there), join(out, path)];
    if (existsSync(to)) continue;
    if (!existsSync(from)) {
      missing.push(path);
      continue;
    }
    makeFolder(dirname(to));
    copyFileSync(from, to);
  }
  return missing;
}

/** `papermake init`: writes a small project to start from. */
import { cpSync, lstatSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { makeFolder, statIfThere } from '../../engine/system/files.ts';
import { trust } from '../../engine/system/trust.ts';
import type { Language } from '../../table/table.ts';
import { type Command, EXIT } from '../command.ts';
import { builtInKinds } from '../kinds/built-in.ts';
import { ownKindFiles } from '../kinds/own-kinds.ts';
import { SCHEMA_FILE, schemaText } from '../kinds/schema.ts';
import { DEFAULT_TEMPLATE, type StarterFile, starterFiles, templates } from '../starters.ts';
import { wrong } from '../survey/open-survey.ts';
import { ownName, shellWord } from '../terminal/own-name.ts';
import { tell } from '../terminal/terminal.ts';

export const init: Command = {
  name: 'init',
  summary: 'a small working project to start from, with data',
  operands: '[DIR]',
  arity: [0, 1],
  options: {
    template: {
      type: 'string',
      value: Object.keys(templates).join('|'),
      help: Object.entries(templates)
        .map(([name, words]) => `${name}${name === DEFAULT_TEMPLATE ? ' (the default)' : ''}: ${words}`)
        .join('; '),
    },
    from: {
      type: 'string',
      value: 'DATA',
      help: 'a first pipeline over a data file of yours: .dta, .xlsx, .csv, .parquet',
    },
    lang: {
      type: 'string',
      value: 'en|zh',
      help: "language of AGENTS.md and of what is said with --from (the account's)",
      wrong: (value) => (isLanguage(value) ? undefined : `\`--lang\` takes en or zh, got \`${value}\``),
    },
    json: { type: 'boolean', help: 'with --from: what was found, machine-readable' },
  },
  async run({ values, positionals: [directory = '.'] }) {
    const language = (values.lang as Language | undefined) ?? languageOfAccount();
    if (values.from !== undefined) {
      if (values.template !== undefined) return wrong('`--from` and `--template` each make a project; choose one');
      return await fromData(directory, values.from as string, language, values.json === true);
    }
    const template = (values.template ?? DEFAULT_TEMPLATE) as string;
    if (!Object.hasOwn(templates, template)) return wrong(noTemplate(template));
    const root = resolve(directory);
    const files = starterFiles([template], language);
    const isThere = (path: string): boolean => isTaken(root, path);
    const inTheWay = files.filter(({ to, essential }) => essential && isThere(to)).map(({ to }) => to);
    if (inTheWay.length > 0) {
      const hint = `\`${ownName()} init DIR\` makes the project in another folder`;
      return wrong(`${quoted(inTheWay)} already there; nothing was written\nhint: ${hint}`);
    }
    const { written, kept } = writeFiles(root, files);
    report(directory, written, kept);
    return EXIT.done;
  },
};

/** Writes the files and the schema, over nothing that is there. A folder that holds nothing else is trusted. */
function writeFiles(
  root: string,
  files: readonly StarterFile[],
): { readonly written: string[]; readonly kept: string[] } {
  const paths = [...files.map(({ to }) => to), SCHEMA_FILE];
  const kept = paths.filter((path) => isTaken(root, path));
  for (const { from, to } of files) {
    if (kept.includes(to)) continue;
    makeFolder(dirname(join(root, to)));
    cpSync(from, join(root, to), { errorOnExist: true, force: false });
  }
  if (!kept.includes(SCHEMA_FILE)) writeSchema(root);
  if (kept.length === 0 && ownKindFiles(root).length === 0) trust(root, new Date());
  return { written: paths.filter((path) => !kept.includes(path)), kept };
}

async function fromData(directory: string, data: string, language: Language, json: boolean): Promise<number> {
  const { initFrom } = await import('../first/from.ts');
  return initFrom({
    data,
    directory,
    language,
    json,
    finish: () => ({
      written: writeFiles(resolve(directory), starterFiles([], language)).written,
      next: next(directory),
    }),
  });
}

const next = (directory: string): string =>
  `Now run \`${ownName()}${directory === '.' ? '' : ` -C ${shellWord(directory)}`}\`, and open pipeline.yaml`;

const isLanguage = (value: string): boolean => value === 'en' || value === 'zh';

/** Chinese where the account's locale is. */
const languageOfAccount = (): Language =>
  Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en';

/** Tells whether a path is taken: by anything, even a broken link, or because its folder is a link to another place. */
function isTaken(root: string, path: string): boolean {
  const folder = dirname(path);
  const at = (each: string) => statIfThere(join(root, each), lstatSync);
  return at(path) !== undefined || (folder !== '.' && at(folder)?.isSymbolicLink() === true);
}

function writeSchema(root: string): void {
  const path = join(root, SCHEMA_FILE);
  makeFolder(dirname(path));
  writeFileSync(path, schemaText(new Map(builtInKinds().map((loaded) => [loaded.name, loaded]))), { flag: 'wx' });
}

function report(directory: string, written: readonly string[], kept: readonly string[]): void {
  const here = directory === '.';
  const lines = [
    `papermake: wrote ${written.join(', ')}${here ? '' : ` in ${directory}`}`,
    ...(kept.length === 0
      ? []
      : [`papermake: kept ${kept.join(', ')}, which ${kept.length === 1 ? 'was' : 'were'} there`]),
    next(directory),
  ];
  tell(`${lines.join('\n')}\n`);
}

function noTemplate(name: string): string {
  const names = Object.keys(templates);
  return `there is no template \`${name}\`\nhint: ${didYouMean(name, names) ?? `templates are ${quoted(names)}`}`;
}

/** R: the call is evaluated by bridge/papermake.R, which knows the classes of fits. */
import { readdirSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { attempt } from '../../../src/base/attempt.ts';
import { dataFiles, textFiles } from './data.ts';
import { type BridgeLanguage, type ProgramPlace, type Request, utf8 } from './language.ts';

export const r: BridgeLanguage = {
  kind: 'r',
  title: 'R',
  programs: ['Rscript'],
  install: 'https://cran.r-project.org, or `apt-get install r-base-core`',
  helper: 'papermake.R',
  args: ['--vanilla', 'papermake.R'],
  taken: [...dataFiles, 'papermake.R', 'request.R', 'fit.json', 'draws.json', 'draws.csv', 'failure.json'],
  packagesIn(texts) {
    const named = texts.flatMap((text) => [
      ...[...text.matchAll(/(?<![\w.])([A-Za-z][\w.]*\w)\s*:::?\s*[\w.`]/g)].map((match) => match[1]!),
      ...[...text.matchAll(/\b(?:library|require|requireNamespace|loadNamespace)\(\s*["']?([A-Za-z][\w.]*\w)/g)].map(
        (match) => match[1]!,
      ),
    ]);
    const words = texts.some((text) => /^\s*(robust|HC[0-3]|cluster\(.*\))\s*$/.test(text));
    return [...named, ...(words ? ['sandwich?'] : [])];
  },
  installs: (name) => `Rscript -e 'install.packages("${name}")'`,
  packageFiles: (name, place) => libraries(place).map((library) => join(library, name, 'DESCRIPTION')),
  asks: (packages) => ({ files: new Map(), args: ['--vanilla', 'papermake.R', '--versions', ...packages] }),
  layOut: (request, data) => new Map([...textFiles(data), ['request.R', utf8(requestText(request))]]),
  refuses: () => undefined,
  readFit: (text) => JSON.parse(text),
  called(call) {
    const last = statementsOf(call).findLast((line) => /^\s*(?:[\w.]+\s*(?:<-|=)\s*)?[\w.:]+\(/.test(line));
    return last === undefined ? undefined : /(?<![\w.])([A-Za-z.][\w.]*)\(/.exec(last)?.[1];
  },
  // The helper itself says which package has a function (bridge/papermake.R).
  packageOf: () => undefined,
};

/** The first line of each statement; a line within brackets goes on with the statement before it. */
function statementsOf(call: string): string[] {
  let depth = 0;
  return call.split(/[;\n]/).filter((line) => {
    const isFirst = depth <= 0;
    depth += openedIn(line);
    return isFirst;
  });
}

/** Counts the brackets that a line of R leaves open, without those in strings and comments; below 0 where it closes some. */
function openedIn(line: string): number {
  let [quote, depth] = ['', 0];
  for (let i = 0; i < line.length; i++) {
    const sign = line[i]!;
    if (quote !== '') {
      if (sign === '\\') i++;
      else if (sign === quote) quote = '';
    } else if (sign === '#') return depth;
    else if (sign === '"' || sign === "'") quote = sign;
    else if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
  }
  return depth;
}

/** Folders in which packages of R lie by its own settings, and those that the environment names. */
function libraries({ path, env }: ProgramPlace): string[] {
  const named = ['R_LIBS', 'R_LIBS_USER', 'R_LIBS_SITE'].flatMap((name) => (env[name] ?? '').split(delimiter));
  const prefix = dirname(dirname(path));
  const own = env.HOME === undefined ? [] : below(below([join(env.HOME, 'R')]));
  const onWindows = env.LOCALAPPDATA === undefined ? [] : below([join(env.LOCALAPPDATA, 'R', 'win-library')]);
  return [
    ...named.filter((folder) => isAbsolute(folder)),
    ...own,
    ...onWindows,
    '/usr/local/lib/R/site-library',
    '/usr/lib/R/site-library',
    '/usr/lib/R/library',
    join(prefix, 'library'),
    join(prefix, 'lib/R/library'),
    '/Library/Frameworks/R.framework/Resources/library',
  ];
}

/** Folders in these folders, such as `x86_64-pc-linux-gnu-library/4.5`. */
const below = (folders: readonly string[]): string[] =>
  folders.flatMap((folder) => (attempt(() => readdirSync(folder)) ?? []).sort().map((name) => join(folder, name)));

function requestText({ call, packages, vcov, margins, outcome, stats, draws }: Request): string {
  const entries = [
    `call = ${string(call)}`,
    ...(packages.length === 0 ? [] : [`packages = c(${packages.map(string).join(', ')})`]),
    ...(vcov === undefined ? [] : [`vcov = ${string(vcov)}`]),
    ...(margins === true ? ['margins = TRUE'] : []),
    ...(outcome === undefined ? [] : [`outcome = ${string(outcome)}`]),
    ...(draws === undefined ? [] : [`draws = list(seed = ${draws.seed}, from = ${draws.from}, to = ${draws.to})`]),
    `stats = list(${Object.entries(stats)
      .map(([name, expression]) => `${name} = ${string(expression)}`)
      .join(', ')})`,
  ];
  return `list(\n  ${entries.join(',\n  ')}\n)\n`;
}

/** A string of R, whose escapes are those of JSON. */
const string = (text: string): string => JSON.stringify(text);

/** Commands that print estimates: `esttab`, `outreg2`. Sources: help files of estout and outreg2. */

import { globTest } from '../../../base/text/glob.ts';
import {
  addEntry,
  type DraftEntry,
  type DraftNode,
  type DraftStep,
  nodeName,
  plainName,
  type Value,
} from '../../draft.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import type { Estimate, Reading } from '../reading.ts';
import { Options, optionsOf } from '../statement.ts';
import { isShort, unquoted, wordsOf } from '../text.ts';
import { commandsOf, type StataCommand } from './command.ts';

/** What the pipeline calls statistics. */
const statistics: Readonly<Record<string, string>> = {
  N: 'n',
  r2: 'r2',
  r2_a: 'r2Adj',
  ar2: 'r2Adj',
  r2_w: 'r2Within',
  r2_within: 'r2Within',
  r2_b: 'r2Between',
  r2_o: 'r2Overall',
  r2_p: 'pseudoR2',
  pr2: 'pseudoR2',
  N_g: 'ngroups',
  N_clust: 'nclusters',
  F: 'f',
  ll: 'll',
  aic: 'aic',
  bic: 'bic',
  rmse: 'rmse',
  chi2: 'chi2',
  sigma_u: 'sigmaU',
  sigma_e: 'sigmaE',
  rho: 'rho',
  widstat: 'kpWaldF',
  rkf: 'kpWaldF',
  cdf: 'cdWaldF',
  idstat: 'kpLm',
  idp: 'kpLmP',
  j: 'hansenJ',
  jp: 'hansenJP',
  sargan: 'sargan',
  hansen: 'hansen',
  ar1: 'ar1',
};

/** The report of the project, in which all tables stand. */
export function report({ draft, line }: Reading): DraftStep {
  return draft.steps.find(({ kind }) => kind === 'report') ?? draft.add('report', 'tables', line, {}, 'tables');
}

function nameOf(using: string | undefined, line: number): string {
  const file = using?.replaceAll('\\', '/').split('/').at(-1);
  return plainName(file === undefined || file === '' ? `line_${line}` : file.replace(/\.\w+$/, ''));
}

function formatsOf(using: string | undefined, { host }: Reading): Record<string, Value> {
  const formats = host.formats(/\.(\w+)$/.exec(using ?? '')?.[1]?.toLowerCase() ?? '');
  return formats.length === 0 ? {} : { formats };
}

/** The words of `estadd` of several estimates, a row each. */
function wordRows(
  estimates: readonly DraftNode[],
  names: readonly string[],
  labels: readonly string[],
  { words }: Reading,
): Value[] {
  return names.map((name, i) => ({
    label: labels[i] ?? name,
    cells: estimates.map((each) => cell(words.get(each)?.get(name))),
  }));
}

const cell = (text: string | undefined): Value =>
  text === undefined ? '' : /^yes$/i.test(text) ? true : /^no$/i.test(text) ? false : text;

const esttab: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  const estimates = named(statement.body, reading);
  const keys: Record<string, Value> = { from: [] };
  const title = options.value('title');
  if (title !== undefined && unquoted(title) !== '')
    keys.caption = unquoted(title)
      .replace(/\\label\{[^}]*(\}?)/, (all: string, end: string) => (end === '' ? all : ''))
      .trim();
  keys.se_as = options.has('t')
    ? 't'
    : options.has('z')
      ? 't'
      : options.has('p')
        ? 'p'
        : options.has('ci')
          ? 'ci'
          : options.has('se')
            ? 'se'
            : 't';
  Object.assign(keys, starsOf(options), digitsOf(options));
  const headers = options.value('mtitles', 2) ?? options.value('mlabels', 3);
  if (headers !== undefined && !/^(none|,.*)$/.test(headers.trim()))
    keys.headers = wordsOf(headers.slice(0, endOfHeaders(headers))).map(unquoted);
  for (const name of ['keep', 'drop', 'order'] as const) {
    const list = options.value(name);
    if (list === undefined) continue;
    if (name === 'drop') reading.note('`drop()` of a table is not read: `keep:` names the terms that it shows');
    else keys[name] = wordsOf(list.split(',')[0]!).map((word) => termName(word, reading));
  }
  const indicated = options.value('indicate');
  if (indicated !== undefined)
    reading.note('`indicate()` is `indicate:` of the table, from a set or a label to terms (docs/tables.md)');
  Object.assign(keys, statsOf(options, estimates, reading));
  const notes = options.value('addnotes', 4);
  if (notes !== undefined) keys.notes = wordsOf(notes).map(unquoted);
  options.pass(...SHOWN.split(' '));
  options.end();
  const entry = addEntry(report(reading), nameOf(statement.using, reading.line), reading.line, {
    ...keys,
    ...formatsOf(statement.using, reading),
  });
  return shown(entry, estimates, reading);
};

/** The place of the first comma behind all quotes, where options of headers begin. */
function endOfHeaders(text: string): number {
  const at = text.indexOf(',', text.lastIndexOf('"') + 1);
  return at < 0 ? text.length : at;
}

/** Options that say how a table looks in one format, which each format has its own way for here. */
const SHOWN =
  'replace append nogaps compress label nonumbers nomtitles booktabs tex rtf html csv plain fragment nonotes obslast depvars interaction varwidth modelwidth width alignment align nobaselevels noomitted nolines noconstant constant collabels varlabels coeflabels coef_labels mgroups substitute star brackets parentheses not nopar page longtable type wide onecell scalar style legend labels se prehead posthead prefoot postfoot refcat eqlabels nodepvars gaps lines number unstack nostar noobs b t p z ci margin eform beta title mtitles';

function starsOf(options: Options): Record<string, Value> {
  const written = options.value('star');
  if (options.has('nostar')) return { stars: false };
  if (written === undefined) return { stars: [0.05, 0.01, 0.001] };
  const words = wordsOf(written);
  const marks: Record<string, number> = {};
  for (let i = 0; i + 1 < words.length; i += 2) marks[words[i]!] = Number(words[i + 1]);
  if (Object.values(marks).some(Number.isNaN)) throw new NotUnderstood(`the stars \`${written}\` are not read`);
  const isUsual = Object.keys(marks).every((mark) => /^\*+$/.test(mark));
  return { stars: isUsual ? Object.values(marks).sort((a, b) => b - a) : marks };
}

function digitsOf(options: Options): Record<string, Value> {
  const digits: Record<string, number> = {};
  for (const [option, key] of [
    ['b', 'b'],
    ['se', 'se'],
    ['t', 't'],
    ['p', 'p'],
  ] as const) {
    const written = options.value(option) ?? '';
    const [, own] = /^%\d*(?:\.|(?=\df))(\d+)fc?$/.exec(written.trim()) ?? [];
    const number = own ?? (/^\d+$/.test(written.trim()) ? written.trim() : undefined);
    if (number !== undefined) digits[key] = Number(number);
  }
  const { b, se, t, p, ...none } = { ...digits, ...{} } as Record<string, number>;
  const shown = {
    ...none,
    ...(b !== undefined && { b }),
    ...((se ?? t ?? p) !== undefined && { se: (se ?? t ?? p)! }),
  };
  return Object.keys(shown).length === 0 ? {} : { digits: shown };
}

/** `stats(fe N r2, labels("FE" "N"))`, `scalars(…)`, `r2`, `ar2`. */
function statsOf(options: Options, estimates: readonly DraftNode[], reading: Reading): Record<string, Value> {
  const written = options.value('stats', 1) ?? options.value('scalars', 3);
  const shown: string[] = [];
  const rows: Value[] = [];
  if (written !== undefined) {
    const [list = '', more = ''] = [written.split(',')[0], written.slice(written.indexOf(',') + 1)];
    const labels = wordsOf(optionsOf(more).find((each) => isShort(each.name, 'labels', 3))?.value ?? '').map(unquoted);
    const names = wordsOf(list)
      .map(unquoted)
      .map((word) => word.split(/\s+/)[0]!);
    const own = names.filter((name) => estimates.some((each) => reading.words.get(each)?.has(name)));
    rows.push(
      ...wordRows(
        estimates,
        own,
        own.map((name) => labels[names.indexOf(name)] ?? name),
        reading,
      ),
    );
    for (const name of names) {
      if (own.includes(name)) continue;
      const known = statistics[name];
      if (known === undefined)
        reading.note(`the statistic \`${name}\` of the table is not read: docs/tables.md lists those that there are`);
      else shown.push(known);
    }
  }
  for (const name of ['r2', 'ar2', 'pr2', 'aic', 'bic', 'rmse']) if (options.has(name)) shown.push(statistics[name]!);
  if (!options.has('noobs') && shown.length > 0 && !shown.includes('n')) shown.unshift('n');
  return { ...(shown.length > 0 && { stats: [...new Set(['fe', ...shown])] }), ...(rows.length > 0 && { rows }) };
}

const termName = (word: string, { data }: Reading): string => {
  if (word === '_cons' || /[*?#.]/.test(word)) return word.replace(/#/g, ':').replace(/\bc\./g, '');
  return data.isThere && data.variables.has(word) ? data.mark(word) : word;
};

/** Estimates that a table names; all that are stored, or the last one, where it names none. */
function named(body: string, reading: Reading): readonly DraftNode[] {
  const names = wordsOf(body);
  if (names.length === 0 || names[0] === '*' || names[0] === '_all') {
    const all = [...reading.stored.values()].filter((each): each is Estimate => !('line' in each));
    if (all.length < reading.stored.size) reading.note('an estimation that was not read is missing in the table');
    return all.length > 0 ? all : [reading.last];
  }
  return names.flatMap((name) => {
    if (name === '.') return [reading.last];
    const isNamed = globTest(name, '*?');
    const found = [...reading.stored].filter(([own]) => isNamed(own)).map(([, estimate]) => estimate);
    const there = found.filter((each): each is Estimate => !('line' in each));
    if (there.length < found.length || found.length === 0)
      throw new NotUnderstood(`the estimate \`${name}\` is not there`, 'the line that makes it is not read');
    return there;
  });
}

/** The table shows estimates, whose names are settled once the whole do-file is read. */
function shown(entry: DraftEntry, estimates: readonly DraftNode[], reading: Reading): Outcome {
  reading.shown.set(entry, estimates);
  return { is: 'became', nodes: [{ step: report(reading), entry }] };
}

/** `outreg2 using f, append` adds the last estimate to a table. */
const outreg2: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  const step = report(reading);
  const name = nameOf(statement.using, reading.line);
  const before = options.has('append') ? step.entries.find(({ id }) => id === name) : undefined;
  const title = options.value('ctitle');
  const estimates =
    statement.body.replace(/\[|\]/g, '') === '' ? [reading.last] : named(statement.body.replace(/\[|\]/g, ''), reading);
  if (title !== undefined) for (const { entry } of estimates) entry?.keys.set('header', unquoted(title));
  const isT = options.has('tstat');
  options.pass(
    'replace',
    'append',
    'word',
    'tex',
    'excel',
    'dec',
    'bdec',
    'sdec',
    'tdec',
    'rdec',
    'label',
    'nocons',
    'keep',
    'drop',
    'title',
    'alpha',
    'symbol',
    'bracket',
    'se',
    'adjr2',
    'e',
    'nonotes',
    'noobs',
    'nor2',
    'addtext',
    'addstat',
    'sideway',
    'dta',
  );
  for (const each of ['keep', 'drop', 'addtext', 'addstat'])
    if (options.has(each))
      reading.note(`\`${each}()\` of \`outreg2\` is not read: \`keep:\` and \`rows:\` of the table say it`);
  options.end();
  if (before === undefined) {
    const entry = addEntry(step, name, reading.line, {
      from: [],
      ...(isT && { se_as: 't' }),
      stars: [0.1, 0.05, 0.01],
      ...formatsOf(statement.using, reading),
    });
    return shown(entry, estimates, reading);
  }
  return shown(before, [...(reading.shown.get(before) ?? []), ...estimates], reading);
};

export const tables: readonly StataCommand[] = [
  ...commandsOf('esttab estout', 'other', () => esttab),
  ...commandsOf('outreg2', 'other', () => outreg2),
];

export const tableSource = (nodes: readonly DraftNode[]): Value => {
  const names = nodes.map(nodeName);
  return names.length === 1 ? names[0]! : names;
};

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
import { isShort, piecesOf, unquoted, wordsOf } from '../text.ts';
import { commandsOf, type StataCommand } from './command.ts';

/** The names that the pipeline has for statistics. */
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

export const esttab: StataCommand['run'] = (statement, reading) => {
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
    const terms = listedTerms(list.split(',')[0]!, estimates, reading);
    if (terms.length > 0) keys[name] = terms;
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

/** Terms that a table or a figure lists; those of factors that none of its estimates has are told. */
function listedTerms(list: string, estimates: readonly DraftNode[], reading: Reading): string[] {
  const formulas = estimates.map(({ entry }) => String(entry?.keys.get('fit') ?? ''));
  return wordsOf(list).flatMap((word) => {
    const term = termName(word, reading);
    if (!term.startsWith('i(') || formulas.some((fit) => fit.includes(term.split('::')[0]!))) return [term];
    reading.note(`\`${word}\` of the table is no term of its columns`);
    return [];
  });
}

const termName = (word: string, { data }: Reading): string => {
  const [, level, name] = /^(\*|[io]|\d+)b?\.([\p{L}_][\p{L}\p{M}\p{N}_]*)$/u.exec(word) ?? [];
  if (name !== undefined) {
    const own = `i(${data.isThere && data.variables.has(name) ? data.mark(name) : name})`;
    return /\d/.test(level!) ? `${own}::${level}` : own;
  }
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
    const one = reading.stored.get(name);
    const isNamed = globTest(name, '*?');
    const found =
      one !== undefined && !/[*?]/.test(name)
        ? [one]
        : [...reading.stored].filter(([own]) => isNamed(own)).map(([, estimate]) => estimate);
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
    'tdec',
    'rdec',
    'label',
    'nocons',
    'alpha',
    'symbol',
    'bracket',
    'se',
    'adjr2',
    'e',
    'nonotes',
    'noobs',
    'nor2',
    'addstat',
    'sideway',
    'dta',
  );
  if (options.has('addstat'))
    reading.note('`addstat()` of `outreg2` is not read: `stats:` and `rows:` of the table have such numbers');
  const words = piecesOf(options.value('addtext') ?? '').map(unquoted);
  for (const each of estimates) addWords(each, words, reading);
  const [all, b, se] = ['dec', 'bdec', 'sdec'].map((name) => options.value(name));
  const digits = {
    ...((b ?? all) !== undefined && { b: Number(b ?? all) }),
    ...((se ?? all) !== undefined && { se: Number(se ?? all) }),
  };
  const caption = options.value('title');
  const lists = (['keep', 'drop'] as const).flatMap((key) => {
    const list = options.value(key);
    const terms = list === undefined ? [] : listedTerms(list, estimates, reading);
    return terms.length === 0 ? [] : [[key, terms] as const];
  });
  const keys: Record<string, Value> = {
    ...(caption !== undefined && { caption: unquoted(caption) }),
    ...(Object.keys(digits).length > 0 && { digits }),
    ...Object.fromEntries(lists),
  };
  options.end();
  const together = [...((before && reading.shown.get(before)) ?? []), ...estimates];
  const rows = wordRows(
    together,
    [...new Set(together.flatMap((each) => [...(reading.words.get(each)?.keys() ?? [])]))],
    [],
    reading,
  );
  if (before === undefined) {
    const entry = addEntry(step, name, reading.line, {
      from: [],
      ...(isT && { se_as: 't' }),
      stars: [0.1, 0.05, 0.01],
      ...keys,
      ...(rows.length > 0 && { rows }),
      ...formatsOf(statement.using, reading),
    });
    return shown(entry, estimates, reading);
  }
  for (const [key, value] of Object.entries(keys)) if (!before.keys.has(key)) before.keys.set(key, value);
  if (rows.length > 0) before.keys.set('rows', rows);
  return shown(before, together, reading);
};

/** `addtext(Firm FE, YES, Year FE, NO)` */
function addWords(estimate: DraftNode, pieces: readonly string[], { words }: Reading): void {
  const own = words.get(estimate) ?? new Map<string, string>();
  for (let i = 0; i + 1 < pieces.length; i += 2) own.set(pieces[i]!, pieces[i + 1]!);
  if (own.size > 0) words.set(estimate, own);
}

/** `coefplot a b, keep(x) drop(_cons)`: a figure of the estimates. Source: help file of coefplot. */
const coefplot: StataCommand['run'] = (statement, reading) => {
  if (/\(|\|\|/.test(statement.body))
    throw new NotUnderstood('panels and groups of `coefplot` are not read', 'write one `coefplot` for each');
  const options = new Options(statement);
  const estimates = named(statement.body, reading);
  const [keep, drop, levels, title] = [
    options.value('keep'),
    options.value('drop'),
    options.value('levels', 3),
    options.value('title'),
  ];
  options.pass(...DRAWN.split(' '));
  options.end();
  const globs = (list: string): Value => listedTerms(list, estimates, reading);
  const step = reading.draft.add('figure', `figure_${reading.line}`, reading.line, {
    plot: 'coefficients',
    from: '',
    ...(keep !== undefined && { terms: globs(keep) }),
    ...(keep === undefined && drop !== undefined && drop !== '_cons' && { drop: globs(drop) }),
    ...(levels !== undefined && { levels: wordsOf(levels.replaceAll(',', ' ')).map(Number) }),
    ...(title !== undefined && { caption: unquoted(title.split(',')[0]!) }),
  });
  reading.shown.set(step, estimates);
  return { is: 'became', nodes: [{ step }] };
};

/** Options of looks, which figures have their own way for. */
const DRAWN =
  'vertical horizontal xline yline xlabel ylabel xtitle ytitle legend scheme graphregion plotregion msymbol msize mcolor color ciopts citype recast lcolor lwidth omitted baselevels coeflabels coeflabel rename order sort offset nolabels label byopts name replace saving aspect xsize ysize grid nooffsets noci addplot note subtitle mlabel format rescale eform transform';

export const tables: readonly StataCommand[] = [
  ...commandsOf('esttab estout', 'other', () => esttab),
  ...commandsOf('outreg2', 'other', () => outreg2),
  ...commandsOf('coefplot', 'other', () => coefplot),
];

export const tableSource = (nodes: readonly DraftNode[]): Value => {
  const names = nodes.map(nodeName);
  return names.length === 1 ? names[0]! : names;
};

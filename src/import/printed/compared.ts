/** Compares what a script printed when it ran with what its pipeline makes: a table as printed, and the step that holds results to it. */
import { addEntry, type Draft, type DraftEntry, type DraftStep, nodeName, plainName, type Value } from '../draft.ts';
import type { LoggedFit } from './log.ts';
import { nameOfStata, ownName, termOf } from './names.ts';

/** A table as printed, which becomes a file of the project. */
export interface Published {
  /** Path in the project. */
  readonly path: string;
  /** CSV. */
  readonly content: string;
  /** Columns that are compared. */
  readonly columns: number;
  /** Sentences about what is not compared. */
  readonly notes: readonly string[];
}

interface Column {
  readonly step: DraftStep;
  readonly entry: DraftEntry;
  readonly outcome: string;
  /** Terms at the right side. */
  readonly terms: readonly string[];
  /** Names of variables in them. */
  readonly names: ReadonlySet<string>;
  /** Names of effects that are absorbed, whose coefficients are not estimated. */
  readonly absorbed: ReadonlySet<string>;
}

const columnsOf = ({ steps, sets }: Draft): Column[] =>
  steps.flatMap((step) =>
    step.kind !== 'models' ? [] : step.entries.flatMap((entry) => columnOf(step, entry, sets) ?? []),
  );

function columnOf(step: DraftStep, entry: DraftEntry, sets: Draft['sets']): Column | undefined {
  const fit = entry.keys.get('fit');
  if (typeof fit !== 'string') return undefined;
  const [left = '', right = ''] = fit.split(/~(.*)/s);
  // The instrumented variables stand last.
  const [exogenous = '', absorbed = '', instrumented = ''] = right.split('|');
  const endogenous = instrumented.split('~')[0]!.trim();
  const terms = `${exogenous}${endogenous === '' ? '' : ` + ${endogenous}`}`
    .replace(/\$(\w+)/g, (all, name: string) => sets.get(name)?.join(' + ') ?? all)
    .split(' + ')
    .map((term) => term.trim());
  return { step, entry, outcome: left.trim(), terms, names: namesIn(terms.join(' ')), absorbed: namesIn(absorbed) };
}

const OPERATORS = /^(?:[LFDS]\d*|i|ref)$/;
const namesIn = (text: string): ReadonlySet<string> =>
  new Set((text.match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu) ?? []).filter((name) => !OPERATORS.test(name)));

/** Tells whether an estimate has the outcome and exactly the variables of a column. */
function isOf(fit: LoggedFit, { outcome, terms, names, absorbed }: Column): boolean {
  if (ownName(fit.outcome, new Set([outcome])) === undefined) return false;
  const left = new Set(names);
  const take = (variable: string): boolean => {
    const own = ownName(variable, names);
    if (own !== undefined) left.delete(own);
    return own !== undefined || ownName(variable, absorbed) !== undefined;
  };
  for (const variable of fit.beside) take(variable);
  const named = fit.terms.filter(({ name }) => name[0]!.variable !== '_cons');
  const isKnown = named.every(({ name }) =>
    name.every((factor) => {
      const indicator = `${factor.variable}_is_${factor.level}`;
      return take(factor.variable) || left.delete(indicator) || (names.has(indicator) && terms.length > 0);
    }),
  );
  return isKnown && named.length > 0 && left.size === 0;
}

/** Holds the columns of the draft to the estimates of a log, each to the first of its outcome and variables that is left. */
export function compareLog(draft: Draft, fits: readonly LoggedFit[], name: string): Published | undefined {
  const left = columnsOf(draft);
  const found = fits.flatMap((fit) => {
    const at = left.findIndex((column) => isOf(fit, column));
    return at < 0 ? [] : [{ fit, column: left.splice(at, 1)[0]! }];
  });
  if (found.length === 0) return undefined;
  const cells = found.map(({ fit, column }) => {
    const rows = new Map<string, string>();
    for (const { name: printed, estimate, stdError } of fit.terms) {
      const own = printed[0]!.variable === '_cons' ? '_cons' : termOf(printed, column.names, column.terms);
      if (own !== undefined) rows.set(own, `${estimate} (${stdError})`);
    }
    for (const [stat, value] of Object.entries(fit.stats)) rows.set(stat, value);
    return rows;
  });
  const labels = [...new Set(cells.flatMap((rows) => [...rows.keys()]))];
  const terms = labels.filter((label) => !STATS.includes(label));
  const ordered = [...terms, ...STATS.filter((stat) => labels.includes(stat))];
  const heads = found.map(({ column }) => nodeName(column));
  const records = [['', ...heads], ...ordered.map((label) => [label, ...cells.map((rows) => rows.get(label) ?? '')])];
  const unmatched = fits.length - found.length;
  const path = publishedPath(name);
  add(draft, name, path, {
    columns: Object.fromEntries(heads.map((head) => [head, head])),
    // A log prints no stars.
    stars: [],
  });
  return {
    path,
    content: csvOf(records),
    columns: found.length,
    notes: [
      ...(unmatched === 0
        ? []
        : [`${unmatched} of ${fits.length} estimates of \`${name}\` have no column of the same outcome and variables`]),
      ...(left.length === 0
        ? []
        : [`${left.length === 1 ? 'one column has' : `${left.length} columns have`} no estimate in \`${name}\``]),
    ],
  };
}

const STATS = ['n', 'r2', 'r2Adj', 'r2Within', 'pseudoR2'];
const publishedPath = (name: string): string => `data/published/${plainName(name.replace(/\.\w+$/, ''))}.csv`;

/** A table of a report, with the columns that it shows. */
interface Shown {
  readonly report: DraftStep;
  readonly entry: DraftEntry;
}

/** The tables of the reports, in order. */
const shownIn = ({ steps }: Draft): Shown[] =>
  steps.flatMap((report) => (report.kind !== 'report' ? [] : report.entries.map((entry) => ({ report, entry }))));

const nodesOf = ({ entry }: Shown): readonly string[] => {
  const from = entry.keys.get('from');
  return Array.isArray(from) ? from.map(String) : [String(from)];
};

/** Holds a table of the draft to the file that a table command wrote: that of the same name, or else the models in their order. Undefined where it shows none. */
export function compareTable(
  draft: Draft,
  records: readonly (readonly string[])[],
  name: string,
): Published | undefined {
  const table = plainName(name.replace(/\.\w+$/, ''));
  const shown = shownIn(draft).find(({ entry }) => entry.id === table);
  return heldTo(draft, records, name, shown);
}

/** Holds tables that stand in a log to those of the draft, each to the first of as many columns that is left. */
export function compareTables(
  draft: Draft,
  tables: readonly (readonly (readonly string[])[])[],
  name: string,
): Published[] {
  const left = shownIn(draft);
  return tables.flatMap((records) => {
    const columns = records[0]!.length - 1;
    const at = left.findIndex((each) => nodesOf(each).length === columns);
    if (at < 0) return [];
    const [shown] = left.splice(at, 1);
    return heldTo(draft, records, `${name.replace(/\.\w+$/, '')}_${shown!.entry.id}.log`, shown) ?? [];
  });
}

function heldTo(
  draft: Draft,
  records: readonly (readonly string[])[],
  name: string,
  shown: Shown | undefined,
): Published | undefined {
  const cleaned = records.map((record) => record.map(cleanCell));
  const note = cleaned.flat().find((cell) => /^\s*[tz] statistics in (?:parentheses|brackets)/i.test(cell));
  const isT =
    note !== undefined ||
    (shown !== undefined && shown.entry.keys.get('se_as') !== 'se' && shown.entry.keys.has('se_as'));
  const { head, rows } = printedRows(cleaned, isT);
  const columns = columnsOf(draft);
  const nodes = shown === undefined ? columns.slice(0, head.length).map(nodeName) : nodesOf(shown);
  if (head.length === 0 || nodes.length !== head.length) return undefined;
  const own = columns.filter((column) => nodes.includes(nodeName(column)));
  const path = publishedPath(name);
  // a number counts over the columns of a report as printed
  add(draft, name, path, {
    with: shown === undefined ? nodes : `${shown.report.name}.${shown.entry.id}`,
    ...(shown === undefined && { columns: Object.fromEntries(head.map((each, i) => [each, nodes[i]!])) }),
  });
  return {
    path,
    content: csvOf([['', ...head], ...rows.map(([label, ...cells]) => [rowName(label!, own), ...cells])]),
    columns: head.length,
    notes: isT ? [`the numbers in parentheses of \`${name}\` are no standard errors, and are not compared`] : [],
  };
}

/** Statistics as `esttab` calls them. */
const STATISTICS: Readonly<Record<string, string>> = {
  Observations: 'n',
  'R-sq': 'r2',
  'R-squared': 'r2',
  'adj. R-sq': 'r2Adj',
  'Adjusted R-squared': 'r2Adj',
  'pseudo R-sq': 'pseudoR2',
  'Pseudo R2': 'pseudoR2',
  r2_w: 'r2Within',
  r2_a: 'r2Adj',
  r2_p: 'pseudoR2',
};

/** The term or statistic that a row of a table is; its own label where it is neither. */
function rowName(label: string, columns: readonly Column[]): string {
  const statistic = STATISTICS[label];
  if (statistic !== undefined) return statistic;
  const printed = nameOfStata(label.replaceAll('×', '#'));
  if (printed === undefined) return label;
  for (const { names, terms } of columns) {
    const own = termOf(printed, names, terms);
    if (own !== undefined) return own;
  }
  return label;
}

/** Cells of `esttab` stand as formulas of Excel: `="0.12**"`. */
const cleanCell = (text: string): string =>
  text
    .trim()
    .replace(/^="?(.*?)"?$/s, '$1')
    .replace(/^"(.*)"$/s, '$1')
    .trim();

/** Numbers of columns at the top, then the rows of results; rows of outcomes, rules and notes are left out. */
function printedRows(
  records: readonly (readonly string[])[],
  isT: boolean,
): { readonly head: string[]; readonly rows: string[][] } {
  const isHead = (record: readonly string[]): boolean => record.slice(1).some((cell) => /^\(\d+\)$/.test(cell));
  const at = records.findIndex(isHead);
  const head = at < 0 ? [...(records[0] ?? [])].slice(1) : records[at]!.slice(1).filter((cell) => cell !== '');
  const rows = records.slice(at < 0 ? 1 : at + 1).flatMap((record) => {
    const cells = head.map((_, i) => record[i + 1] ?? '');
    const isResult =
      cells.some((cell) => /\d/.test(cell)) && cells.every((cell) => cell === '' || /^[-+([.\d−–]/u.test(cell));
    const isBelow = (record[0] ?? '') === '';
    // a level that the others are measured from has no estimate
    if (/^\d+b\.|^o\.|\bo\./.test(record[0] ?? '')) return [];
    return !isResult || (isT && isBelow) ? [] : [[record[0] ?? '', ...cells]];
  });
  return { head, rows };
}

function add(draft: Draft, name: string, published: string, keys: Readonly<Record<string, Value>>): void {
  const step = draft.steps.find(({ kind }) => kind === 'compare') ?? draft.add('compare', 'printed', 0, {}, 'tables');
  addEntry(step, name.replace(/\.\w+$/, ''), 0, { published, ...keys });
}

const csvOf = (records: readonly (readonly string[])[]): string =>
  `${records.map((record) => record.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\n')}\n`;

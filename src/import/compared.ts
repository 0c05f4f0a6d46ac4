/** Compares what a script printed when it ran with what its pipeline makes: a table as printed, and the step that holds results to it. */
import { addEntry, type Draft, type DraftEntry, type DraftStep, nodeName, plainName, type Value } from './draft.ts';
import type { LoggedFit } from './stata/log.ts';

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
  /** Names of variables at the right side. */
  readonly names: ReadonlySet<string>;
}

const columnsOf = ({ steps, sets }: Draft): Column[] =>
  steps.flatMap((step) =>
    step.kind !== 'models' ? [] : step.entries.flatMap((entry) => columnOf(step, entry, sets) ?? []),
  );

function columnOf(step: DraftStep, entry: DraftEntry, sets: Draft['sets']): Column | undefined {
  const fit = entry.keys.get('fit');
  if (typeof fit !== 'string') return undefined;
  const [left = '', right = ''] = fit.split(/~(.*)/s);
  // Absorbed effects have no coefficients; what instruments are of stands last.
  const [exogenous = '', , instrumented = ''] = right.split('|');
  const written = `${exogenous} ${instrumented.split('~')[0]}`;
  const names =
    written
      .replace(/\$(\w+)/g, (all, name: string) => sets.get(name)?.join(' ') ?? all)
      .match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu) ?? [];
  return { step, entry, outcome: left.trim(), names: new Set(names.filter((name) => !OPERATORS.test(name))) };
}

const OPERATORS = /^(?:[LFDS]\d*|i|ref)$/;
/** Earlier values of a variable have other names in the pipeline. */
const plainOf = (name: string): string => name.replace(/_(?:raw|\d+)$/, '');

const isOf = (fit: LoggedFit, { outcome, names }: Column): boolean => {
  const logged = new Set(fit.terms.map(({ variable }) => variable).filter((name) => name !== '_cons'));
  if (fit.outcome !== outcome && fit.outcome !== plainOf(outcome)) return false;
  return (
    logged.size > 0 && [...logged].every((name) => ownName(name, names) !== undefined) && misses(names, logged) === 0
  );
};

/** Variables of a formula that the log does not print; a factor whose levels have labels is not read from one. */
const misses = (names: ReadonlySet<string>, logged: ReadonlySet<string>): number =>
  [...names].filter((name) => !logged.has(name) && !logged.has(plainOf(name))).length;

const ownName = (name: string, names: ReadonlySet<string>): string | undefined =>
  names.has(name) ? name : [...names].find((each) => plainOf(each) === name);

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
    for (const { variable, form, estimate, stdError } of fit.terms) {
      const own = variable === '_cons' ? variable : ownName(variable, column.names)!;
      rows.set(form.replace('{}', own), `${estimate} (${stdError})`);
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
      ...(left.length === 0 ? [] : [`${left.length} columns have no estimate in \`${name}\``]),
    ],
  };
}

const STATS = ['n', 'r2', 'r2Adj', 'r2Within', 'pseudoR2'];
const publishedPath = (name: string): string => `data/published/${plainName(name.replace(/\.\w+$/, ''))}.csv`;

/** Holds a table of the draft to the file that a table command wrote: that of the same name, or else the models in their order. Undefined where it shows none. */
export function compareTable(
  draft: Draft,
  records: readonly (readonly string[])[],
  name: string,
): Published | undefined {
  const table = plainName(name.replace(/\.\w+$/, ''));
  const report = draft.steps.find(({ kind }) => kind === 'report');
  const shown = report?.entries.find(({ id }) => id === table);
  const cleaned = records.map((record) => record.map(cleanCell));
  const isT = shown?.keys.get('se_as') !== undefined;
  const { head, rows } = printedRows(cleaned, isT);
  const columns = columnsOf(draft);
  if (shown === undefined && columns.length < head.length) return undefined;
  const nodes = columns.slice(0, head.length).map(nodeName);
  const path = publishedPath(name);
  add(draft, name, path, {
    with: shown === undefined ? nodes : `${report!.name}.${shown.id}`,
    ...(shown === undefined && { columns: Object.fromEntries(head.map((each, i) => [each, nodes[i]!])) }),
  });
  return {
    path,
    content: csvOf([['', ...head], ...rows]),
    columns: head.length,
    notes: isT ? [`the numbers in parentheses of \`${name}\` are no standard errors, and are not compared`] : [],
  };
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

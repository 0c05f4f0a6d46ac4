/** Finds what `digits` names and a table does not have. */
import { quoted } from '../base/text/quoted.ts';
import { didYouMean } from '../base/text/suggest.ts';
import type { OptionFinding } from './finding.ts';
import { foreignStatHint } from './foreign-stats.ts';
import { mentioned } from './names-in-text.ts';
import { type Ask, isVariable } from './request.ts';
import { cellFields } from './template/cell.ts';

type At = readonly (string | number)[];

/** `stats` are the statistics that the table may have, `columns` the names of its columns where these may have decimals of their own. */
export function digitFindings(ask: Ask, stats: readonly string[], columns: readonly string[]): OptionFinding[] {
  const { digits } = ask.entry;
  if (digits === undefined || typeof digits === 'number') return [];
  const general = ['default', ...cellFields, ...stats];
  const params = ask.groups.flatMap((group) => group.sources.map((source) => source.params));
  const isRow = (name: string): boolean => mentioned([name], params).length > 0;
  const isGeneral = (name: string): boolean => general.includes(name);
  return Object.entries(digits).flatMap(([name, said]): OptionFinding[] => {
    const isColumn = columns.includes(name);
    if (!isColumn && !isGeneral(name) && !isRow(name)) return [unknown(name, ask, { general, columns })];
    if (typeof said === 'number') return [];
    if (!isColumn && isGeneral(name)) return [plain(name)];
    const known = (inner: string): boolean => isGeneral(inner) || (isColumn && isRow(inner));
    return Object.keys(said).flatMap((inner) => (known(inner) ? [] : [unknownField(name, inner, general)]));
  });
}

const finding = (message: string, at: At, hint?: string): OptionFinding => ({
  code: 'unknown-digits',
  message,
  option: 'digits',
  at,
  key: true,
  ...(hint !== undefined && { hint }),
});

/** A variable of the project that the table has lost to an edit elsewhere is a warning. */
function unknown(
  name: string,
  { project }: Ask,
  { general, columns }: { readonly general: readonly string[]; readonly columns: readonly string[] },
): OptionFinding {
  const what = columns.length === 0 ? 'field, statistic or variable' : 'field, statistic, variable or column';
  const message = `\`${name}\` is no ${what} of this table`;
  if (isVariable(name, project)) return { ...finding(message, [name]), severity: 'warning' };
  if (/^[A-Z]?\(\d+\)$/.test(name)) return finding(message, [name], columnHint(columns));
  const near = didYouMean(name, [...general, ...Object.keys(project.variables), ...columns]);
  return finding(message, [name], foreignStatHint(name, general) ?? near);
}

const columnHint = (columns: readonly string[]): string =>
  columns.length === 0
    ? 'its columns are called by their statistics or variables'
    : `columns: ${quoted([...new Set(columns)])}`;

const plain = (name: string): OptionFinding => ({
  ...finding(
    `expected a number of decimals for \`${name}\`, got a map`,
    [name],
    'a variable or a column may have a map: `{x: {b: 4, se: 3}}`',
  ),
  key: false,
});

const unknownField = (name: string, inner: string, general: readonly string[]): OptionFinding =>
  finding(
    `\`${inner}\`, of which \`${name}\` has decimals, is no field or statistic of this table`,
    [name, inner],
    didYouMean(inner, general) ?? 'fields are `b`, `se`, `t`, `p` and `ci`',
  );

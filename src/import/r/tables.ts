/** Functions that print estimates: `etable`, `modelsummary`, `stargazer`, `texreg`. Sources: the reference manuals of fixest, modelsummary, stargazer and texreg. */
import { addEntry, type DraftNode, plainName, type Value } from '../draft.ts';
import { NotUnderstood, type Outcome } from '../outcome.ts';
import type { Arguments } from './arguments.ts';
import { valuesOf } from './expression.ts';
import type { Listed, Reading } from './reading.ts';
import { became } from './reading.ts';
import { calledName, type RNode } from './tree.ts';

/** Functions of tables, with the argument that names the file, and the stars that they print where nothing is said. */
export const tableFunctions: Readonly<Record<string, { readonly file: readonly string[]; readonly stars: Value }>> = {
  etable: { file: ['file'], stars: [0.1, 0.05, 0.01] },
  esttex: { file: ['file'], stars: [0.1, 0.05, 0.01] },
  modelsummary: { file: ['output'], stars: false },
  msummary: { file: ['output'], stars: false },
  stargazer: { file: ['out'], stars: [0.1, 0.05, 0.01] },
  texreg: { file: ['file'], stars: [0.05, 0.01, 0.001] },
  screenreg: { file: ['file'], stars: [0.05, 0.01, 0.001] },
  htmlreg: { file: ['file'], stars: [0.05, 0.01, 0.001] },
  wordreg: { file: ['file'], stars: [0.05, 0.01, 0.001] },
  export_summs: { file: ['file.name'], stars: [0.05, 0.01, 0.001] },
};

/** Arguments of looks, which each format has its own way for. */
const SHOWN =
  'tex digits fitstat dict replace style.tex style.df label type header gof_map gof_omit coef_map coef_omit coef_rename estimate statistic fmt notes omit omit.stat dep.var.labels covariate.labels column.labels model.numbers no.space align single.row custom.model.names custom.coef.names include.ci booktabs dcolumn use.packages float.pos placement fixef.group drop keep order headers se.below depvar view markdown exponentiate add_rows to.file scale error_format model.names ci ci.level intercept.bottom font.size table.placement title caption custom.header';
const ERRORS = ['vcov', 'cluster', 'se', 'override.se', 'robust'];

export function table(
  called: string,
  args: Arguments,
  reading: Reading,
  listOf: (node: RNode) => readonly Listed[] | undefined,
): Outcome {
  const { file: names, stars: usual } = tableFunctions[called]!;
  const file = names.map((name) => args.take(name)).find((each) => each !== undefined);
  for (const name of ERRORS)
    if (args.take(name) !== undefined)
      throw new NotUnderstood(
        `\`${name}\` of \`${called}\` changes the errors of models that stand elsewhere`,
        'name the errors where each model is estimated',
      );
  const title = args.take('title') ?? args.take('caption');
  const stars = args.take('stars') ?? args.take('signif.code') ?? args.take('star.cutoffs');
  args.pass(...SHOWN.split(' '));
  const listed = args.rest().flatMap(({ name, value }) => {
    const found = value === undefined ? undefined : listOf(value);
    if (found === undefined)
      throw new NotUnderstood(
        name === undefined ? 'what the table shows is not known' : `the argument \`${name}\` is not read`,
      );
    return found;
  });
  const { draft, line, host } = reading;
  const step = draft.steps.find(({ kind }) => kind === 'report') ?? draft.add('report', 'tables', line, {}, 'tables');
  const path = file?.is === 'string' ? file.value : undefined;
  const formats = host.formats(/\.(\w+)$/.exec(path ?? '')?.[1]?.toLowerCase() ?? '');
  const headers = listed.map(({ header }) => header);
  const entry = addEntry(step, tableName(path, line), line, {
    from: [],
    ...(title?.is === 'string' && { caption: title.value }),
    stars: starsOf(stars) ?? usual,
    ...(headers.every((header) => header !== undefined) && { headers: headers.map((header) => header!) }),
    ...(formats.length > 0 && { formats }),
  });
  reading.shown.set(entry, listed);
  return became({ step, entry } satisfies DraftNode);
}

const tableName = (path: string | undefined, line: number): string =>
  plainName(
    path === undefined || !path.includes('.')
      ? `line_${line}`
      : path
          .replaceAll('\\', '/')
          .split('/')
          .at(-1)!
          .replace(/\.\w+$/, ''),
  );

/** `stars = c('*' = .1, '**' = .05)`, `TRUE`, `FALSE`, `NA`. */
function starsOf(node: RNode | undefined): Value | undefined {
  if (node === undefined) return undefined;
  if (node.is === 'name') return node.name === 'TRUE' ? { '+': 0.1, '*': 0.05, '**': 0.01, '***': 0.001 } : false;
  const values = valuesOf(node).map((each) => (each.is === 'number' ? each.value : Number.NaN));
  const names = calledName(node) === 'c' && node.is === 'call' ? node.args.map(({ name }) => name) : [];
  if (values.some(Number.isNaN)) throw new NotUnderstood('the stars are not read');
  if (names.every((name) => name === undefined || /^\*+$/.test(name))) return [...values].sort((a, b) => b - a);
  return Object.fromEntries(values.map((value, i) => [names[i] ?? '*', value]));
}

/** Formulas of R as they stand in a call, by a name, or in a text, and the variables that they name. */
import { NotUnderstood } from '../outcome.ts';
import { termName } from './expression.ts';
import type { RFrame } from './frames.ts';
import type { Reading } from './reading.ts';
import { calledName, type RNode } from './tree.ts';

/** The formula with the columns that `.` stands for: all but the outcome. Throws NotUnderstood where they are not known. */
export function dotted(formula: string, { columns }: RFrame): string {
  const dot = /([~+]\s*)\.(?=\s*(?:$|[+|-]))/g;
  if (!/(?:^|[~+|\s])\.(?=$|[\s+|-])|\.\[/.test(formula)) return formula;
  const [left = '', right = ''] = formula.split(/~(.*)/s);
  const outcome = variablesOf(left);
  const names = [...(columns ?? [])].filter((name) => !outcome.includes(name)).map(termName);
  if (columns === undefined || right.includes('|') || !dot.test(formula))
    throw new NotUnderstood('`.` in a formula is not read', 'write the names of the variables');
  return formula.replace(dot, (_, before: string) => before + names.join(' + '));
}

export function formulaOf(node: RNode, reading: Reading): string {
  if (node.is === 'name') {
    const known = reading.formulas.get(node.name);
    if (known !== undefined) return known;
    throw new NotUnderstood(`the formula \`${node.name}\` is not known`);
  }
  const text =
    calledName(node) === 'as.formula' && node.is === 'call' && node.args[0]?.value?.is === 'string'
      ? node.args[0].value.value
      : reading.textOf(node);
  if (!text.includes('~'))
    throw new NotUnderstood(`\`${text}\` is no formula that stands there`, 'write the formula itself');
  return text;
}

/** Functions that formulas may call. */
const OF_FORMULAS = /^(?:log|exp|sqrt|abs|I|i|factor|as\.factor|l|f|d|lag|lead|diff|c|csw0?|sw0?|mvsw)$/;

/** Names in a formula that are no functions. Throws NotUnderstood where a function is not known. */
export function variablesOf(formula: string): string[] {
  const found = [...formula.matchAll(/`([^`]+)`|([\p{L}.][\p{L}\p{M}\p{N}._]*)(\s*\()?(\s*=(?!=))?/gu)];
  return found.flatMap(([, quoted, name, opened, isArgument]) => {
    if (quoted !== undefined) return [quoted];
    if (opened !== undefined && !OF_FORMULAS.test(name!))
      throw new NotUnderstood(`\`${name}()\` in a formula is not read`, 'make a column of it first');
    return opened !== undefined || isArgument !== undefined || /^(TRUE|FALSE|NA)$/.test(name!) ? [] : [name!];
  });
}

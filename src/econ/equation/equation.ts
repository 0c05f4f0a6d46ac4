/** The contract of an estimator's `equation.ts`: the model as a formula of LaTeX, which documents in any form are written from. */
import type { ModelSpec } from '../spec.ts';
import type { EquationWriter } from './writer.ts';

/** One equation of a model; all texts are LaTeX between dollars. */
export interface EquationLine {
  readonly left: string;
  readonly relation?: '=' | '\\sim' | '<' | '>' | '\\in';
  /** Summands, between which a line may break. */
  readonly right: readonly string[];
  /** Stands around all summands, such as `\exp(` and `)`. */
  readonly around?: readonly [open: string, close: string];
}

/** Writes the equations of a model, the one of its outcome last where others lead to it. */
export type WriteEquation<S = ModelSpec> = (spec: S, by: EquationWriter) => readonly EquationLine[];

/** Characters of a line in a text of usual width. */
const WIDEST = 60;
/** The last summand, which is short, may stand further out than begin a line of its own. */
const SLACK = 5;

/** The formula as LaTeX has it between dollars: lines are cut by `\\` and aligned at `&` where there are several. */
export function formulaOf(lines: readonly EquationLine[]): string {
  const all = lines.flatMap(brokenLine);
  if (all.length === 1) return all[0]!.replace('&', '');
  return all.join(' \\\\\n');
}

export const isSeveralLines = (formula: string): boolean => formula.includes('\\\\\n');

function brokenLine({ left, relation = '=', right, around: [open, close] = ['', ''] }: EquationLine): string[] {
  const rows: string[] = [`${left} &${relation} ${open}`];
  let width = widthOf(rows[0]!);
  right.forEach((summand, i) => {
    const own = widthOf(summand) + 3;
    const widest = i === right.length - 1 ? WIDEST + SLACK : WIDEST;
    if (i > 0 && width + own > widest) {
      rows.push(`&\\quad + ${summand}`);
      width = own + 2;
    } else {
      rows[rows.length - 1] += `${i > 0 ? ' + ' : ''}${summand}`;
      width += own;
    }
  });
  rows[rows.length - 1] += close;
  return rows;
}

/** About how many characters a formula is wide; those of Chinese are twice as wide. */
const widthOf = (tex: string): number =>
  tex
    .replace(/\\(?:text|textit|mathrm|mathbf|overline|tilde|quad|bigl|bigr|left|right|,)(?![a-z])/g, '')
    .replace(/\\[A-Za-z]+/g, 'x')
    .replace(/[{}_^&\\\s]/g, '')
    .replace(/[\u2e80-\uffef]/g, 'xx').length;

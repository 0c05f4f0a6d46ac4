/** The contract of functions of R that estimate, and their formulas in our words. */
import { asFormula } from '../../econ/foreign/formulas.ts';
import type { Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Arguments } from './arguments.ts';
import type { RFrame } from './frames.ts';
import type { RNode } from './tree.ts';

export interface Estimation {
  readonly args: Arguments;
  /** The formula's text, in the words of R. */
  readonly formula: string;
  readonly panel: RFrame['panel'];
  /** A further formula, such as that of selection, in the words of R over the columns of the data. */
  other(node: RNode): string;
  /** A term that stands beside the formula, such as an offset, with or without `~`. */
  term(node: RNode): string;
  /** The first level of the outcome as a factor: the base that a statement names, or the least value of the file. Throws NotUnderstood. */
  firstOutcome(): number | string;
  note(text: string): void;
}

/** The errors of an estimate are not named, and versions of the program have others where nothing is said. Its message says what they are. */
export class OpenErrors extends NotUnderstood {
  readonly keys: Keys;
  /** The data that it is of. */
  readonly frame: RFrame | undefined;

  constructor(keys: Keys, why: string, hint: string, frame?: RFrame) {
    super(why, hint);
    this.keys = keys;
    this.frame = frame;
  }
}

export type Keys = Readonly<Record<string, Value>>;
export type Estimator = (estimation: Estimation) => Keys;

/** The formula in our words, with clusters that it names. */
export function asFormulaKeys(formula: string): { readonly fit: string; readonly vcov?: string } {
  const meaning = asFormula(formula);
  const fit = 'write' in meaning ? meaning.write : undefined;
  if (fit === undefined) throw new NotUnderstood(`the formula \`${formula}\` is not read`);
  const [, vcov] = /^vcov: (.*)$/.exec(('keys' in meaning ? meaning.keys?.[0] : undefined) ?? '') ?? [];
  return { fit, ...(vcov !== undefined && { vcov }) };
}

/** Refuses effects of variables whose relation to their products winsorising has broken. */
import { Refusal } from '../../base/problem.ts';
import { isIndicators, leafOf, printFactor, variablesOfFactor } from '../formula/factor.ts';
import { isOneVariable } from '../formula/leaf-expression.ts';
import { termOf, type WinsorSpec } from '../spec.ts';
import type { FormulaMember } from './member.ts';
import { isOf, type Move, movedBy } from './move.ts';
import { isMoved } from './moved-columns.ts';

/** Gives what was winsorised by itself of the terms in which a variable moves, where it is not the variable alone; undefined where nothing was. */
export function winsorizedApart(
  move: Move,
  kept: readonly FormulaMember[],
  winsorize: WinsorSpec | null,
): string | undefined {
  if (winsorize === null) return undefined;
  const isAsked = (text: string): boolean => winsorize.vars?.includes(text) ?? true;
  const { variables } = movedBy(move);
  const moved = kept.filter((member) => variables.length > 0 && isMoved(member, movedBy(move)));
  if (winsorize.stage === 'terms') {
    const texts = [...new Set(moved.map(({ text }) => text))];
    if (texts.length === 1 && variables.includes(texts[0]!)) return undefined;
    return texts.find((text) => !termOf(text).some(isIndicators) && isAsked(text));
  }
  const leaves = moved.flatMap(({ term }) => term.map(leafOf)).filter((leaf) => leaf !== undefined);
  const own = new Set(leaves.filter((leaf) => variables.some((text) => isOf(leaf, text))).map(printFactor));
  return [...own].every((text) => variables.includes(text)) ? undefined : [...own].find(isAsked);
}

/** Refuses means of variables from which the model's terms are not made, since those were winsorised after. */
export function refuseWinsorizedMeans(texts: readonly string[], winsorize: WinsorSpec | null): void {
  if (winsorize === null) return;
  const isAsked = (text: string): boolean => winsorize.vars?.includes(text) ?? true;
  const leaves = texts.flatMap((text) => termOf(text).map(leafOf)).filter((leaf) => leaf !== undefined);
  const functions = leaves.filter((leaf) => !isOneVariable(leaf));
  const apart =
    winsorize.stage === 'terms'
      ? texts.find((text) => !termOf(text).some(isIndicators) && isAsked(text))
      : functions.find((leaf) => [printFactor(leaf), ...variablesOfFactor(leaf)].some(isAsked));
  if (apart === undefined) return;
  const text = typeof apart === 'string' ? apart : printFactor(apart);
  const message = `\`margins\` with \`at: means\` is not supported where \`${text}\` is winsorised by itself`;
  throw new Refusal('unsupported', message, {
    param: 'margins',
    hint: 'leave `at` out for averages over rows, or winsorise in the data step',
  });
}

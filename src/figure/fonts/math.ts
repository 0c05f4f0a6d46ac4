/** Sets formulas in labels, `$\hat\beta_1$`: letters, signs, scripts and accents, in one line; what needs more is refused by name. */
import { parts } from '../../base/formula/in-text.ts';
import { parseFormula } from '../../base/formula/parse.ts';
import type { MathTree } from '../../base/formula/tree.ts';

/** A stretch of a line that is set alike. */
export interface Piece {
  readonly text: string;
  /** Size of its letters, as a share of the line's. */
  readonly scale: number;
  /** Says how far it stands above the line's own foot, in ems of the line. */
  readonly rise: number;
  /** Says whether it is a letter of a formula, which is slanted. */
  readonly slanted: boolean;
}

/** Says what of a formula cannot be set. */
export class MathFault extends Error {}

const SCRIPT = 0.7;
const RAISED = 0.36;
const LOWERED = -0.2;

/** Stretches of a line, formulas among them as they are set. Throws a MathFault that names what it cannot set. */
export function pieces(text: string): Piece[] {
  if (!text.includes('$')) return [{ text, scale: 1, rise: 0, slanted: false }];
  const found = parts(text).flatMap((part) =>
    part.isFormula ? setFormula(part.text) : [{ text: part.text, scale: 1, rise: 0, slanted: false }],
  );
  return found.reduce<Piece[]>((joined, piece) => {
    const last = joined.at(-1);
    const isAlike = last?.scale === piece.scale && last.rise === piece.rise && last.slanted === piece.slanted;
    return isAlike ? [...joined.slice(0, -1), { ...piece, text: last.text + piece.text }] : [...joined, piece];
  }, []);
}

/** Tells what formulas figures set. */
export const FORMULAS = 'figures set letters, `^` and `_`, Greek, accents, `\\text` and signs, in one line';

/** Says what of a text's formulas cannot be set; undefined where all can. */
export function faultIn(text: string): string | undefined {
  try {
    pieces(text);
    return undefined;
  } catch (error) {
    if (error instanceof MathFault) return error.message;
    throw error;
  }
}

/** A text without its formulas' marks, for whoever hears it. */
export const spoken = (text: string): string =>
  pieces(text)
    .map((piece) => piece.text)
    .join('');

function setFormula(text: string): Piece[] {
  const parsed = parseFormula(text);
  if (!parsed.ok) throw new MathFault(`${parsed.problems[0]!.message} in \`$${text}$\``);
  return set(parsed.formula, { scale: 1, rise: 0, whole: text });
}

interface ScriptPosition {
  readonly scale: number;
  readonly rise: number;
  /** The formula that it stands in. */
  readonly whole: string;
}

const accents: Readonly<Record<string, string>> = {
  hat: '\u0302',
  bar: '\u0304',
  overline: '\u0304',
  tilde: '\u0303',
  dot: '\u0307',
  ddot: '\u0308',
  vec: '\u20d7',
};

/** Signs between two terms, with air on both sides in a line of the usual size. */
const RELATION = /^[=<>+−≤≥≠≈∼≡→±×∈≪≫∝]$/;

function set(formula: MathTree, place: ScriptPosition): Piece[] {
  const { scale, rise, whole } = place;
  const piece = (text: string, slanted: boolean): Piece[] => [{ text, scale, rise, slanted }];
  switch (formula.is) {
    case 'sign':
      return piece(
        formula.text,
        formula.style === undefined
          ? /^\p{L}$/u.test(formula.text) && !/[\p{Script=Han}Α-Ω]/u.test(formula.text)
          : formula.style === 'italic',
      );
    case 'name':
    case 'text':
      return piece(formula.text, false);
    case 'large':
      return piece(formula.text, false);
    case 'space':
      return formula.width === 0 ? [] : piece(formula.width < 3 ? '\u2005' : '\u2003', false);
    case 'row':
      return formula.items.flatMap((item, i) => {
        const isBetween = item.is === 'sign' && RELATION.test(item.text) && i > 0 && scale === 1;
        return isBetween ? piece(`\u2005${item.text}\u2005`, false) : set(item, place);
      });
    case 'scripts': {
      const script = (of: MathTree | null, by: number): Piece[] =>
        of === null ? [] : set(of, { scale: scale * SCRIPT, rise: rise + by * scale, whole });
      return [...set(formula.base, place), ...script(formula.below, LOWERED), ...script(formula.above, RAISED)];
    }
    case 'accent':
      return accented(formula, place);
    case 'fenced':
      return [...piece(formula.open, false), ...set(formula.of, place), ...piece(formula.close, false)].filter(
        ({ text }) => text !== '',
      );
    default:
      throw new MathFault(`\`$${whole}$\` has ${tall[formula.is]}, which labels of figures cannot have`);
  }
}

const tall = { fraction: 'a fraction', root: 'a root', grid: 'several lines' } as const;

/** A mark above one letter, or above each of several. */
function accented({ accent, of }: Extract<MathTree, { is: 'accent' }>, place: ScriptPosition): Piece[] {
  const mark = accents[accent];
  if (mark === undefined) throw new MathFault(`\`\\${accent}\` of \`$${place.whole}$\` cannot be set in a figure`);
  return set(of, place).map((each) => ({ ...each, text: [...each.text].map((letter) => `${letter}${mark}`).join('') }));
}

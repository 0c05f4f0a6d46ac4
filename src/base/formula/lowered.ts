/** Lowers the digits of chemical formulas in labels: `CO_2` is printed as CO₂ in every format. */
import { parts } from './in-text.ts';

/** Capitals with a digit or `x` behind `_`, as in `CO_2`, `H_2O` and `NO_x`, and no more of a name behind them. */
const CHEMICAL = /(?<![A-Za-z\d_])(?:[A-Z]+_[\dx])+[A-Z]*(?![A-Za-z\d_^]|\.\d)/g;

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';

/** A text as it is printed; formulas between dollars have a notation of their own, and every other `_` stays. */
export const withLowered = (text: string): string =>
  text.includes('_')
    ? parts(text)
        .map((part) => (part.isFormula ? `$${part.text}$` : part.text.replace(CHEMICAL, lowered)))
        .join('')
    : text;

const lowered = (word: string): string =>
  word.replace(/_(.)/g, (_, sign: string) => (sign === 'x' ? 'ₓ' : DIGITS[Number(sign)]!));

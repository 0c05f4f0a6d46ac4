/** Stock and Yogo's critical values for weak instruments. */
import { stockYogoTables } from './stock-yogo-tables.ts';

export interface StockYogo {
  /** Largest bias relative to OLS (5, 10, 20, 30 %) → critical value of the Cragg–Donald F. */
  readonly bias: Readonly<Record<string, number>>;
  /** Largest size of a nominal 5 % Wald test (10, 15, 20, 25 %) → critical value. */
  readonly size: Readonly<Record<string, number>>;
}

/** Empty where the paper tabulates none: bias from 3 endogenous (k1 + 2 instruments) up, size up to 2 endogenous. */
export function stockYogo(endogenous: number, instruments: number): StockYogo {
  const bias: Record<string, number> = {};
  const size: Record<string, number> = {};
  for (const [name, columns] of Object.entries(stockYogoTables)) {
    const cell = columns[endogenous - 1]?.split(/\s+/)[instruments - 1] ?? '-';
    if (cell === '-') continue;
    (name.startsWith('bias') ? bias : size)[`${name.slice(4)}%`] = Number(cell);
  }
  return { bias, size };
}

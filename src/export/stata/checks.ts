/** Collects the lines of a do-file that compare papermake's values with Stata's. */
import type { Stat } from '../../econ/fit.ts';
import type { Block, Missing } from '../language.ts';
import { stataNumber, stataText } from './names.ts';

export class Checks {
  readonly lines: string[] = [];
  readonly missing: Missing[] = [];
  readonly further: NonNullable<Block['further']>[number][] = [];
  readonly #node: string;
  readonly #begin: string;
  count = 0;

  /** `begin`: stands before every cell. */
  constructor(node: string, begin = '') {
    this.#node = node;
    this.#begin = begin;
  }

  /** Compares a value; `scale`: the size beside which a difference is small, where it is not that of the value. */
  check(cell: string, code: string, value: number, scale?: number): void {
    this.count += 1;
    const quoted = code.includes('"') ? `\`"${code}"'` : `"${code}"`;
    const beside = scale === undefined ? '' : ` ${stataNumber(scale)}`;
    this.lines.push(
      `check ${stataText(`${this.#node}: ${this.#begin}${cell}`)} ${quoted} ${stataNumber(value)}${beside}`,
    );
  }

  /** Compares a statistic where it is defined. */
  statistic(cell: string, code: string, value: Stat | undefined): void {
    if (typeof value !== 'number') return;
    this.check(cell, code, value);
    this.further.push({ cell: `${this.#begin}${cell}`, value });
  }

  leave(what: string, why: string): void {
    this.missing.push({ node: this.#node, what, why });
  }
}

/** Counts by column the changes that reading a file and deriving variables made to values. */

/** Counts of cells; each is absent where there are none. */
export interface ColumnChange {
  /** Cells that a missing code made missing. */
  readonly readAsMissing?: number;
  /** Values that `map` gave another. */
  readonly recoded?: number;
  /** Gaps that `ipolate` filled. */
  readonly interpolated?: number;
}

const words: Readonly<Record<keyof ColumnChange, readonly [one: string, many: string]>> = {
  readAsMissing: ['cell read as missing by `missing`', 'cells read as missing by `missing`'],
  recoded: ['value recoded', 'values recoded'],
  interpolated: ['cell interpolated', 'cells interpolated'],
};

export class ColumnChanges {
  readonly #counts = new Map<string, ColumnChange>();

  static sum(parts: readonly ColumnChanges[]): ColumnChanges {
    const sum = new ColumnChanges();
    for (const variable of new Set(parts.flatMap((part) => [...part.#counts.keys()])))
      for (const what of Object.keys(words) as (keyof ColumnChange)[])
        sum.add(
          variable,
          what,
          parts.reduce((total, part) => total + (part.of(variable)[what] ?? 0), 0),
        );
    return sum;
  }

  add(variable: string, what: keyof ColumnChange, count: number): void {
    if (count > 0) this.#counts.set(variable, { ...this.#counts.get(variable), [what]: count });
  }

  of(variable: string): ColumnChange {
    return this.#counts.get(variable) ?? {};
  }

  /** `\`gdp\`: 3 values recoded`, of the variables that are there. */
  inWords(names: readonly string[], what: keyof ColumnChange): readonly string[] {
    return names.flatMap((name) => {
      const { [what]: count } = this.of(name);
      return count === undefined ? [] : [`\`${name}\`: ${count} ${words[what][count === 1 ? 0 : 1]}`];
    });
  }
}

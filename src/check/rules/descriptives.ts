/** Audits descriptive statistics, and estimates together with them. */
import {
  type Audited,
  at,
  DEVIATION,
  descriptivesOf,
  finding,
  MAXIMUM,
  MEAN,
  MINIMUM,
  type Printed,
  type Rule,
  type RuleFinding,
} from '../audit.ts';
import { fixedNumber, shortNumber } from '../numbers.ts';
import { halfUnit } from '../printed.ts';

/** Mean, deviation and extremes of a variable as printed; undefined where one is not. */
export function momentsOf(table: Printed, variable: string) {
  const value = (pattern: RegExp) => {
    const column = table.column(pattern);
    return column === undefined ? undefined : (table.cell(variable, column)?.value ?? undefined);
  };
  const [mean, sd, min, max] = [value(MEAN), value(DEVIATION), value(MINIMUM), value(MAXIMUM)];
  return mean && min && max ? { mean, sd, min, max } : undefined;
}

/** The rule that extremes bound the mean, and by Bhatia and Davis (2000) extremes and mean bound the deviation. */
export const meanInRange: Rule = {
  name: 'mean-range',
  find: ({ printed, records }) => [
    ...printed
      .filter((table) => table.column(MEAN) !== undefined)
      .flatMap((table) => table.rows.flatMap((row) => badMoments(table, row))),
    ...records.flatMap(({ node, rows }) =>
      rows.flatMap(({ variable, mean, min, max }): RuleFinding[] => {
        if (typeof mean !== 'number' || typeof min !== 'number' || typeof max !== 'number') return [];
        if (min <= mean && mean <= max) return [];
        const message = `the mean ${shortNumber(mean)} lies outside [${shortNumber(min)}, ${shortNumber(max)}]`;
        return [finding('error', node, variable, message)];
      }),
    ),
  ],
};

function badMoments(table: Printed, variable: string): RuleFinding[] {
  const moments = momentsOf(table, variable);
  if (!moments) return [];
  const { mean, sd, min, max } = moments;
  const room = halfUnit(mean) + Math.max(halfUnit(min), halfUnit(max));
  const found = (message: string): RuleFinding => finding('error', table.name, variable, message);
  if (min.value > max.value) return [found(`the minimum ${min.text} is above the maximum ${max.text}`)];
  if (mean.value < min.value - room || mean.value > max.value + room)
    return [found(`the mean ${mean.text} lies outside [${min.text}, ${max.text}]`)];
  if (!sd) return [];
  if (sd.value < 0) return [found(`the standard deviation ${sd.text} is negative`)];
  // With N unknown, N / (N − 1) is at most 2.
  const variance = 2 * (max.value - mean.value + room) * (mean.value - min.value + room);
  if (sd.value - halfUnit(sd) <= Math.sqrt(Math.max(0, variance))) return [];
  return [found(`no values in [${min.text}, ${max.text}] with the mean ${mean.text} deviate by ${sd.text}`)];
}

/** The rule that finds variables that are estimated with but never described. */
export const undescribed: Rule = {
  name: 'undescribed',
  find: (audited: Audited) => {
    const described = descriptivesOf(audited.printed);
    if (!described) return [];
    const seen = new Set<string>();
    return audited.printed
      .filter((table) => table.hasEstimates)
      .flatMap((table) =>
        namesIn(table)
          .filter((name) => !described.rows.includes(name) && !seen.has(name) && seen.add(name))
          .map((name) => {
            const message = `\`${name}\` is not among the variables that ${described.name} describes, so that its units and its range are not known`;
            return finding('note', table.name, name, message);
          }),
      );
  },
};

/** Variables that a table's rows name, such as those in `L.NQP`, `NQP^2` and `NQP (HC < 3.420)`. */
function namesIn(table: Printed): string[] {
  const rows = new Set(table.columns.flatMap((column) => table.terms(column)));
  return [...rows].flatMap((row) => {
    const words = row.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
    return /[()<>≤≥^.]/.test(row) ? words.filter((word) => !/^[LFDlfd]\d*$/.test(word)) : [row];
  });
}

/** The rule that says whether a quadratic turns inside the data or outside, since a sign alone does not make it an inverted U. */
export const turningPoint: Rule = {
  name: 'turning-point',
  find: (audited: Audited) => [
    ...audited.printed.flatMap((table) => turningPrinted(table, audited)),
    ...turningFitted(audited),
  ],
};

/**
 * Tells whether a variable also stands in a product, a logarithm or a higher power, so that b₁ + 2 b₂ x is not its slope. Lags are other
 * variables.
 */
function standsElsewhere(name: string, square: string, terms: readonly string[]): boolean {
  return terms.some((term) => {
    if (term === name || term === square) return false;
    const words = term.replace(/\b[LFD]\d*\.[\p{L}\p{M}\p{N}_]+/gu, '').match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu);
    return words?.includes(name) === true;
  });
}

/** The range of a variable; `ends` has the figures as they are printed. */
interface PrintedRange {
  readonly mean: number;
  readonly sd: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly ends: string;
}

function turningPrinted(table: Printed, { printed }: Audited): RuleFinding[] {
  const described = descriptivesOf(printed);
  return table.columns.flatMap((column) =>
    table.terms(column).flatMap((square) => {
      const name = /^(.+?)(?:\^2|²|squared)$/.exec(square)?.[1]?.trimEnd();
      const range = name === undefined ? undefined : printedRange(name, described);
      if (name === undefined || !range || standsElsewhere(name, square, table.terms(column))) return [];
      const [b1, b2] = [table.cell(name, column)?.value?.value, table.cell(square, column)?.value?.value];
      return turning(b1, b2, range, { table: table.name, cell: at(square, column) });
    }),
  );
}

function printedRange(name: string, described: Printed | undefined): PrintedRange | undefined {
  const moments = described && momentsOf(described, name);
  if (!moments) return undefined;
  const { mean, sd, min, max } = moments;
  return { mean: mean.value, sd: sd?.value, min: min.value, max: max.value, ends: `[${min.text}, ${max.text}]` };
}

/** Turning points of fits, in ranges as described among the results, or else as printed. */
function turningFitted({ fits, records, printed }: Audited): RuleFinding[] {
  const described = descriptivesOf(printed);
  return fits.flatMap(({ node, fit }) =>
    fit.terms.flatMap(({ term, estimate }) => {
      const name = term.endsWith('^2') ? term.slice(0, -2) : undefined;
      const range = name === undefined ? undefined : (recordedRange(name, records) ?? printedRange(name, described));
      const names = fit.terms.map((each) => each.term);
      if (name === undefined || !range || standsElsewhere(name, term, names)) return [];
      const linear = fit.terms.find((each) => each.term === name)?.estimate;
      return turning(linear, estimate, range, { table: node, cell: term });
    }),
  );
}

function recordedRange(name: string, records: Audited['records']): PrintedRange | undefined {
  for (const { variable, mean, sd, min, max } of records.flatMap(({ rows }) => rows)) {
    if (variable !== name || typeof mean !== 'number' || typeof min !== 'number' || typeof max !== 'number') continue;
    const ends = `[${fixedNumber(min, 3)}, ${fixedNumber(max, 3)}]`;
    return { mean, sd: typeof sd === 'number' ? sd : undefined, min, max, ends };
  }
  return undefined;
}

function turning(
  b1: number | undefined,
  b2: number | undefined,
  { mean, sd, min, max, ends }: PrintedRange,
  place: Pick<RuleFinding, 'table' | 'cell'>,
): RuleFinding[] {
  if (b1 === undefined || b2 === undefined || b2 === 0) return [];
  const point = -b1 / (2 * b2);
  const slope = (x: number): string => fixedNumber(b1 + 2 * b2 * x, 2);
  const where = `the turning point ${fixedNumber(point, 3)}`;
  const slopes = `slopes ${slope(min)} at the minimum and ${slope(max)} at the maximum`;
  if (point < min || point > max) {
    const message = `${where} lies outside ${ends}: the relation is monotone in the data (${slopes})`;
    return [{ severity: 'warning', ...place, message }];
  }
  const away =
    sd !== undefined && sd > 0
      ? `, ${fixedNumber(Math.abs(point - mean) / sd, 1)} standard deviations from the mean`
      : '';
  const message = `${where} lies inside ${ends}${away}; ${slopes}; the sign of the square alone is no test (Lind and Mehlum 2010)`;
  return [{ severity: 'note', ...place, message }];
}

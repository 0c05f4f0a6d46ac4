/** Reads and fills the user's cell template, `{b}{stars}\n({se})`, which gives one printed line for each of its lines. */
import { didYouMean } from '../../base/text/suggest.ts';
import type { Estimate, Stat } from '../../econ/fit.ts';
import type { Cell, NumberCell, NumberFormat, TextCell } from '../table.ts';

export const defaultCell = '{b}{stars}\n({se})';

export const cellFields = ['b', 'se', 't', 'p', 'lo', 'hi', 'ci', 'bias', 'stars'] as const;
export type CellField = (typeof cellFields)[number];

type Token<F> = { readonly is: 'field'; readonly field: F } | { readonly is: 'text'; readonly text: string };
export type CellLine<F extends string = CellField> = readonly Token<F>[];

/** The fields that a template may have: those listed, and others by their form. */
export interface CellFields<F extends string> {
  readonly listed: readonly F[];
  is?(name: string): boolean;
}

const ofEstimates: CellFields<CellField> = { listed: cellFields };

export type ParsedCell<F extends string = CellField> =
  | { readonly ok: true; readonly lines: readonly CellLine<F>[] }
  | {
      readonly ok: false;
      readonly message: string;
      readonly hint: string | undefined;
      readonly within: readonly [number, number];
    };

const braced = /\{([^{}]*)\}/g;

export const parseCell = (template: string): ParsedCell => parseCellOf(template, ofEstimates);

/** Reads a template of other fields than those of an estimate. */
export function parseCellOf<F extends string>(template: string, fields: CellFields<F>): ParsedCell<F> {
  for (const match of template.matchAll(braced)) {
    const name = match[1]!;
    if ((fields.listed as readonly string[]).includes(name) || fields.is?.(name)) continue;
    const expected = `expected one of ${fields.listed.map((f) => `\`{${f}}\``).join(', ')}`;
    return {
      ok: false,
      message: `unknown field \`{${name}}\` in the cell template: ${expected}`,
      hint: didYouMean(name, fields.listed),
      within: [match.index, match.index + match[0].length],
    };
  }
  return {
    ok: true,
    lines: template
      .replace(/(?<!\n)\n+$/, '')
      .split('\n')
      .map((line) => parseLine<F>(line)),
  };
}

function parseLine<F extends string>(line: string): CellLine<F> {
  const tokens: Token<F>[] = [];
  let at = 0;
  for (const match of line.matchAll(braced)) {
    if (match.index > at) tokens.push({ is: 'text', text: line.slice(at, match.index) });
    tokens.push({ is: 'field', field: match[1] as F });
    at = match.index + match[0].length;
  }
  if (at < line.length) tokens.push({ is: 'text', text: line.slice(at) });
  return tokens;
}

/** Fields that the template shows in parentheses or in brackets, of which the notes must tell the reader. */
export function wrappedFields(lines: readonly CellLine[], open: '(' | '['): CellField[] {
  return fieldsOf(lines).flatMap(({ field, bracket }) => (bracket === open ? [field] : []));
}

/** Fields without brackets other than the estimate, on its line (`beside`) or on another, unless the line's own words tell what it has. */
export function bareFields(lines: readonly CellLine[], where: 'beside' | 'below'): CellField[] {
  return fieldsOf(lines).flatMap(({ field, bracket, line }) => {
    const isBeside = line.some((token) => token.is === 'field' && token.field === 'b');
    const isTold = field === 'b' || field === 'stars' || bracket !== null || says(line, field);
    return isTold || isBeside !== (where === 'beside') ? [] : [field];
  });
}

/** Tells whether a line names a field in words. Words between the bounds of an interval do not name it. */
const says = (line: CellLine, field: CellField): boolean =>
  field !== 'lo' && field !== 'hi' && line.some((token) => token.is === 'text' && /\p{L}/u.test(token.text));

function fieldsOf(
  lines: readonly CellLine[],
): { readonly field: CellField; readonly bracket: string | null; readonly line: CellLine }[] {
  return lines.flatMap((line) =>
    line.flatMap((token, i) => {
      if (token.is === 'text') return [];
      const before = line.slice(0, i).map((each) => (each.is === 'text' ? each.text : ''));
      const last = before
        .join('')
        .match(/[()[\]]/g)
        ?.at(-1);
      return [{ field: token.field, bracket: last === '(' || last === '[' ? last : null, line }];
    }),
  );
}

export function showsStars(lines: readonly CellLine[]): boolean {
  return lines.some((tokens) => tokens.some((t) => t.is === 'field' && t.field === 'stars'));
}

/** Tells whether a line prints an interval or an end of one. */
export const showsInterval = (line: CellLine): boolean =>
  line.some((token) => token.is === 'field' && ['ci', 'lo', 'hi'].includes(token.field));

/** The format of one figure of an estimate. */
export type FormatOf = (field: CellField, value: Stat) => NumberFormat;

/** Fills one line for one estimate. */
export function fillLine(line: CellLine, estimate: Estimate, stars: string, format: FormatOf): Cell {
  const pieces: (TextCell | NumberCell)[] = [];
  for (const token of line) {
    const last = pieces.at(-1);
    if (token.is === 'text') pieces.push(token);
    else if (token.field === 'stars') {
      if (last?.is === 'number') pieces[pieces.length - 1] = stars === '' ? last : { ...last, stars };
      else if (stars !== '') pieces.push({ is: 'text', text: stars, stars: true });
    } else if (token.field === 'ci') {
      pieces.push(
        number(estimate.confLow, format('ci', estimate.confLow)),
        { is: 'text', text: ', ' },
        number(estimate.confHigh, format('ci', estimate.confHigh)),
      );
    } else {
      const value = statistics[token.field](estimate);
      pieces.push(number(value, format(token.field, value)));
    }
  }
  return simplest(pieces);
}

function number(value: Stat, format: NumberFormat): NumberCell {
  return { is: 'number', value, format };
}

const statistics: Readonly<Record<Exclude<CellField, 'stars' | 'ci'>, (e: Estimate) => Stat>> = {
  b: (e) => e.estimate,
  se: (e) => e.stdError,
  t: (e) => e.statistic,
  p: (e) => e.pValue,
  lo: (e) => e.confLow,
  hi: (e) => e.confHigh,
  bias: (e) => e.bias ?? { invalid: 'a jackknife alone finds the bias of an estimate' },
};

/** Fills one line of a template of numbers, or of what stands for them, such as dates. */
export const fillNumbers = <F extends string>(line: CellLine<F>, numberOf: (field: F) => NumberCell | TextCell): Cell =>
  simplest(line.map((token) => (token.is === 'text' ? token : numberOf(token.field))));

/** The simplest cell: a lone number, bare or in one pair of brackets, which can be aligned, or else pieces. */
function simplest(pieces: readonly (TextCell | NumberCell)[]): Cell {
  const [first, second, third] = pieces;
  if (first === undefined) return { is: 'empty' };
  if (pieces.length === 1) return first;
  const wrapped = pieces.length === 3 && first.is === 'text' && second?.is === 'number' && third?.is === 'text';
  if (wrapped && ['()', '[]'].includes(first.text + third.text)) return { ...second, wrap: [first.text, third.text] };
  return { is: 'pieces', pieces };
}

/** The values of claims and their logic: numbers, texts and truths that may be undefined, one or many. */

export type ClaimValue =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'truth'; readonly value: boolean }
  /** A statistic is not defined, or whatever depends on one. */
  | { readonly is: 'undefined'; readonly why: string };

/** An item is a value that a path stands for. `label` is how messages name it: `baseline.main.2.NQP.p`. */
export interface Item {
  readonly label: string;
  readonly value: ClaimValue;
}

/** `many` where the path has a `*` or is a column of data, however many items there are. */
export interface ClaimSeries {
  readonly many: boolean;
  readonly items: readonly Item[];
}

export const number = (value: number): ClaimValue =>
  Number.isFinite(value) ? { is: 'number', value } : { is: 'undefined', why: 'the arithmetic has no finite result' };
export const truth = (value: boolean): ClaimValue => ({ is: 'truth', value });
export const valueFrom = (value: number | string | boolean): ClaimValue =>
  typeof value === 'number' ? number(value) : typeof value === 'string' ? { is: 'text', value } : truth(value);

/** Kleene's `and` over any number of truths: a false one decides, whatever is undefined beside it. */
export function allOf(values: readonly ClaimValue[]): ClaimValue {
  values.forEach(mustBeCondition);
  return (
    values.find((value) => value.is === 'truth' && !value.value) ??
    values.find((value) => value.is === 'undefined') ??
    truth(true)
  );
}

export function anyOf(values: readonly ClaimValue[]): ClaimValue {
  return not(allOf(values.map(not)));
}

export function not(value: ClaimValue): ClaimValue {
  mustBeCondition(value);
  return value.is === 'truth' ? truth(!value.value) : value;
}

/** Refuses a number where a condition must stand; what a path leads to is known only now. */
export function mustBeCondition(value: ClaimValue): void {
  if (value.is === 'number' || value.is === 'text')
    throw new TypeError(`expected a condition, got the ${value.is} \`${value.value}\``);
}

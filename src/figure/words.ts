/** Labels of a figure: axes, series and terms, from `variables:` in the figure's language. */
import { ownValue } from '../base/own-value.ts';
import { termLabel } from '../table/words/labels.ts';
import type { DrawContext } from './plot.ts';

/** Label of a variable or term with its unit, for an axis; `around` says what of it is shown. */
export function axisLabel(
  name: string,
  { book, phrases }: Pick<DrawContext, 'book' | 'phrases'>,
  around: (label: string) => string = (label) => label,
): string {
  const label = around(termLabel(name, book));
  const unit = ownValue(book.units, name);
  return unit === undefined ? label : phrases.withUnit(label, unit);
}

/** Texts that tell apart whatever is listed: a text that stands twice gets its raw name too. */
export function distinct(names: readonly string[], labelOf: (name: string) => string): Map<string, string> {
  const labels = names.map(labelOf);
  return new Map(
    names.map((name, i) => {
      const label = labels[i]!;
      const isAlone = labels.indexOf(label) === labels.lastIndexOf(label);
      return [name, isAlone ? label : `${label} (${name})`];
    }),
  );
}

/** Chooses the periods of a result that a figure shows. */
import { didYouMean } from '../../base/text/suggest.ts';
import type { DrawContext } from '../plot.ts';

/** Returns the periods that `periods` names, in its order, or by default all or the last. It refuses periods that the result lacks. */
export function chosenPeriods(
  known: readonly string[],
  usual: 'all' | 'last',
  { options, refuse }: DrawContext,
): readonly string[] {
  const asked = options.periods?.map(String) ?? (usual === 'all' ? known : known.slice(-1));
  const lost = asked.find((period) => !known.includes(period));
  if (lost === undefined) return asked;
  const hint = didYouMean(lost, known) ?? `there are ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}`;
  return refuse('unknown-period', `there is no period \`${lost}\``, { option: 'periods', hint });
}

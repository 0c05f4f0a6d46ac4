/** The factor `event(year - first_treated, ref=-1, window=[-5, 5])`: indicators of periods since treatment. */
import { printName } from '../../base/expression/print.ts';

export interface EventFactor {
  readonly is: 'event';
  readonly time: string;
  /** Column of the first treated period; missing or 0 where a unit is never treated. */
  readonly cohort: string;
  /** Periods without an indicator, ascending, all of them inside the window. */
  readonly ref: readonly number[];
  /** Periods beyond its ends belong to the ends; null: every period has an indicator. */
  readonly window: readonly [low: number, high: number] | null;
  /** False: periods beyond the window belong to the reference. */
  readonly bin: boolean;
  /** Says whether units that are treated from the first period on are kept or dropped. */
  readonly always: 'keep' | 'drop';
}

/** The term without its options, by which its indicators are named: `event(year - first_treated)::-2`. */
export const eventName = ({ time, cohort }: EventFactor): string => `event(${printName(time)} - ${printName(cohort)})`;

/** `ref=-1` or `ref=[-5, -1]`. */
export function printReference(periods: readonly number[]): string {
  const ref = [...new Set(periods)].sort((a, b) => a - b);
  return `ref=${ref.length === 1 ? ref[0] : `[${ref.join(', ')}]`}`;
}

/** The canonical text: options stand in one order, and those with their usual values are left out but for `ref`. */
export function printEvent(factor: EventFactor): string {
  const { ref, window, bin, always } = factor;
  const options = [
    printReference(ref),
    ...(window === null ? [] : [`window=[${window.join(', ')}]`]),
    ...(bin ? [] : ['bin=false']),
    ...(always === 'keep' ? [] : ['always=drop']),
  ];
  return `${eventName(factor).slice(0, -1)}, ${options.join(', ')})`;
}

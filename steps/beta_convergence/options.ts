/** Defines the options of a regression of β convergence, and the formula that a plan reads from them. */
import { printName } from '../../src/base/expression/print.ts';

export interface BetaOptions {
  readonly variable: string;
  /** Terms as written: of the first year of a cross-section, of the year that grows in a panel. */
  readonly controls: readonly string[];
  readonly form: 'panel' | 'cross-section';
  /** Effects of a panel: none, the unit, the unit and the time. */
  readonly effects: readonly string[];
  /** First and last time of a cross-section. */
  readonly between: readonly [from: number, to: number] | null;
  readonly vcov: string;
  readonly sample: string | null;
}

/** The regression of a panel, whose terms are lags and differences of logarithms. */
export function panelFormula({ variable, controls, effects }: BetaOptions): string {
  const x = `log(${printName(variable)})`;
  const absorbed = effects.length === 0 ? '' : ` | ${effects.map(printName).join(' + ')}`;
  return `D.${x} ~ ${[`L.${x}`, ...controls].join(' + ')}${absorbed}`;
}

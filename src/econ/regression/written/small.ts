/** The key `small` of a linear model, with instruments or without, compiled to a finite-sample style. */

import { ownValue } from '../../../base/own-value.ts';
import type { Diagnostic } from '../../../base/problem.ts';
import { quoted } from '../../../base/text/quoted.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { IvStyle } from '../../design.ts';
import type { ModelSpec } from '../../spec.ts';

export interface CompiledSmall {
  readonly small: IvStyle | null;
  readonly problem?: Diagnostic;
}

interface Style {
  readonly is: IvStyle;
  readonly wants: string;
  readonly fits: (effects: number) => boolean;
}

const oneEffect = { wants: 'one absorbed effect', fits: (n: number) => n === 1 };
const noEffect = { wants: 'no absorbed effects', fits: (n: number) => n === 0 };

const linearStyles: Readonly<Record<string, Style>> = {
  xtreg: { is: 'xtreg', ...oneEffect },
  areg: { is: 'areg', ...oneEffect },
  reghdfe: { is: 'reghdfe', wants: 'any number of effects', fits: () => true },
};
const ivStyles: Readonly<Record<string, Style>> = {
  ...linearStyles,
  ivreg2: { is: 'asymptotic', ...noEffect },
  ivregress: { is: 'ivregress', ...noEffect },
  xtivreg2: { is: 'asymptotic', wants: 'absorbed effects', fits: (n) => n > 0 },
};

type Equation = Pick<ModelSpec, 'absorb' | 'iv'>;

/** null where the style is the convention of such an equation anyway; `xtreg`, written, refuses clusters that cut through its units. */
export function compileSmall(written: boolean | string, { absorb, iv }: Equation): CompiledSmall {
  const effects = absorb.length;
  if (typeof written === 'boolean') return { small: usual(written ? 'regress' : 'asymptotic', effects, iv !== null) };
  const styles = iv === null ? linearStyles : ivStyles;
  const style = Object.hasOwn(styles, written) ? styles[written] : undefined;
  if (style === undefined) return { small: null, problem: unknown(written, styles) };
  if (style.fits(effects)) return { small: usual(style.is, effects, iv !== null) };
  const message = `\`${written}\` is for models with ${style.wants}, this one has ${effects}`;
  return { small: null, problem: { code: 'style-mismatch', message } };
}

/** Without `small` instrumental variables are asymptotic; other models have a finite-sample style by number of effects. */
function usual(style: IvStyle, effects: number, iv: boolean): IvStyle | null {
  if (iv) return style === 'asymptotic' ? null : style === 'reghdfe' && effects === 0 ? 'regress' : style;
  return style === 'regress' || (style === 'reghdfe' && effects !== 1) ? null : style;
}

/** Words that a program may read as true or false, and YAML 1.2 reads as texts. */
const truths: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true, '1': true },
  ...{ false: false, no: false, off: false, '0': false },
};

function unknown(written: string, styles: Readonly<Record<string, Style>>): Diagnostic {
  if (Object.hasOwn(ivStyles, written)) {
    const message = `\`${written}\` is for instrumental variables, this model has none`;
    return { code: 'style-mismatch', message };
  }
  const names = Object.keys(styles);
  const truth = ownValue(truths, written.toLowerCase());
  if (truth !== undefined) {
    const message = `\`${written}\` is a text here, and no finite-sample style`;
    return { code: 'unknown-style', message, hint: `write \`small: ${truth}\`, without quotes` };
  }
  const hint = didYouMean(written, names) ?? `one of ${quoted(['true', 'false', ...names])}`;
  return { code: 'unknown-style', message: `unknown finite-sample style \`${written}\``, hint };
}

/** Patterns that find a name of the pipeline in texts. Names are of letters, digits and `_` alone. */

/** A step, or an entry of one. */
export interface StepOrEntry {
  readonly step: string;
  readonly entry: string | null;
}

const BEFORE = String.raw`(?<![\p{L}\p{M}\p{N}_.$@\]-])`;
const BEHIND = String.raw`(?![\p{L}\p{M}\p{N}_])`;
const END = String.raw`(?![\p{L}\p{M}\p{N}_-])`;

const pathOf = ({ step, entry }: StepOrEntry): string => (entry === null ? step : String.raw`${step}\.${entry}`);

/** References to it as they begin within texts: `base.main` in `base.main.x`, and not in `base.mainly`. */
export const referencesTo = (thing: StepOrEntry): RegExp => new RegExp(BEFORE + pathOf(thing) + BEHIND, 'gu');

/** Texts that are such a reference as a whole. */
export const wholeReferenceTo = (thing: StepOrEntry): RegExp =>
  new RegExp(String.raw`^${pathOf(thing)}(?:[.[]\S*)?$`, 'u');

/** `$name` of a set. */
export const usesOfSet = (name: string): RegExp => new RegExp(String.raw`\$${name}${BEHIND}`, 'gu');

/** Its name in the path of an output. */
export const inOutputPaths = ({ step, entry }: StepOrEntry): RegExp =>
  entry === null
    ? new RegExp(String.raw`(?<=(?:^|/)out/)${step}(?=/)|(?<=(?:^|/)out/(?:[^/]+/)?)${step}(?=\.\w+$|$)`, 'gu')
    : new RegExp(`(?<=(?:^|/)out/${step}/)${entry}${END}`, 'gu');

/** Its name in a label with one of these beginnings: `tab:main`. */
export const inLabels = (name: string, beginnings: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${beginnings.join('|')})[:-]${name}(?:(?=-findings\b)|${END})`, 'gu');

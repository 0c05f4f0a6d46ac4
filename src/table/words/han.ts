/** Sets names and numbers into Chinese sentences. */

const HAN_END = /\p{Script=Han}$/u;
const HAN_START = /^\p{Script=Han}/u;
const LATIN_END = /(?!\p{Script=Han})[\p{L}\p{N}]$/u;
/** Percentages stand close: `在5%的水平上`. */
const LATIN_START = /^(?!\p{Script=Han}|[\d.]+%)[\p{L}\p{N}]/u;

/** The tag of Chinese templates: a blank parts Latin letters and figures that are put in from Chinese letters beside them: `以 x 加权`, `以收入加权`. */
export const han = (strings: TemplateStringsArray, ...parts: readonly (string | number)[]): string =>
  strings.reduce((said, text, i) => beside(beside(said, String(parts[i - 1] ?? '')), text));

/** Two texts side by side in a Chinese sentence. */
export const beside = (before: string, behind: string): string =>
  (HAN_END.test(before) && LATIN_START.test(behind)) || (LATIN_END.test(before) && HAN_START.test(behind))
    ? `${before} ${behind}`
    : before + behind;

/** Plain text as LaTeX prints it: escaped, with mathematics where a glyph needs it. */
import { ownValue } from '../../base/own-value.ts';
import { plainSubscript, plainSuperscript, subscriptRun, superscriptRun } from '../superscripts.ts';
import { oneLine } from './cells.ts';

/** Characters whose glyph needs a command of mathematics, each before the name of its command. */
const mathematics =
  '× times · cdot ≤ le ≥ ge ≠ ne ≈ approx ∞ infty ∪ cup ∅ emptyset ∂ partial ∈ in ∑ sum √ surd → to ← leftarrow ' +
  '↔ leftrightarrow Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega α alpha β beta ' +
  'γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma ' +
  'τ tau υ upsilon φ varphi χ chi ψ psi ω omega';

/** Replacements of TeX's special characters, and of the few whose glyph needs mathematics; everything else (Chinese too) passes. */
const replacements: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': '\\textquotedbl{}',
  '*': '{*}',
  '[': '{[}',
  ']': '{]}',
  '`': '\\textasciigrave{}',
  '−': '$-$',
  '–': '--',
  '—': '---',
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '…': '\\dots{}',
  '\u00a0': '~',
  '\ufffd': '?',
  ...controlPictures(),
  ...Object.fromEntries([...mathematics.matchAll(/(\S) (\S+)/g)].map(([, c, name]) => [c, `$\\${name}$`])),
};

/** Pictures of control characters, for which TeX has no glyphs, in the notation of carets: `^[`. */
function controlPictures(): Record<string, string> {
  const letters = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code + 0x40));
  const set = (letter: string): string => `\\textasciicircum{}${'[]'.includes(letter) ? `{${letter}}` : letter}`;
  const pairs = letters.map((letter, code) => [
    String.fromCharCode(0x2400 + code),
    letter === '\\'
      ? '\\textasciicircum{}\\textbackslash{}'
      : letter === '^' || letter === '_'
        ? `\\textasciicircum{}\\${letter}{}`
        : set(letter),
  ]);
  return { ...Object.fromEntries(pairs), '␡': '\\textasciicircum{}?' };
}

export const escapeLatex = (text: string): string =>
  oneLine(text)
    .split(/(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/)
    .map((piece, i) => (i % 2 === 1 ? `$\\times10^{${plainSuperscript(piece.slice(3))}}$` : escaped(piece)))
    .join('');

const escaped = (text: string): string =>
  letters(text)
    .replace(superscriptRun, (run) => `\\textsuperscript{${letters(plainSuperscript(run))}}`)
    .replace(subscriptRun, (run) => `\\textsubscript{${letters(plainSubscript(run))}}`);

const letters = (text: string): string => [...text].map((c) => replacements[c] ?? c).join('');

/**
 * Matches characters beyond Latin-1 for which usual documents have fonts: Latin letters, punctuation, figures and, with ctex, Chinese,
 * Japanese and Korean.
 */
const usual = /[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{N}\p{P}\p{Z}]/u;

/** Small letters and figures of phonetics and of footnotes, for which few fonts have a glyph. */
const small = /[\u02b0-\u02ff\u1d00-\u1dbf\u2070-\u209f]/u;

/** The letters and pictures of a text that usual documents have no font for, each once. */
export function withoutFont(text: string): string[] {
  const beyond = text.match(/[^\0-\u00ff]/gu) ?? [];
  const isSet = (c: string): boolean =>
    ownValue(replacements, c) !== undefined || plainSubscript(plainSuperscript(c)) !== c;
  return [...new Set(beyond)].filter((c) => !isSet(c) && (small.test(c) || !usual.test(c)));
}

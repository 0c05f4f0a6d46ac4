/** Plain text as LaTeX prints it: escaped, with mathematics where a glyph needs it. */
import { plainSuperscript, superscriptRun } from '../labels.ts';
import { oneLine } from './cells.ts';

/** Characters whose glyph needs a command of mathematics, each before the name of its command. */
const mathematics =
  '× times · cdot ≤ le ≥ ge ≠ ne ≈ approx ∞ infty ∂ partial ∈ in ∑ sum √ surd → to ← leftarrow ' +
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
  ₑ: '$_e$',
  ᵤ: '$_u$',
  '–': '--',
  '—': '---',
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '…': '\\dots{}',
  '\u00a0': '~',
  ...Object.fromEntries([...mathematics.matchAll(/(\S) (\S+)/g)].map(([, c, name]) => [c, `$\\${name}$`])),
};

export function escapeLatex(text: string): string {
  return [...oneLine(text)]
    .map((c) => replacements[c] ?? c)
    .join('')
    .replace(superscriptRun, (run) => `\\textsuperscript{${plainSuperscript(run)}}`);
}

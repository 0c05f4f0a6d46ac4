/** Whatever users write in labels, headers, notes and captions comes out as text in every format. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeCsv } from '../../../src/base/text/csv-text.ts';
import { csv } from '../../../src/table/formats/csv.ts';
import { escapeHtml, escapeMarkdown } from '../../../src/table/formats/escapes.ts';
import { escapeLatex, withoutFont } from '../../../src/table/formats/latex-text.ts';
import type { Cell, Table } from '../../../src/table/table.ts';

const nasty = fc.string({
  unit: fc.constantFrom(...'\\{}$&#_%~^<>|"*[]`@!;:=-+ab1 \n²中文é'.split('')),
  maxLength: 30,
});

describe('escape', () => {
  it('LaTeX: no special is left, and braces balance', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeLatex(text);
        const rest = escaped
          .replace(/\\text(backslash|asciitilde|asciicircum|quotedbl|asciigrave)\{\}/g, '')
          .replace(/\\textsuperscript\{[\d-]+\}/g, '')
          .replace(/\$[<>|]\$/g, '')
          .replace(/\{[*[\]]\}/g, '')
          .replace(/\\[{}$&#_%]/g, '');
        expect(rest).not.toMatch(/[\\{}$&#_%~^<>|"*[\]`\n]/);
      }),
    );
  });

  it('LaTeX: distinct texts stay distinct, Chinese stays', () => {
    expect(escapeLatex('中文 é')).toBe('中文 é');
    expect(escapeLatex('R² − 1')).toBe('R\\textsuperscript{2} $-$ 1');
    expect(escapeLatex('CO₂, x₁₀ₐ, y⁺, m⁽ⁱ⁾, Hᴬ, σᵦ')).toBe(
      'CO\\textsubscript{2}, x\\textsubscript{10a}, y\\textsuperscript{+}, m\\textsuperscript{(i)}, H\\textsuperscript{A}, $\\sigma$\\textsubscript{$\\beta$}',
    );
    expect(withoutFont('CO₂ ⁺ ʰ ᶜ ɸ ᶲ ₔ')).toEqual(['ᶲ', 'ₔ']);
    expect(escapeLatex('β → ∞, Ω ≈ ω')).toBe('$\\beta$ $\\to$ $\\infty$, $\\Omega$ $\\approx$ $\\omega$');
    expect(escapeLatex('50% of A&B_c')).toBe('50\\% of A\\&B\\_c');
  });

  it('HTML: reads back as the same text', () => {
    const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeHtml(text);
        expect(escaped.replace(/<\/?sup>/g, '')).not.toMatch(/[<>"']/);
        const back = escaped
          .replace(/<sup>2+<\/sup>/g, (s) => '²'.repeat(s.length - 11))
          .replace(/&([a-z]+|#39);/g, (_, e: string) => entities[e]!);
        expect(back).toBe(text);
      }),
    );
  });

  it('Markdown: no bare pipe or line break, and unescaping gives the text back', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped.replace(/\\./gs, '\u0000')).not.toMatch(/[|*_`[\]~^$@\n]|<[a-z!/?]/i);
        expect(escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1')).toBe(text.replace(/\s*\n+\s*/g, ' '));
      }),
    );
  });

  it('CSV: a reader of quoted fields gets the text back', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeCsv(text);
        const quoted = escaped.startsWith('"');
        if (!quoted) expect(escaped).not.toMatch(/[",\n]/);
        expect(quoted ? escaped.slice(1, -1).replace(/""/g, '"') : escaped).toBe(text);
      }),
    );
  });
});

describe('CSV in a spreadsheet', () => {
  const cell = (text: string): Cell => ({ is: 'text', text });
  const estimate: Cell = {
    is: 'number',
    value: -0.5,
    format: { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' },
    stars: '**',
  };
  const table = (texts: readonly string[]): Table => ({
    id: 't',
    sources: [],
    caption: '',
    label: '',
    stub: '',
    spanners: [],
    columns: [{ header: '=h' }, { header: '+h' }],
    panels: [
      {
        title: '@panel',
        rows: texts.map((text) => ({ key: text, label: text, cells: [cell(text), estimate], section: 'body' })),
      },
    ],
    notes: [],
    language: 'en',
    data: { columns: [], rows: [] },
  });
  const linesOf = (given: Table, quoteFormulas = true): readonly string[] =>
    (csv.view(given, { quote_formulas: quoteFormulas }) as { lines: readonly string[] }).lines;

  it('no text is a formula, numbers are numbers', () => {
    expect(linesOf(table(['=1+1', '+x', '-x', '-2+3+cmd|x!A0', '@sum', '\tx', '＝x', "=a,'b'"]))).toEqual([
      "Variable,'=h,'+h",
      "'@panel,,",
      "'=1+1,'=1+1,-0.500**",
      "'+x,'+x,-0.500**",
      "'-x,'-x,-0.500**",
      "'-2+3+cmd|x!A0,'-2+3+cmd|x!A0,-0.500**",
      "'@sum,'@sum,-0.500**",
      "'\tx,'\tx,-0.500**",
      "'＝x,'＝x,-0.500**",
      `"'=a,'b'","'=a,'b'",-0.500**`,
    ]);
    const numbers = ['-1', '-0.098*** (0.122)', '+1,234.5', '-1.2e-05', '-.5%', '-2 [-3, 1]', '-'];
    expect(linesOf(table(numbers)).slice(2)).toEqual(
      numbers.map((text) => (text.includes(',') ? `"${text}","${text}",-0.500**` : `${text},${text},-0.500**`)),
    );
  });

  it('takes linear time: in the square of the length, this would take hours', () => {
    const long = 2_000_000;
    const texts = [`-${'1'.repeat(long)}x`, `-1${'*'.repeat(long)}x`, `-${'1,'.repeat(long)}x`];
    expect(linesOf(table(texts))).toHaveLength(2 + texts.length);
  });

  it('writes them as they are when asked to', () => {
    expect(linesOf(table(['=1+1']), false)[2]).toBe('=1+1,=1+1,-0.500**');
  });
});

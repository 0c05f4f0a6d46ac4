/** Lines of headings, labels and titles in LaTeX. */
import { describe, expect, it } from 'vitest';
import { boxed, broken, titleLine } from '../../../src/table/formats/latex-lines.ts';

describe('a heading', () => {
  it('breaks at blanks, and between Chinese letters but before no stop', () => {
    expect(broken('An outcome of eighteen', 14)).toBe('\\shortstack{An outcome\\\\of eighteen}');
    expect(broken('全部控制变量，固定效应', 14)).toBe('\\shortstack{全部控制变\\\\量，固定效应}');
    for (let width = 4; width < 24; width += 1) expect(broken('全部控制变量，固定效应', width)).not.toContain('\\\\，');
    expect(broken('2SLS 估计', 18)).toBe('2SLS 估计');
  });

  it('keeps every character, blanks that do not break too', () => {
    expect(broken('10\u00a0% of\u00a0all, or so it is said', 12)).toBe(
      '\\shortstack{10~\\% of~all,\\\\or so it is\\\\said}',
    );
    expect(broken('', 18)).toBe('');
  });
});

describe('a label', () => {
  it('stands in a box where it is long, beside the rows that continue its own', () => {
    expect(boxed('Short & sweet', null, 1)).toBe('Short \\& sweet');
    expect(boxed('x'.repeat(40), 0.5)).toContain('\\parbox[t]{0.5\\linewidth}');
    expect(boxed('A label of many words '.repeat(3), null, 1)).toMatch(/^\\raisebox\{0pt\}\[\\height\]/);
  });

  it('breaks within words that are long', () => {
    expect(boxed(`${'long_name_'.repeat(6)}`, null)).toContain('long\\_\\hspace{0pt}name\\_');
  });
});

describe('a title', () => {
  it('spans the table, and stands in lines where it is longer than one', () => {
    expect(titleLine('Panel A', 3)).toBe('\\multicolumn{3}{@{}l}{\\emph{Panel A}}\\\\');
    expect(titleLine('Panel A. '.repeat(10), 3)).toContain('\\parbox[t]{0.99\\linewidth}');
  });
});

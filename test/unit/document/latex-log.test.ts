import { describe, expect, it } from 'vitest';
import { readLog } from '../../../src/document/latex-log.ts';

const LOG = String.raw`This is pdfTeX, Version 3.14 (TeX Live)
**paper.tex
(./paper.tex
LaTeX2e <2024-11-01> (a note in parentheses)
(/usr/share/texlive/texmf-dist/tex/latex/base/article.cls
Document Class: article 2024/06/29 v1.4n Standard LaTeX document class
)
Package siunitx Info: A word (of) no interest on input line 3.
(./sections/data.tex
./sections/data.tex:12: Undefined control sequence.
<recently read> \nosuch

l.12 A \nosuch
              {x}
LaTeX Warning: Reference ${'`'}tab:none' on page 1 undefined on input line 14.

Overfull \hbox (12.5pt too wide) in paragraph at lines 20--22
 []\OT1/cmr/m/n/10 Some words
Missing character: There is no 城 in font cmr10!
)
Package papermake Warning: A table is 3.0pt wider than the line;
(papermake)                ${'`'}width: scaled' makes it fit on input line 30.

Package epstopdf Warning: Shell escape feature is not enabled.
LaTeX Warning: There were undefined references.
LaTeX Font Warning: Font shape ${'`'}T1/x/m/n' undefined
(Font)              using ${'`'}T1/cmr/m/n' instead on input line 31.
! Emergency stop.
[1] (./paper.aux) )
`;

describe('the log of LaTeX', () => {
  const entries = readLog(LOG);

  it('has errors and warnings with their files and lines, each once, and nothing that follows from them', () => {
    expect(entries).toEqual([
      { is: 'error', message: 'Undefined control sequence. `\\nosuch`', file: './sections/data.tex', line: 12 },
      { is: 'error', message: "Reference `tab:none' undefined", file: './sections/data.tex', line: 14 },
      { is: 'warning', message: 'Overfull \\hbox (12.5pt too wide)', file: './sections/data.tex', line: 20 },
      {
        is: 'warning',
        message: 'missing character: There is no 城 in font cmr10',
        file: './sections/data.tex',
        line: undefined,
      },
      {
        is: 'warning',
        message: "A table is 3.0pt wider than the line; `width: scaled' makes it fit",
        file: './paper.tex',
        line: 30,
      },
      {
        is: 'warning',
        message: "Font shape `T1/x/m/n' undefined using `T1/cmr/m/n' instead",
        file: './paper.tex',
        line: 31,
      },
    ]);
  });

  it('is empty where nothing is wrong', () =>
    expect(readLog('(./paper.tex)\nOutput written on paper.pdf\n')).toEqual([]));
});

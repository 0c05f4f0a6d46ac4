/** A certificate as a document in LaTeX of one page: pdflatex sets an English one, xelatex with ctex a Chinese one. */
import { escapeLatex } from '../../../table/formats/latex-text.ts';
import type { CertificatePage, PageBlock } from '../page.ts';
import { LETTERS, type Picture, type PictureBox, pictureOf } from '../picture.ts';
import { type CertificateFormat, type PageGrid, setText } from './format.ts';

export const latex: CertificateFormat = {
  name: 'latex',
  extension: 'tex',
  write: ({ language, title, subtitle, blocks }: CertificatePage) =>
    `${[
      ...(language === 'zh' ? CHINESE : ENGLISH),
      ...PREAMBLE,
      '\\begin{document}',
      `\\begin{center}{\\LARGE ${escapeLatex(title)}\\par}${subtitle === '' ? '' : `\\smallskip{\\large ${escapeLatex(subtitle)}\\par}`}\\end{center}`,
      ...blocks.flatMap((block, i) => inLatex(block, blocks[i - 1], blocks[i + 1])),
      '\\end{document}',
    ].join('\n')}\n`,
};

const ENGLISH = [
  '\\documentclass[10pt,a4paper]{article}',
  '\\usepackage[T1]{fontenc}',
  '\\usepackage[utf8]{inputenc}',
  '\\usepackage{lmodern,textcomp}',
  '\\AtBeginDocument{\\small}',
];
const CHINESE = [
  '% !TEX program = xelatex',
  '\\documentclass[UTF8,a4paper,fontset=fandol,zihao=5]{ctexart}',
  '\\linespread{1.15}\\AtBeginDocument{\\zihao{-5}}',
];
const PREAMBLE = [
  '\\usepackage[margin=18mm]{geometry}',
  '\\usepackage{booktabs,array,xcolor}',
  '\\definecolor{pmdark}{HTML}{1F4E79}',
  '\\definecolor{pmlight}{HTML}{B8C9DC}',
  '\\definecolor{pmline}{HTML}{555555}',
  '\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{.35em}',
  '\\setlength{\\tabcolsep}{5pt}',
  '\\newcommand{\\pmhead}[1]{\\par\\medskip{\\bfseries #1}\\par}',
  '\\newcommand{\\pmbar}[5]{\\put(#1,#2){\\color{#5}\\rule{#3pt}{#4pt}}}',
  // A digest has no place where it could break but between its letters.
  '\\makeatletter',
  '\\newcommand{\\pmcode}[1]{{\\footnotesize\\ttfamily\\@tfor\\pmletter:=#1\\do{\\pmletter\\allowbreak}}}',
  '\\makeatother',
  '\\pagestyle{empty}',
];

const LIST =
  '\\begin{list}{\\textbullet}{\\setlength{\\topsep}{0pt}\\setlength{\\parsep}{0pt}\\setlength{\\itemsep}{1pt}\\setlength{\\leftmargin}{1.2em}}\\raggedright';

function inLatex(block: PageBlock, before: PageBlock | undefined, behind: PageBlock | undefined): string[] {
  switch (block.is) {
    case 'heading':
      return [`\\pmhead{${escapeLatex(block.text)}}`];
    case 'paragraph':
      return [styled(block.text), ''];
    case 'item':
      return [
        ...(before?.is === 'item' ? [] : [LIST]),
        `\\item ${styled(block.text)}`,
        ...(behind?.is === 'item' ? [] : ['\\end{list}']),
      ];
    case 'grid':
      return gridOf(block);
    case 'picture':
      return inPicture(pictureOf(block.panels), block.caption);
    default:
      return block satisfies never;
  }
}

/** Digests are so long that they break wherever a line ends. */
const LONG = 30;

/** Letters stand one by one, since special ones are commands of several. */
const breakable = (code: string): string =>
  `\\pmcode{${[...code].map((letter) => `{${escapeLatex(letter)}}`).join('')}}`;

const styled = (text: string): string =>
  setText(text, {
    plain: escapeLatex,
    code: (code) => (code.length < LONG ? `{\\small\\ttfamily ${escapeLatex(code)}}` : breakable(code)),
    bold: (bold) => `\\textbf{${escapeLatex(bold)}}`,
  });

function gridOf({ rows: [head, ...rows] }: PageGrid): string[] {
  const line = (row: readonly string[]): string => `${row.map(escapeLatex).join(' & ')} \\\\`;
  return [
    `\\begin{center}\\small\\begin{tabular}{@{}l*{${head!.length - 1}}{r}@{}}`,
    '\\toprule',
    line(head!),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}\\end{center}',
  ];
}

const colors: Readonly<Record<PictureBox['shade'], string>> = { dark: 'pmdark', light: 'pmlight', line: 'pmline' };
const corners = { start: 'l', middle: '', end: 'r' } as const;
const rounded = (value: number): string => String(+value.toFixed(2));

/** A picture of LaTeX, whose points are larger than those of SVG by a third of a percent, begins at the bottom. */
function inPicture({ width, height, boxes, texts }: Picture, caption: string): string[] {
  return [
    `\\begin{center}\\setlength{\\unitlength}{1pt}{\\fontsize{${LETTERS}}{${LETTERS}}\\selectfont`,
    `\\begin{picture}(${width},${height})`,
    ...boxes.map((box) => {
      const numbers = [box.x, height - box.y - box.height, box.width, box.height].map((value) => `{${rounded(value)}}`);
      return `\\pmbar${numbers.join('')}{${colors[box.shade]}}`;
    }),
    ...texts.map(({ x, y, anchor, text }) => {
      return `\\put(${rounded(x)},${rounded(height - y)}){\\makebox(0,0)[b${corners[anchor]}]{${escapeLatex(text)}}}`;
    }),
    `\\end{picture}\\par}\\footnotesize ${escapeLatex(caption)}\\end{center}`,
  ];
}

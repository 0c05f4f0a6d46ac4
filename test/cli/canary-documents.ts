/** Faults of texts and figures that print values of confidential columns, as their authors ask for: messages about them print none. */
import { spawnSync } from 'node:child_process';
import { type Fault, PANEL, withColumns } from './canary-faults.ts';

const PRINTED = `  most: {kind: describe, from: data, variables: [income, x]}
  drawn: {kind: figure, from: data, plot: histogram, variables: [income]}
`;
const below = 'numbers: {top: most.income.max}\n';
const hasTex = spawnSync('latexmk', ['--version']).error === undefined;

const sides = (side: (half: number) => string): string => withColumns({ side: (i) => side((i >> 2) % 2) });
const grouped = (more = ''): string =>
  `  drawn: {kind: figure, from: data, plot: trends, x: year, y: x, by: side${more}}`;

export const DOCUMENT_FAULTS: Readonly<Record<string, Fault>> = {
  'a figure without room for the names of its groups': {
    ingest: PANEL,
    steps: grouped(', width: 30, height: 20'),
    data: sides((half) => `ZQSECside${half} of a name of many words that can stand nowhere`),
    code: 'no-room',
    says: 'the figure has too little room',
  },
  'a group that is called by a formula which figures do not set': {
    ingest: PANEL,
    steps: grouped(),
    data: sides((half) => `$\\frac{ZQSECside${half}}{2}$`),
    code: 'bad-formula',
    says: 'a label holds a formula that figures do not set',
  },
  'a group whose name has a sign without a glyph': {
    ingest: PANEL,
    steps: grouped(),
    data: sides((half) => `ZQSECside${half}ᚠ`),
    code: 'missing-glyph',
    says: 'the fonts of figures have no sign for …',
    prints: true,
  },
  'a text in Typst that stops with a result': {
    steps: `${PRINTED}  paper: {kind: document, file: paper.typ}`,
    below,
    files: { 'paper.typ': '#import "out/numbers.typ": *\n#panic("it is " + pmnum("top"))\n' },
    code: 'typst-error',
    says: 'panicked with: …',
    prints: true,
  },
  'a text in Markdown that names a result close to one that is there': {
    steps: `${PRINTED}  paper: {kind: document, file: paper.md, formats: [docx]}`,
    below,
    files: { 'paper.md': 'The most is {{pm top "1"}}, and {{pm most.incme.max "2"}}.\n' },
    code: 'unknown-result',
    says: '`most` has no `incme`',
    prints: true,
  },
  ...(hasTex && {
    'a text in LaTeX that stops with a result': {
      steps: `${PRINTED}  paper: {kind: document, file: paper.tex}`,
      below,
      files: {
        'paper.tex':
          '\\documentclass{article}\n\\input{out/numbers.tex}\n\\begin{document}\n\\edef\\most{\\pmnum{top}}\\errmessage{it is "\\most"}\n\\end{document}\n',
      },
      code: 'latex-error',
      says: 'it is',
      prints: true,
    },
  }),
};

/** Python, in which papermake writes no scripts yet: no cell has a counterpart. */
import type { Block, Language } from '../../../src/export/language.ts';
import type { Engine } from './engine.ts';
import { engineProgram } from './programs.ts';

const none = ({ node }: { readonly node: string }): Block => ({
  node,
  lines: [],
  cells: 0,
  missing: [{ node, what: 'the result', why: 'papermake writes no scripts in Python yet' }],
  packages: [],
});

const scripts: Language = {
  name: 'python',
  summary: 'Python, in which no script is written yet',
  main: 'main.py',
  open: () => ({
    model: none,
    describe: none,
    vif: none,
    missing: (node) => none({ node }),
    scripts: () => [],
    data: ({ name }) => ({ path: name, content: '' }),
    nameOf: (_, column) => column,
  }),
};

export const python: Engine = {
  ...engineProgram('python'),
  scripts,
  floor: 8,
  drive: (files) => ({ files, args: [] }),
  number: (text) => (text === '' ? null : Number(text)),
};

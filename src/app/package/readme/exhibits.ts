/** The README's map: every table, figure, text and bound number, with the line that asks for it and the lines that make it again. */
import type { Exhibit } from '../exhibits.ts';
import type { Facts } from '../facts.ts';
import { code, type Field, type Say, table } from './field.ts';

const rowsOf = ({ exhibits, pipeline }: Facts, is: readonly Exhibit['is'][]): string[][] =>
  exhibits
    .filter((each) => is.includes(each.is))
    .map(({ name, line, files, scripts }) => [
      code(name),
      code(`${pipeline}:${line}`),
      files.map(code).join(', '),
      scripts.map(code).join(', '),
    ]);

const head = (say: Say): string[] => [
  say('Node', '节点'),
  say('Line', '行'),
  say('Files', '文件'),
  say('Lines of scripts', '脚本行'),
];

const shown: Field = {
  name: 'tables and figures',
  tells: 'node, line of the pipeline, files and lines of scripts of every table, figure and text',
  by: 'papermake',
  write: (facts, say) => table(head(say), rowsOf(facts, ['table', 'figure', 'text'])),
};

const numbers: Field = {
  name: 'numbers',
  tells: "the same of every number of the paper's text",
  by: 'papermake',
  write: (facts, say) => table(head(say), rowsOf(facts, ['number'])),
};

const map: Field = {
  name: 'map',
  tells: 'where the same list stands for programs',
  by: 'papermake',
  write: (_, say) => [
    say(
      '`exhibits.csv` has this list, with the results that each shows.',
      '`exhibits.csv` 有同一列表，并给出各自展示的结果。',
    ),
  ],
};

export const exhibits: readonly Field[] = [shown, numbers, map];

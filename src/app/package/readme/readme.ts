/** Writes the README of a package from its facts. */
import { printable } from '../../../base/text/printable.ts';
import type { Facts } from '../facts.ts';
import type { Contents } from '../files.ts';
import { inline, type Say } from './field.ts';
import { sections } from './registry.ts';

/** Markdown in the language of the paper. */
export function readmeOf(facts: Facts, files: Contents): string {
  const say: Say = (english, chinese) => (facts.language === 'zh' ? chinese : english);
  const title = inline(facts.title) || facts.pipeline;
  const parts = sections.flatMap(({ english, chinese, fields }) => {
    const blocks = fields.map(({ write }) => write(facts, say, files)).filter((lines) => lines.length > 0);
    return blocks.length === 0 ? [] : [`## ${say(english, chinese)}`, ...joined(blocks)];
  });
  const heading = say(`# Replication package: ${title}`, `# 复现材料包：${title}`);
  return `${[heading, ...parts].map(printableLines).join('\n\n').trimEnd()}\n`;
}

/** Lists of fields that follow each other are one list; anything else stands apart. */
function joined(blocks: readonly (readonly string[])[]): string[] {
  const texts: string[] = [];
  for (const lines of blocks) {
    const text = lines.join('\n').trimEnd();
    const before = texts.at(-1);
    if (before !== undefined && isList(before) && isList(text)) texts[texts.length - 1] = `${before}\n${text}`;
    else texts.push(text);
  }
  return texts;
}

const isList = (text: string): boolean => text.split('\n').every((line) => line.startsWith('- '));

const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** Counts the fields of a README, and those of them that the authors typed. */
export function countFields(facts: Pick<Facts, 'declared' | 'sources'>): {
  readonly all: number;
  readonly typed: number;
} {
  const each = sections.flatMap(({ fields }) =>
    fields.flatMap(({ by, typed }) => typed?.(facts) ?? [by === 'authors']),
  );
  return { all: each.length, typed: each.filter(Boolean).length };
}

/** Reads a text in Markdown for the engines that take one, and tells what is wrong with it. */
import type { PlacedText } from '../../../../src/document/filled.ts';
import { withSettledDisplays } from '../../../../src/document/markdown/displays.ts';
import { lostReferences, type Target, targetsIn } from '../../../../src/document/markdown/labels.ts';
import { type MarkdownProblem, parseMarkdown } from '../../../../src/document/markdown/parse.ts';
import type { Manuscript as Parsed } from '../../../../src/document/markdown/tree.ts';
import { withoutComments } from '../../../../src/document/text.ts';
import { kindOfText } from '../../../../src/document/text-kinds.ts';
import type { Complaint } from '../../../../src/engine/step.ts';
import { placementOf } from '../../../../src/table/formats/page.ts';
import type { DocumentSources } from './engine.ts';

export type ReadManuscript =
  | {
      readonly parsed: Parsed;
      readonly targets: ReadonlyMap<string, Target>;
      /** The same text as another reading of it has it, with its tables and figures settled. */
      settled(read: (plain: Parsed) => Parsed): Parsed;
    }
  | { readonly complaints: readonly Complaint[] };

export function readManuscript({ main, texts, tables, figures }: DocumentSources): ReadManuscript {
  const author = texts.get(main)!;
  const parsed = parseMarkdown(withoutComments({ text: author.text, kind: kindOfText(main) }));
  if (!parsed.ok) return { complaints: complaintsOf(parsed.problems, author) };
  const { manuscript } = parsed;
  const settle = (read: Parsed): Parsed =>
    withSettledDisplays(read, {
      caption: (node) => figures.get(node)?.caption ?? '',
      placement: (node) => placementOf(tables.get(node)?.request.formatOptions.typst ?? {}),
    });
  const settled = settle(manuscript);
  const { blocks, abstract } = settled;
  const labels = new Map([...tables].map(([node, { table }]) => [node, table.label]));
  const targets = targetsIn(blocks, labels);
  const lost = lostReferences([...abstract, ...blocks], targets);
  if (lost.length > 0) return { complaints: complaintsOf(lost, author) };
  return { parsed: settled, targets, settled: (read) => settle(read(manuscript)) };
}

export const complaintsOf = (problems: readonly MarkdownProblem[], author: PlacedText): Complaint[] =>
  problems.map(({ code, message, hint, at: [start, end] }) => ({
    code,
    message,
    hint,
    text: author.place(start, end),
  }));

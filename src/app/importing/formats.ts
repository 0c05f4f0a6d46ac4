/** The formats of tables by the endings that scripts have for them. */
import { formats } from '../../table/formats/registry.ts';

/** Names of the formats in which a table is written that a script writes to a file of this ending, and of the one that a terminal shows; none where no format has it. */
export function formatsOf(ending: string): readonly string[] {
  const found = formats.find(({ extension, otherExtensions = [] }) => [extension, ...otherExtensions].includes(ending));
  if (found === undefined) return [];
  const [readable] = formats
    .filter(({ terminalRank }) => terminalRank !== undefined)
    .sort((a, b) => a.terminalRank! - b.terminalRank!);
  return [...new Set([found, readable!])].map(({ name }) => name);
}

/** Names of the formats of tables for authors of Word and of LaTeX, and of the one to be read at once. */
export const authorFormats: readonly string[] = [...new Set(['docx', 'tex'].flatMap(formatsOf))];

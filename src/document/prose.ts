/** Short documents of headings, sentences and lists, in every format in which papermake writes tables into texts, and in Word. */

import { escapeLatex } from '../table/formats/latex-text.ts';
import type { Language } from '../table/table.ts';
import { NOTHING_CITED } from './cited.ts';
import { parseMarkdown } from './markdown/parse.ts';

export type Passage =
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'sentences'; readonly text: string }
  /** Names, each with what is said of it; `code` is set as it stands. */
  | {
      readonly is: 'items';
      readonly items: readonly { readonly name: string; readonly text?: string; readonly code?: string }[];
    };

export interface Prose {
  readonly title: string;
  readonly language: Language;
  readonly passages: readonly Passage[];
}

export interface ProseFormat {
  readonly extension: string;
  write(prose: Prose): string | Uint8Array | Promise<Uint8Array>;
}

/** The functions by which a format writes each passage. */
interface PassageFormat {
  readonly title: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly sentences: (text: string) => string;
  readonly items: (items: readonly string[]) => string;
  readonly escaped: (text: string) => string;
  readonly code: (text: string) => string;
  readonly name: (text: string) => string;
}

function laidOut({ title, passages, language }: Prose, by: PassageFormat): string {
  const [colon, stop] = language === 'zh' ? ['：', ''] : [': ', ''];
  const said = passages.map((passage) => {
    if (passage.is === 'heading') return by.heading(by.escaped(passage.text));
    if (passage.is === 'sentences') return by.sentences(by.escaped(passage.text));
    const items = passage.items.map(({ name, text, code }) => {
      const words = [...(text ? [by.escaped(text)] : []), ...(code ? [by.code(code)] : [])].join(' ');
      return `${by.name(name)}${words === '' ? stop : `${colon}${words}`}`;
    });
    return by.items(items);
  });
  return `${[by.title(by.escaped(title)), ...said].join('\n\n')}\n`;
}

/** The longest run of backticks in a text is shorter than those around it. */
function ticked(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${ticks}${space}${text.replace(/\s+/g, ' ')}${space}${ticks}`;
}

const inMarkdown = (prose: Prose): string =>
  laidOut(prose, {
    title: (text) => `# ${text}`,
    heading: (text) => `## ${text}`,
    sentences: (text) => text,
    items: (items) => items.map((item) => `- ${item}`).join('\n'),
    escaped: (text) => text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|$@~^]/g, '\\$&'),
    code: ticked,
    name: ticked,
  });

const inLatex = (prose: Prose): string =>
  laidOut(prose, {
    title: (text) => `\\section*{${text}}`,
    heading: (text) => `\\subsection*{${text}}`,
    sentences: (text) => text,
    items: (items) => `\\begin{itemize}\n${items.map((item) => `\\item ${item}`).join('\n')}\n\\end{itemize}`,
    escaped: escapeLatex,
    code: (text) => `\\texttt{${escapeLatex(text)}}`,
    name: (text) => `\\texttt{${escapeLatex(text)}}`,
  });

const escapedHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const inHtml = (prose: Prose): string =>
  laidOut(prose, {
    title: (text) =>
      `<!doctype html>\n<html lang="${prose.language === 'zh' ? 'zh-CN' : 'en'}">\n<meta charset="utf-8">\n<title>${text}</title>\n<h1>${text}</h1>`,
    heading: (text) => `<h2>${text}</h2>`,
    sentences: (text) => `<p>${text}</p>`,
    items: (items) => `<ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`,
    escaped: escapedHtml,
    code: (text) => `<code>${escapedHtml(text)}</code>`,
    name: (text) => `<code>${escapedHtml(text)}</code>`,
  });

async function inWord(prose: Prose): Promise<Uint8Array> {
  const parsed = parseMarkdown(inMarkdown(prose));
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  const { manuscriptInWord } = await import('./word/document.ts');
  const none = { tables: new Map(), targets: new Map(), works: new Set<string>(), picture: () => undefined };
  const file = manuscriptInWord(parsed.manuscript, { ...none, cited: NOTHING_CITED });
  if (!file.ok) throw new Error(file.problems.map(({ message }) => message).join('; '));
  return file.bytes;
}

/** THE list of formats of such documents. */
export const proseFormats: readonly ProseFormat[] = [
  { extension: 'md', write: inMarkdown },
  { extension: 'tex', write: inLatex },
  { extension: 'html', write: inHtml },
  { extension: 'docx', write: inWord },
];

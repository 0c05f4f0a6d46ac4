/** Plain text as HTML and Markdown have it: what would mean something there is escaped. */
import { plainSuperscript, superscriptRun } from '../superscripts.ts';
import { oneLine } from './cells.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (c) => entities[c]!)
    .replace(superscriptRun, (run) => `<sup>${plainSuperscript(run).replace('-', '−')}</sup>`);
}

/** A text in the quotes of an attribute of HTML. */
export const attribute = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

/** Escapes punctuation that starts something in GitHub's or pandoc's Markdown; `<` and `&` only where a tag or an entity would follow. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~^$@]/g, '\\$&')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&');
}

/** Finds texts of a table whose punctuation is of the other language. */
import type { OptionFinding } from '../finding.ts';
import type { Language } from '../table.ts';
import type { Footnote } from './footnote-schemas.ts';
import type { TableEntry } from './option-schemas.ts';

interface OptionText {
  readonly option: string;
  readonly at: readonly (string | number)[];
  readonly text: string;
}

/** A half-width mark beside a Chinese letter; a colon or a comma in figures, `10:30`, `1,234`, stands beside none. */
const HALF = /\p{Script=Han}\s?[,;:?!()]|[,;:?!(]\s?\p{Script=Han}|\)\p{Script=Han}/u;
const FULL = /[，。；：？！（）]/u;
const marks: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '?': '？',
  '!': '！',
  '(': '（',
  ')': '）',
};

/** Texts of the author: they are printed as they stand. */
export const languageFindings = (entry: TableEntry, language: Language): OptionFinding[] =>
  textsOf(entry).flatMap((said) => findingOf(said, language));

function findingOf({ text, option, at }: OptionText, language: Language): OptionFinding[] {
  const [found] = (language === 'zh' ? HALF : FULL).exec(text) ?? [];
  if (found === undefined) return [];
  const mark = found.replace(/[\p{Script=Han}\s]/gu, '');
  const message =
    language === 'zh'
      ? `\`${text}\` has a half-width \`${mark}\` beside Chinese letters, and the table is in Chinese`
      : `\`${text}\` has a full-width \`${mark}\`, and the table is in English`;
  const hint = language === 'zh' ? `write \`${marks[mark] ?? mark}\`` : 'write `lang: zh` for a table in Chinese';
  return [{ code: 'other-punctuation', message, hint, option, at, severity: 'warning' }];
}

function textsOf({ caption, notes, headers, spanners, rename, rows, panels, footnotes }: TableEntry): OptionText[] {
  const said = (option: string, text: unknown, ...at: (string | number)[]): OptionText[] =>
    typeof text === 'string' ? [{ option, at, text }] : [];
  const each = (option: string, texts: unknown): OptionText[] =>
    Array.isArray(texts) || (typeof texts === 'object' && texts !== null)
      ? Object.entries(texts).flatMap(([at, text]) => said(option, text, Array.isArray(texts) ? Number(at) : at))
      : [];
  return [
    ...said('caption', caption),
    ...(typeof notes === 'string' ? said('notes', notes) : each('notes', notes)),
    ...each('headers', headers),
    ...each('spanners', spanners),
    ...each('rename', rename),
    ...(rows ?? []).flatMap((row, i) => said('rows', 'label' in row ? row.label : undefined, i, 'label')),
    ...(panels ?? []).flatMap(({ title }, i) => said('panels', title, i, 'title')),
    ...((footnotes ?? []) as readonly Footnote[]).flatMap(({ text }, i) => said('footnotes', text, i, 'text')),
  ];
}

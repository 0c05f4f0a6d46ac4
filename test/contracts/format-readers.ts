/** How the tests of each format read its files back: a format that is not here fails the contract. */

import { openZip } from '../../src/frame/readers/xlsx/zip.ts';

export interface FormatReader {
  /** The texts of the file as a reader of the paper sees them, in any order and with whatever stands between. */
  texts(bytes: Uint8Array): string;
  /** The format has the table's body alone, without its caption and notes. */
  readonly bodyOnly?: true;
}

const decoded = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** `R²`: superscripts of a format as the characters that labels have. */
const raised = (digits: string): string => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '⁻').join('');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const signs: Readonly<Record<string, string>> = {
  '\\textbackslash{}': '\\',
  '\\textasciitilde{}': '~',
  '\\textasciicircum{}': '^',
  '\\textasciigrave{}': '`',
  '\\textquotedbl{}': '"',
  '$<$': '<',
  '$>$': '>',
  '$|$': '|',
  '{*}': '*',
  '{[}': '[',
  '{]}': ']',
  '$-$': '−',
  '\\{': '{',
  '\\}': '}',
  '\\$': '$',
  '\\&': '&',
  '\\#': '#',
  '\\_': '_',
  '\\%': '%',
};
const sign = new RegExp(
  Object.keys(signs)
    .map((source) => source.replace(/[\\{}$|*[\]^]/g, '\\$&'))
    .join('|'),
);

/** What means something to the format, and so is no text, ends a text. */
const END = '\n';

/** Each escape as the character it stands for. */
const unescaped = (text: string, escaped: RegExp, special: RegExp, meant: (found: string) => string): string =>
  text.replace(new RegExp(`${escaped.source}|${special.source}`, 'g'), (found) =>
    new RegExp(`^(?:${escaped.source})$`).test(found) ? meant(found) : END,
  );

export const readers: Readonly<Record<string, FormatReader>> = {
  latex: {
    texts: (bytes) => {
      const source = decoded(bytes)
        .replace(/\\textsuperscript\{([\d-]+)\}/g, (_, digits: string) => raised(digits))
        .replace(/\$\\times10\^\{(-?\d+)\}\$/g, (_, digits: string) => `×10${raised(digits)}`);
      return unescaped(source, sign, /%.*|[\\{}$&#_~^<>|"*[\]`]/, (found) => signs[found]!);
    },
  },
  markdown: {
    texts: (bytes) =>
      unescaped(decoded(bytes), /\\[!-/:-@[-`{-~]/, /[\\`*_[\]|~^$@]|<(?=[a-zA-Z/!?])/, (found) => found[1]!),
  },
  html: {
    texts: (bytes) => {
      const source = decoded(bytes)
        .replace(/<sup>([\d−]+)<\/sup>/g, (_, digits: string) => raised(digits))
        .replace(/<[^>]*>/g, END);
      return unescaped(source, /&(?:amp|lt|gt|quot|#39);/, /[<>&]/, (found) => entities[found.slice(1, -1)]!);
    },
  },
  csv: {
    texts: (bytes) =>
      [...decoded(bytes).matchAll(/"((?:[^"]|"")*)"(?=[,\n])|([^,"\n]*)(?=[,\n])/g)]
        .map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare!)
        .join(END),
    bodyOnly: true,
  },
  typst: {
    texts: (bytes) =>
      [...decoded(bytes).matchAll(/"((?:[^"\\]|\\.)*)"/g)]
        .map(([, quoted]) => quoted!.replace(/\\(.)/g, '$1'))
        .join(END),
  },
  docx: {
    texts: (bytes) => {
      const raisedRun = /<w:r><w:rPr>(?:(?!<\/w:rPr>).)*superscript"\/><\/w:rPr><w:t [^>]*>([\d−]+)<\/w:t><\/w:r>/g;
      const xml = openZip(bytes)('word/document.xml')!;
      const whole = xml
        .replace(raisedRun, (_, digits: string) => `<w:r><w:t>${raised(digits)}</w:t></w:r>`)
        .replace(/<\/w:t><\/w:r><w:r>(?:<w:rPr>(?:(?!<\/w:rPr>).)*<\/w:rPr>)?<w:t[^>]*>/g, '');
      return xmlTexts(whole, 'w:t');
    },
  },
  xlsx: { texts: (bytes) => xmlTexts(openZip(bytes)('xl/worksheets/sheet1.xml')!, 't') },
};

/** What stands in the elements of a name. */
const xmlTexts = (xml: string, name: string): string =>
  [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))]
    .map(([, text]) => unescaped(text!, /&(?:amp|lt|gt|quot);/, /[<>&]/, (found) => entities[found.slice(1, -1)]!))
    .join(END);

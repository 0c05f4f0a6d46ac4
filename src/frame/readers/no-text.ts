/** Files that are called text and are something else: workbooks by another name, archives, web pages, UTF-16 without its mark. */
import { DataError } from '../complaint.ts';
import { byteOrderMark } from './encoding.ts';

interface BinaryForm {
  readonly is: string;
  readonly hint: string;
}

/** Forms of binary files by their first bytes, in hexadecimal digits. */
const forms: readonly (readonly [begins: string, BinaryForm])[] = [
  ['504b0304', { is: 'an Excel workbook or a ZIP archive', hint: 'call a workbook `.xlsx`; unpack an archive' }],
  ['d0cf11e0', { is: 'an old Excel workbook or another file of Office', hint: 'save it as `.xlsx` or as CSV' }],
  ['1f8b', { is: 'compressed by gzip', hint: 'unpack it by `gunzip`, which wants its name to end in `.gz`' }],
  ['255044462d', { is: 'a PDF', hint: 'save the table as CSV or as a workbook' }],
];

const page: BinaryForm = {
  is: 'a web page or XML',
  hint: 'a download may have failed: look into the file; save the table as CSV or as a workbook',
};
const beginsAsPage = /^\s*<(?:!doctype html|html|\?xml)/i;

/** Refuses what no delimited text begins like. `head`: the first bytes; `encoding`: as declared. */
export function refuseNoText(head: Uint8Array, encoding: string | undefined): void {
  const bytes = Buffer.from(head);
  const text = bytes.toString('latin1');
  const begun = forms.find(([begins]) => bytes.toString('hex').startsWith(begins))?.[1];
  const form = begun ?? (beginsAsPage.test(text) ? page : undefined);
  if (form !== undefined) {
    const message = `the file is no text but ${form.is}`;
    throw new DataError({ code: 'no-text', message, hint: form.hint, path: ['file'] });
  }
  const names = text.split('\n', 1)[0]!;
  if (encoding !== undefined || byteOrderMark(head) !== undefined || !names.includes('\0')) return;
  const wide = head[0] === 0 ? 'utf-16be' : 'utf-16le';
  const message = 'the first row holds zero bytes, as UTF-16 does';
  throw new DataError({ code: 'no-text', message, hint: `\`encoding: ${wide}\` reads it as that`, path: ['file'] });
}

/** The text that a program printed: UTF-8, or what programs print on a Chinese Windows, whose consoles have code page 936. */
import { isUtf8 } from 'node:buffer';
import { looksChinese } from '../../../src/frame/readers/encoding.ts';

const LINE_FEED = 10;

/** Decodes line by line, since two programs of one command may print in two encodings. What is neither is told with replacement characters. */
export function printedText(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, from);
    const next = end < 0 ? bytes.length : end + 1;
    lines.push(lineText(bytes.subarray(from, next)));
    from = next;
  }
  return lines.join('');
}

const lineText = (line: Uint8Array): string =>
  new TextDecoder(!isUtf8(line) && looksChinese(line) ? 'gb18030' : 'utf-8').decode(line);

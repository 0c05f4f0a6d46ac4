/** Colours texts for terminals that want it; colour is never the only carrier of meaning. */

import type { Paint } from '../../base/print.ts';

const CODES = { green: 32, cyan: 36, yellow: 33, red: 31, dim: 2, bold: 1 } as const;

/** Stands for `ESC [` until a text is printed. It is drawn anew in each process, so that no text can hold it by intent. */
const MARK = `\ue000${Math.random().toString(36).slice(2)}:`;

export function styled(style: keyof typeof CODES, text: string, stream: NodeJS.WriteStream = process.stderr): string {
  const wanted = stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
  return wanted ? `${MARK}${CODES[style]}m${text}${MARK}0m` : text;
}

/** Colours the parts of a problem. */
export const paintProblem: Paint = (part, text) => styled(PARTS[part], text);

const PARTS = { place: 'bold', error: 'red', warning: 'yellow', hint: 'cyan' } as const;

/** A text with its marks replaced by the sequences that they stand for. */
export const sequencesIn = (text: string): string => text.replaceAll(MARK, '\x1b[');

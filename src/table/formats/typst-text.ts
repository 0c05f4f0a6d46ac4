/** Writes texts in Typst's code, in which none is markup. */
import { oneLine } from './cells.ts';

/** A string of Typst's code. */
export const typstString = (text: string): string => `"${oneLine(text).replace(/[\\"]/g, '\\$&')}"`;

/** Marks what a compiler of texts says that may come from results: words between quotes, numbers, and what a text makes it say. */
import { datum, PRINTED } from '../../../../src/base/value.ts';

const SAID = /(?<=^(?:panicked with|assertion failed): ).+|"[^"]*"|`[^`']*'|\d[\d.,]*/gs;

/** The message, of which a reader who may not see all values sees the words of the compiler alone; names of files stay. */
export const printedBy = (message: string): string =>
  message.replace(SAID, (said) => (/^["`][\w./-]+\.\w+["']$/.test(said) ? said : datum(PRINTED, said)));

/** Cuts Markdown into tokens by the library marked. In dist/ this is a script of its own, loaded when the first text is cut. */
import { Marked, type TokensList } from 'marked';
import { counted, extensions, type Spend, spendBy } from './extensions.ts';

const lexer = new Marked({ gfm: true, extensions: undefined as never });
lexer.use({ extensions: [...extensions, counted] });

/** A text takes as much as so many characters before any is looked at. */
const CALL = 1000;

/** `spent` throws where it is too much. */
export function tokensOf(text: string, spent: Spend): TokensList {
  spendBy(spent);
  spent(CALL + text.length);
  return lexer.lexer(text);
}

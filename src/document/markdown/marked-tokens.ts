/** Cuts Markdown into tokens by the library marked. In dist/ this is a script of its own, loaded when the first text is cut. */
import { Marked, type TokensList } from 'marked';
import { extensions } from './extensions.ts';

const lexer = new Marked({ gfm: true, extensions: undefined as never });
lexer.use({ extensions: [...extensions] });

export const tokensOf = (text: string): TokensList => lexer.lexer(text);

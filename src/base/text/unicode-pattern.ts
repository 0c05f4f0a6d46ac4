/** Regular expressions with the letters of all scripts, at the cost of ASCII where a text has no others. */
import { memo } from '../memo.ts';

/**
 * A pattern with the letters (`\p{L}`), marks and digits of all scripts. V8 takes a third of a millisecond to make such a pattern, and
 * names are mostly ASCII: for such texts a pattern with those alone is made instead, and says the same.
 */
export function lettered(source: string, flags: string): (text: string) => RegExp {
  const pattern = memo((isAscii: boolean) => new RegExp(isAscii ? asciiOnly(source) : source, flags));
  let last = '';
  let lastIsAscii = true;
  return (text) => {
    if (text !== last) {
      last = text;
      lastIsAscii = !/[^ -~\n]/.test(text);
    }
    return pattern(lastIsAscii);
  };
}

const asciiOnly = (source: string): string =>
  source.replaceAll('\\p{L}', 'A-Za-z').replaceAll('\\p{N}', '0-9').replaceAll('\\p{M}', '');

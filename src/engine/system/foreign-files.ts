/** Recognises files that editors and operating systems leave beside the user's own. */
import { basename } from 'node:path';

const FOREIGN: readonly RegExp[] = [
  // Hidden files: `.DS_Store`, `._x.ts` (macOS), `.#x.ts` (a lock of Emacs), `.x.ts.swp` (Vim).
  /^\./,
  // Copies that editors keep: `x.ts~`, `#x.ts#`.
  /~$/,
  /^#.*#$/,
  // Excel and Word note here who has a file open: `~$book.xlsx`.
  /^~\$/,
  /\.sw[a-z]$/i,
  /^(thumbs\.db|desktop\.ini)$/i,
  // Vim makes this one to see whether it may write here.
  /^4913$/,
];

/** Tells whether a file is one of these, by its name alone. */
export function isForeign(path: string): boolean {
  const name = basename(path);
  return FOREIGN.some((pattern) => pattern.test(name));
}

/** Files that editors and operating systems leave beside the user's own. */
import { basename } from 'node:path';

const FOREIGN: readonly RegExp[] = [
  // Whatever is hidden: `.DS_Store`, `._x.ts` (macOS), `.#x.ts` (a lock of Emacs), `.x.ts.swp` (Vim).
  /^\./,
  // Copies that editors keep: `x.ts~`, `#x.ts#`.
  /~$/,
  /^#.*#$/,
  // Who has a book or a document open, for Excel and Word: `~$book.xlsx`.
  /^~\$/,
  /\.sw[a-z]$/i,
  /^(thumbs\.db|desktop\.ini)$/i,
  // Vim looks whether it may write here.
  /^4913$/,
];

/** By its name alone. */
export function isForeign(path: string): boolean {
  const name = basename(path);
  return FOREIGN.some((pattern) => pattern.test(name));
}

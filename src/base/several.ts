/** Paths that mean several files. */

/** Tells whether a path means several files: all of a folder (it ends with `/`), or those whose names fit a pattern. */
export const isSeveral = (path: string): boolean => /[*?]/.test(path) || path.endsWith('/');

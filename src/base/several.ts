/** Paths that mean several files. */

/** Whether a path means all files of a folder, which it ends with, or those whose names fit. */
export const isSeveral = (path: string): boolean => /[*?]/.test(path) || path.endsWith('/');

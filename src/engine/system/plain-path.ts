/** Reads paths as people write them, on every system alike: with either slash, with the drives of Windows and its long forms. */

/** A path with forward slashes, without the `\\?\` that Windows puts before long ones. */
export const plainPath = (said: string): string =>
  said
    .replaceAll('\\', '/')
    .replace(/^\/\/[?.]\/UNC\//i, '//')
    .replace(/^\/\/[?.]\/(?=[A-Za-z]:)/, '');

/** Tells whether a plain path begins with a drive of Windows. Such a path is absolute there, and never in a project. */
export const isOnDrive = (plain: string): boolean => /^[A-Za-z]:(\/|$)/.test(plain);

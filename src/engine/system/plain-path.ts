/** Reads paths as people write them, on every system alike: with either slash, with the drives of Windows and its long forms. */

/** A path with forward slashes, without the `\\?\` that Windows puts before long ones. */
export const plainPath = (said: string): string =>
  said
    .replaceAll('\\', '/')
    .replace(/^\/\/[?.]\/UNC\//i, '//')
    .replace(/^\/\/[?.]\/(?=[A-Za-z]:)/, '');

/** Whether a plain path begins at a drive of Windows, which is absolute there, and nothing of a project anywhere. */
export const isOnDrive = (plain: string): boolean => /^[A-Za-z]:(\/|$)/.test(plain);

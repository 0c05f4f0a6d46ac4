/** Paths of scripts, as the project has them. */

/** Tells whether a path leads to a place of the author's own machine. */
export const isFar = (path: string): boolean => /^([A-Za-z]:|\/|~|https?:)/.test(path);

/** The path of a file as the project has it. A place on a disk of the author's, or above the script, becomes the folder `data`. */
export function pathOfProject(written: string): string {
  const plain = written.replaceAll('\\', '/');
  const parts = plain.replace(/^\.\//, '').split('/');
  return isFar(plain) || parts.includes('..')
    ? `data/${parts.at(-1)!}`
    : parts.filter((part) => part !== '.').join('/');
}

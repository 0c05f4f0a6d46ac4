/** The files of a package by their paths, and the names of those that other code asks for. */

/** Path → bytes, in the order of paths. */
export type Contents = ReadonlyMap<string, Uint8Array>;

export const README = 'README.md';
/** Lists the digest of every other file, as `sha256sum --check` reads it. */
export const SUMS = 'SHA256SUMS';
export const EXHIBITS = 'exhibits.csv';
export const CODEBOOK = 'codebook.csv';

/** The place of stand-in data in a package, and their mark. */
import { extname } from 'node:path';

/** Folder of the package, which is a project of its own. */
export const SYNTHETIC = 'synthetic';
/** Column of every file of stand-in data, which is 1 in every row. */
export const MARK = 'synthetic_stand_in';

export const isStandIn = (path: string): boolean => path.startsWith(`${SYNTHETIC}/`);

/** Path of a stand-in from its folder, where no program reads the file by its name. */
export const standInPath = (path: string): string =>
  `${path.slice(0, path.length - extname(path).length)}.synthetic.csv`;

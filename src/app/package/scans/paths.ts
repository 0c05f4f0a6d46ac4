/** Finds paths that are of one machine alone. */
import { inLines, isText, type Scan } from './scan.ts';

const UNIX = /(?<![\w.:/~-])\/(home|Users|root|mnt|media|Volumes|scratch|tmp|private|srv|nfs|cluster)\/[\w.@+-]+/u;
const DRIVE = /(?<![A-Za-z\d])[A-Za-z]:(\\{1,2}|\/(?!\/))[\w.-]+/u;
/** A share of Windows; in LaTeX two back slashes end a row. */
const SHARE = /(?<![\\\w])\\\\[A-Za-z][\w.-]+\\[\w$ .-]+/u;
const HOME = /(?<![\w/])~\/[\w.-]+/u;

export const paths: Scan = {
  name: 'path',
  tells: 'absolute paths',
  find: (scanned) =>
    inLines(
      scanned,
      (path) => isText(path) && path !== 'SHA256SUMS',
      (line, path) => {
        const patterns = /\.(tex|typ|svg)$/.test(path) ? [UNIX] : [UNIX, DRIVE, SHARE, HOME];
        const found = patterns.map((pattern) => pattern.exec(line)?.[0]).find((each) => each !== undefined);
        return found === undefined
          ? undefined
          : {
              message: `\`${found}\` is a path of one machine`,
              hint: 'name the file relative to the pipeline, and list it in `files` of its step',
            };
      },
    ),
};

/** Finds licences that are missing, files that are too large, names that break elsewhere, and texts in unknown encodings. */

import { attempt } from '../../../base/attempt.ts';
import { foldedPath, whyNoFileName } from '../../../base/system/file-names.ts';
import { bytesText } from '../../terminal/quantity.ts';
import { type Finding, isText, type Scan } from './scan.ts';

export const licence: Scan = {
  name: 'licence',
  tells: 'that nothing says on which terms the package may be used',
  find: ({ files, text }) => {
    const isThere = [...files.keys()].some((path) => /(^|\/)(licen[cs]e|copying)[^/]*$/i.test(path));
    const said = /licen[cs]e|许可/i.test(text('README.md') ?? text('README') ?? '');
    if (isThere || said) return [];
    return [
      {
        path: 'README.md',
        message: 'no file says on which terms code and data may be used',
        hint: 'add LICENSE to `include`',
      },
    ];
  },
};

export const large: Scan = {
  name: 'large',
  tells: 'files that deposits and repositories refuse for their size',
  find: ({ files, largest }) =>
    [...files].flatMap(([path, { length }]): Finding[] =>
      length <= largest
        ? []
        : [
            {
              path,
              message: `it has ${bytesText(length)}`,
              hint: 'say `provided: false`, and deposit the file by itself',
            },
          ],
    ),
};

/** Windows takes 260 characters, of which the folder in which a package is unpacked has some. */
const LONGEST = 180;

export const names: Scan = {
  name: 'name',
  tells: 'names of files that break elsewhere',
  find: ({ files }) => {
    const taken = new Set<string>();
    return [...files.keys()].flatMap((path): Finding[] => {
      const folded = foldedPath(path);
      const isTwice = taken.has(folded);
      taken.add(folded);
      const why = isTwice ? 'another file has the same name where case does not count' : whyNot(path);
      return why === undefined ? [] : [{ path, message: why, hint: 'rename the file' }];
    });
  },
};

function whyNot(path: string): string | undefined {
  const parts = path.split('/');
  const why = parts.flatMap((name) => whyNoFileName(name) ?? [])[0];
  if (why !== undefined) return why;
  if (path.length > LONGEST) return `the path has ${path.length} characters, more than ${LONGEST}`;
  if (path !== path.normalize('NFC')) return 'its accents are written apart, as some systems do not find them';
  if (parts.some((name) => name.startsWith('-'))) return 'programs take a name that begins with `-` for an option';
  return parts.some((name) => /^\s|\s$/.test(name)) ? 'it begins or ends with a blank' : undefined;
}

export const encoding: Scan = {
  name: 'encoding',
  tells: 'texts that are not UTF-8, whose encoding no step says',
  find: ({ files, encoded }) =>
    [...files].flatMap(([path, bytes]): Finding[] => {
      if (!isText(path) || encoded.has(path)) return [];
      const decoded = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      if (decoded !== undefined && !decoded.includes('\0')) return [];
      return [{ path, message: 'the text is not UTF-8', hint: 'save it as UTF-8, or say `encoding` in its step' }];
    }),
};

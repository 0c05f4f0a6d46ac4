/** Parts of papermake itself, tried as `papermake self-check` tries them, as needs of the project. */
import { checkParts } from '../machine/checks.ts';
import type { Finding } from './findings.ts';

/** `root`: the folder in which results are written. */
export const ownFindings = async (root: string): Promise<Finding[]> =>
  (await checkParts(root)).map(({ name, neededBy, found, mend }) => ({
    is: 'part',
    name,
    found,
    neededBy: [neededBy],
    install: mend,
  }));

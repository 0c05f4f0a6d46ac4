/** Finds the names of the account and of the machine, and addresses of e-mail. */
import { inLines, isText, type Scan } from './scan.ts';

/** Names that many machines have, and that tell nothing. */
const COMMON =
  /^(root|user|users|admin|administrator|ubuntu|debian|runner|localhost|guest|owner|node|home|data|paper)$/i;

export const account: Scan = {
  name: 'account',
  tells: 'names of the account and of the machine',
  find: (scanned) => {
    const names = scanned.names.filter((name) => name.length > 3 && !COMMON.test(name));
    return inLines(scanned, isText, (line) => {
      const found = names.find((name) => isWordIn(name, line));
      return found === undefined
        ? undefined
        : {
            message: `\`${found}\` is the name of an account or a machine`,
            hint: 'take it out; what programs print can be kept out of `outputs`',
          };
    });
  },
};

function isWordIn(word: string, line: string): boolean {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const around = `${line[at - 1] ?? ' '}${line[at + word.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}

const ADDRESS = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}\p{N}.-]*\p{L}{2}/u;

export const email: Scan = {
  name: 'e-mail',
  tells: 'addresses of e-mail',
  find: (scanned) =>
    inLines(scanned, isText, (line) =>
      ADDRESS.test(line)
        ? { message: 'an address of e-mail stands here', hint: 'take it out, or accept it where it is an author’s' }
        : undefined,
    ),
};

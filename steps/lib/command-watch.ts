/** Which files of the project a command opened, as strace tells. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile } from './command-failure.ts';

export function straceCall(strace: string, output: string): string[] {
  const calls = ['-e', 'trace=?open,openat,?openat2', '-e', 'signal=none'];
  return [strace, '-f', '-qq', '-y', '-s', '4096', ...calls, '-o', output, '--'];
}

export interface Opened {
  /** Project files opened where they lie, past the command's folder. */
  readonly outside: readonly string[];
  /** Project files looked for in the command's folder, where they were not. */
  readonly missed: readonly string[];
}

const DONE = / = \d+<(.*)>$/;
const ABSENT = /openat2?\(AT_FDCWD<(.*?)>, "(.*?)".* = -1 ENOENT/;

export function filesOpened(output: string, root: string, folder: string): Opened {
  const outside = new Set<string>();
  const missed = new Set<string>();
  for (const line of readFileSync(output, 'latin1').split('\n')) {
    const done = DONE.exec(line);
    const absent = done ? null : ABSENT.exec(line);
    if (done) addTo(outside, projectFile(unescaped(done[1]!), root));
    else if (absent) {
      const name = unescaped(absent[2]!);
      const path = name.startsWith('/') ? name : join(unescaped(absent[1]!), name);
      if (path.startsWith(`${folder}/`)) addTo(missed, projectFile(path.slice(folder.length + 1), root));
    }
  }
  return { outside: [...outside].sort(), missed: [...missed].sort() };
}

function addTo(set: Set<string>, path: string | undefined): void {
  if (path !== undefined) set.add(path);
}

/** `\346\225\260` is bytes of UTF-8. */
function unescaped(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };
  const bytes = text.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (simple[code] ?? code),
  );
  return Buffer.from(bytes, 'latin1').toString();
}

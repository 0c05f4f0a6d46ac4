/** Packs a folder so that equal files make equal bytes: in order, with one time, one owner and one set of rights. */
import { chmodSync, lutimesSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { must } from '../must.ts';
import type { Platform } from './platforms.ts';

/** Tells whether a file of a folder may be run. */
export type IsProgram = (file: string) => boolean;

/** Writes the archive of `parent`/`folder`. `seconds` since 1970 is the time that all entries bear. */
export function pack(
  parent: string,
  folder: string,
  { kind, out, seconds, isProgram }: { kind: Platform['archive']; out: string; seconds: number; isProgram: IsProgram },
): void {
  const entries = settled(parent, folder, seconds, isProgram);
  rmSync(out, { force: true });
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
  if (kind === 'zip') {
    // No extra fields: they hold times of access and numbers of users.
    must('zip', ['-X', '-9', '-q', '-D', out, ...entries.filter((entry) => !entry.endsWith('/'))], {
      cwd: parent,
      env,
    });
    return;
  }
  const compress = kind === 'tar.gz' ? 'gzip -9n' : 'xz -9 -T1';
  const plain = ['--format=gnu', '--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${seconds}`];
  must('tar', [...plain, `--use-compress-program=${compress}`, '-cf', out, folder], { cwd: parent, env });
}

/** Gives all files and folders below one the same time and rights; their paths in order, folders with a slash. */
function settled(parent: string, folder: string, seconds: number, isProgram: IsProgram): string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    const entries = readdirSync(path.join(parent, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path.posix.join(below, entry.name);
      const full = path.join(parent, file);
      if (entry.isDirectory()) {
        found.push(`${file}/`);
        visit(file);
        chmodSync(full, 0o755);
      } else {
        found.push(file);
        chmodSync(full, isProgram(file.slice(folder.length + 1)) ? 0o755 : 0o644);
      }
      lutimesSync(full, seconds, seconds);
    }
  };
  visit(folder);
  chmodSync(path.join(parent, folder), 0o755);
  lutimesSync(path.join(parent, folder), seconds, seconds);
  return found;
}

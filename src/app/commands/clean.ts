/** `papermake clean`: removes the store, and the outputs that are unchanged since. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unless } from '../../base/attempt.ts';
import { isOutput } from '../../engine/pipeline/outputs.ts';
import { Manifest } from '../../engine/run/outputs/manifest.ts';
import { removeOutput, writtenBy } from '../../engine/run/outputs/orphans.ts';
import { foreignInStore } from '../../engine/store/links.ts';
import { Store } from '../../engine/store/store.ts';
import { removeFolder, removeTree } from '../../engine/system/file-calls.ts';
import { ProjectFiles, STORE, statIfThere } from '../../engine/system/files.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { locate, whereOf } from '../project.ts';
import { lockFor, waitOption } from '../running/lock-notice.ts';
import { refuse } from '../survey/open-survey.ts';
import { note, tell } from '../terminal/terminal.ts';

export const clean: Command = {
  name: 'clean',
  summary: `remove ${STORE}/, and with --out what was written to out/`,
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    out: { type: 'boolean', help: 'also the files that were written and not changed since' },
    ...waitOption,
  },
  async run(call) {
    const { values } = call;
    const { root } = locate(whereOf(call));
    if (!statIfThere(join(root, STORE))) {
      tell('papermake: nothing to clean\n');
      return EXIT.done;
    }
    const links = values['allow-outside'] === true ? [] : foreignInStore(root);
    if (links.length > 0) return refuse(links, root);
    await lockFor(call, root);
    const removed = values.out === true ? removeOutputs(root) : undefined;
    removeStore(join(root, STORE));
    for (const path of removed?.kept ?? []) {
      note(`papermake: kept ${path}, which was changed since it was written\n`);
    }
    tell(
      `papermake: removed ${STORE}/${removed ? ` and ${removed.count} written ${removed.count === 1 ? 'file' : 'files'}` : ''}\n`,
    );
    return EXIT.done;
  },
};

/** Removes the outputs that still hold the bytes that were written, and keeps the others. */
function removeOutputs(root: string): { count: number; kept: string[] } {
  const store = new Store(root);
  const files = new ProjectFiles(root);
  const kept: string[] = [];
  let count = 0;
  for (const key of store.standees.values()) {
    for (const part of writtenBy(store.trace(key)?.artifact)) {
      if (!isOutput(part.name) || !files.mayWrite(part.name) || files.digest(part.name) === null) continue;
      if (!files.holds(part.name, part.digest)) kept.push(part.name);
      else {
        removeOutput(part.name, files);
        count += 1;
      }
    }
  }
  new Manifest(files).write(new Map(), () => undefined);
  return { count, kept };
}

/** Removes the store: the lock last, and the folder only when nobody has taken the next lock in it meanwhile. */
function removeStore(folder: string): void {
  const entries = readdirSync(folder);
  const locks = entries.filter((name) => name.startsWith('lock-'));
  for (const name of [...entries.filter((each) => !locks.includes(each)), ...locks]) removeTree(join(folder, name));
  // A link to the account's place for it stays, with its empty folder.
  if (lstatSync(folder).isSymbolicLink()) return;
  unless(['ENOTEMPTY', 'EEXIST', 'ENOENT'], () => removeFolder(folder));
}

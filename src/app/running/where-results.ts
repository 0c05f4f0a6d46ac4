/** The last line of a run: where its results are, and how to look at them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OUTPUT_FOLDER } from '../../engine/system/files.ts';
import type { Call } from '../command.ts';
import { ownCommand } from '../terminal/own-name.ts';
import { tell } from '../terminal/terminal.ts';

export function tellWhere(root: string, call: Call): void {
  const look = `\`${ownCommand('view', call)}\` shows them`;
  const where = existsSync(join(root, OUTPUT_FOLDER)) ? `results are in ${OUTPUT_FOLDER}/` : 'results are on record';
  tell(`papermake: ${where}, and ${look}\n`);
}

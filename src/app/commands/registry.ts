/** THE list of commands, in the order `--help` shows them. */
import type { Command } from '../command.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { why } from './why.ts';

export const commands: readonly Command[] = [run, status, why, show];

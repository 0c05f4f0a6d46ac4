/** The room of `witness`. */
import type { Room } from '../room.ts';
import files from './files.ts';
import { witnessResult } from './result.ts';
import run from './run.ts';
import step from './step.ts';
import { witness } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { run, files };
  },
  results: [witnessResult],
  get tables() {
    return [witness];
  },
} satisfies Room;

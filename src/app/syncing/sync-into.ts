/** Writes what changed into a coauthors' folder, or into the files of a bare repository, which it commits. */
import type { Collected } from './collect.ts';
import { withPair } from './pair.ts';
import { placeOf } from './place.ts';
import { type Planned, planSync } from './plan.ts';
import { listIn, SUMS, sumsOf } from './sums.ts';
import { whyListless } from './unfit.ts';
import { isWritten, type Wish, writeSync } from './write.ts';

export interface Syncing extends Wish {
  readonly dryRun: boolean;
  /** The folder that texts before and after are copied into. */
  readonly pair: string | undefined;
}

export interface Synced {
  readonly planned: readonly Planned[];
  /** Path → the copy of a coauthor's version. */
  readonly asides: ReadonlyMap<string, string>;
  /** The commit in a bare repository; undefined where there is none. */
  readonly commit: string | undefined;
}

/** Says why the folder does not do, or what was written. Throws GitError where git refuses a bare repository, which is then as it was. */
export function syncInto(collected: Collected, { dryRun, pair, ...wish }: Syncing): Synced | string {
  const { folder, keep, leave } = placeOf(wish.folder);
  try {
    const listless = whyListless(folder);
    if (listless !== undefined) return listless;
    const planned = planSync(folder, collected, sumsOf(listIn(folder)));
    if (dryRun) return { planned, asides: new Map(), commit: undefined };
    const asides = withPair(folder, pair, () => writeSync(planned, { ...wish, folder }));
    const written = planned.filter((each) => isWritten(each, wish.overwrite)).map(({ path }) => path);
    const listed = listIn(folder) === '' ? [] : [SUMS];
    return { planned, asides, commit: keep([...written, ...asides.values(), ...listed]) };
  } finally {
    leave();
  }
}

/** THE list of fits that layers of figures draw, by the names that pipelines write. */
import type { FitMethod } from './curve.ts';
import { local } from './local.ts';
import { lowessFit } from './lowess.ts';
import { linear, polynomial } from './polynomial.ts';

export const fits = { linear, polynomial, lowess: lowessFit, local } satisfies Readonly<Record<string, FitMethod>>;
export type FitName = keyof typeof fits;

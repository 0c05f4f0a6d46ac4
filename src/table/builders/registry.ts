/** THE list of builders of tables that kinds share; a kind's own stands in its room. */

import type { Builder } from './builder.ts';
import { regression } from './regression.ts';

export const builders: readonly Builder[] = [regression];

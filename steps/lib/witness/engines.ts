/** The engines that confirm results, with the scripts that they run. */
import type { Engine } from './engine.ts';
import { python } from './python.ts';
import { r } from './r.ts';
import { stata } from './stata.ts';

export const engines: readonly Engine[] = [r, stata, python];

export const engineOf = (name: string): Engine => engines.find((engine) => engine.name === name)!;

/** THE list of the programs that confirm results, as plans know them; `engines.ts` has what runs them. */
import type { BridgeLanguage } from '../bridge/language.ts';
import { python } from '../bridge/python.ts';
import { r } from '../bridge/r.ts';
import { stata } from '../bridge/stata.ts';

export interface EngineProgram {
  readonly name: BridgeLanguage['kind'];
  /** Says how the program is found, asked for its versions and called. */
  readonly program: BridgeLanguage;
  /** Packages that its scripts may use, whose versions count where they are installed. */
  readonly packages: readonly string[];
}

export const enginePrograms: readonly EngineProgram[] = [
  {
    name: 'r',
    program: r,
    packages: ['sandwich?', 'lmtest?', 'AER?', 'survival?', 'MASS?', 'plm?', 'quantreg?', 'estimatr?', 'spatialreg?'],
  },
  { name: 'stata', program: stata, packages: [] },
  { name: 'python', program: python, packages: ['numpy?', 'pandas?', 'scipy?', 'statsmodels?'] },
];

export const engineNames: readonly EngineProgram['name'][] = enginePrograms.map(({ name }) => name);

export const engineProgram = (name: string): EngineProgram => enginePrograms.find((each) => each.name === name)!;

/** Path of an engine's program; null where there is none. */
export const programOf = (
  { program: { programs } }: EngineProgram,
  find: (name: string) => string | undefined,
): string | null => programs.map((name) => find(name)).find((path) => path !== undefined) ?? null;

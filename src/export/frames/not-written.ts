/** Words for errors that a dialect's packages do not have as papermake has them: each is told with the reason. */
import { Untranslatable } from '../untranslatable.ts';
import type { CovarianceWords } from './dialect.ts';

export function notWritten(packages: string): Pick<CovarianceWords, 'leveraged' | 'overTime' | 'conley'> {
  const without = (what: string) => (): never => {
    throw new Untranslatable(`errors that are ${what} are not written for ${packages}`);
  };
  return {
    leveraged: without('corrected for leverage'),
    overTime: without('correlated over time'),
    conley: without('correlated in space'),
  };
}

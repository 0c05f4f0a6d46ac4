/** Says how dynamic-panel GMM is written in other languages. Source: help file of xtabond2. */
import type { Counterpart, StataPieces } from '../counterpart.ts';
import type { EquationName, GmmOptions } from './spec.ts';

/** Orders of serial correlation that `xtabond2` tests where nothing is said. */
const USUAL_ORDERS = 2;
/** The first step's matrix that `xtabond2` has where nothing is said. */
const USUAL_H = 3;

export const counterpart: Counterpart = {
  r: () => ({ none: 'dynamic-panel GMM is in none of the packages that the scripts use' }),
  python: () => ({ none: 'dynamic-panel GMM is not in statsmodels' }),
  stata: ({ estimator, constant }, { vcovInfo: { type } }) => {
    const options = estimator as unknown as GmmOptions;
    const isSystem = options.model === 'system';
    return {
      command: 'xtabond2',
      set: 'panel',
      options: (pieces) => [
        ...groupsOf(options, pieces),
        ...(isSystem ? [] : ['noleveleq']),
        ...(isSystem && !constant ? ['noconstant'] : []),
        ...(options.transform === 'fod' ? ['orthogonal'] : []),
        ...(options.steps === 2 ? ['twostep'] : []),
        ...errors(type, pieces),
        ...(options.h === USUAL_H ? [] : [`h(${options.h})`]),
        ...(options.artests === USUAL_ORDERS ? [] : [`artests(${options.artests})`]),
        ...(options.small ? ['small'] : []),
      ],
      statistics: {
        sargan: 'e(sargan)',
        hansen: 'e(hansen)',
        ar1: 'e(ar1)',
        ar2: 'e(ar2)',
        nInst: 'e(j)',
        nGroups: 'e(N_g)',
      },
    };
  },
};

function groupsOf({ instruments: { gmm, iv } }: GmmOptions, { variables }: StataPieces): string[] {
  const styled = (style: string, of: readonly string[], words: readonly string[]): string =>
    `${style}(${variables(of).join(' ')}${words.length === 0 ? '' : `, ${words.join(' ')}`})`;
  return [
    ...gmm.map(({ of, lags: [from, to], collapse, equation }) =>
      styled('gmm', of, [`lag(${from} ${to ?? '.'})`, ...(collapse ? ['collapse'] : []), ...equations(equation)]),
    ),
    ...iv.map(({ of, equation, mz }) => styled('iv', of, [...equations(equation), ...(mz ? ['mz'] : [])])),
  ];
}

const equations = (equation: EquationName): string[] => (equation === 'both' ? [] : [`equation(${equation})`]);

function errors(type: string, { clusters }: StataPieces): string[] {
  if (clusters.length > 0) return [`cluster(${clusters.join(' ')})`];
  return type === 'iid' ? [] : ['robust'];
}

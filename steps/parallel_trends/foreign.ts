/** Names that users of other programs write for violations of parallel trends, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words(
    'honestdid HonestDiD honest_did honest pretrends createSensitivityResults createSensitivityResults_relativeMagnitudes',
    'write `kind: parallel_trends`',
  ),
  keys: {
    ...words('base betahat sigma', 'write `from: step`, which holds the estimates and their covariance'),
    ...words('mbarvec Mbarvec mbar Mbar', 'write `relative: [0.5, 1, 2]`'),
    ...words('mvec Mvec m M', 'write `smooth: [0, 0.01]`, in units of the outcome'),
    ...words('l_vec', 'write `effect: first`, `average` or a period since treatment'),
    ...words('targetpower', 'write `power: [0.5]`'),
  },
};

/** Says which matchings have a model of a score. */

export interface ScoreQuestion {
  readonly method: string;
  readonly metric?: string;
}

/** Covariates, strata and moments need none. */
export const hasScore = ({ method, metric }: ScoreQuestion): boolean =>
  (metric === undefined || metric === 'score') && method !== 'entropy' && method !== 'cem';

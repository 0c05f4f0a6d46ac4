/** The entry that zero-inflated models of counts share. */
import type { Estimator, FitWords } from '../estimator.ts';
import { countEntry } from './written.ts';

/** `load` brings in the predictions. */
export const inflatedEntry = (
  name: string,
  note: FitWords['note'],
  isDispersed: boolean,
  load: NonNullable<Estimator['predictions']>['load'],
) =>
  countEntry({
    name,
    note,
    equation: 'inflate',
    described: 'terms of the logit of zeros that no count explains; `[]` is a constant alone',
    predictions: { inflation: 'anywhere' },
    isDispersed: () => isDispersed,
    load,
  });

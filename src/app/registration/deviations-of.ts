/** The departures of a project from the plan that is registered of its pipeline. */
import type { Session, Survey } from '../../engine/run/session.ts';
import { type Deviation, deviationsFrom } from './deviations.ts';
import { planOf } from './plan-of.ts';
import { type Registered, registeredIn } from './registered.ts';

export interface Departures {
  readonly registered: Registered;
  readonly deviations: readonly Deviation[];
}

/** Undefined where no plan is registered. */
export function deviationsOf(session: Session, survey: Pick<Survey, 'graph' | 'store'>): Departures | undefined {
  const registered = registeredIn(session.options.root, session.options.file);
  return registered && { registered, deviations: deviationsFrom(registered, planOf(session, survey), session) };
}

/** Locks a plan: appends it to the ledger of the project, behind all that was estimated before. */
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import { readChains } from '../../engine/ledger/chain.ts';
import { Ledger } from '../../engine/ledger/ledger.ts';
import type { Plan } from '../../engine/ledger/line.ts';
import { type Registration, registrationsIn } from '../../engine/ledger/registration.ts';
import { DEFAULT_PIPELINE } from '../../engine/store/pipelines.ts';
import { digestOfPlan } from './plan-of.ts';

/** Needs the lock of the store. Returns the registration as it stands on the ledger. */
export function lockPlan(root: string, pipeline: string, plan: Plan): Registration {
  const by = process.env.PAPERMAKE_BY?.trim();
  const ledger = new Ledger(root, { by: by === undefined || by === '' ? null : by, now: Date.now });
  const last = registrationsIn(ledger.lines, pipeline).at(-1);
  ledger.note({
    // A plan that returns to an earlier one is a further registration.
    spec: sha256(canonicalJson([digestOfPlan(plan), last?.lock ?? null])),
    node: null,
    data: null,
    outcome: null,
    treatment: null,
    ...(pipeline === DEFAULT_PIPELINE ? {} : { pipeline }),
    plan,
  });
  ledger.write();
  const lines = readChains(root).flatMap((chain) => chain.lines);
  return registrationsIn(lines, pipeline).at(-1)!;
}

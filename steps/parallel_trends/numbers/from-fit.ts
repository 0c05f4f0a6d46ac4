/** The event study that a fit holds: terms of periods with their covariance, or what a step of kind `did` tells of its periods. */
import type { Json } from '../../../src/base/json.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Estimate, TestResult, Warning } from '../../../src/econ/fit.ts';
import { type EventStudy, eventStudy } from './event-study.ts';

/** Parts of a fit that the study is read from: those of a step of kind `did`, and those of a column. */
export const PARTS = { did: ['eventStudy'], column: ['terms', 'vcov', 'tests'] } as const;

/** Periods of a `did` step; `invalid` says why they have no covariance of a use here. */
type DidStudy =
  | {
      readonly events: readonly number[];
      readonly estimates: readonly number[];
      readonly vcov: readonly (readonly number[])[];
    }
  | { readonly invalid: string };

type Part = (name: (typeof PARTS)['did' | 'column'][number]) => Json;

/** Reads the study; ends of a window that hold all periods beyond are left out with a warning. */
export function studyOf(from: keyof typeof PARTS, part: Part): Read {
  return from === 'did' ? ofDid(part) : ofColumn(part);
}

interface Read {
  readonly study: EventStudy;
  readonly warnings: readonly Warning[];
}

function ofDid(part: Part): Read {
  const told = part('eventStudy') as unknown as DidStudy;
  if ('invalid' in told) throw new Refusal('no-event-study', told.invalid, { param: 'from' });
  const found = told.events.map((event, i) => ({ event, estimate: told.estimates[i]! }));
  return { study: eventStudy(found, told.vcov), warnings: [] };
}

function ofColumn(part: Part): Read {
  const terms = part('terms') as unknown as readonly Estimate[];
  const vcov = part('vcov') as unknown as readonly (readonly number[])[];
  const periods = terms.flatMap(({ term, estimate }, at) => {
    const [, event] = /^(?:event|i)\(.+\)::(-?\d+)$/s.exec(term) ?? [];
    return event === undefined ? [] : [{ event: Number(event), estimate, at }];
  });
  if (periods.length === 0) {
    throw new Refusal('no-event-study', 'the fit has no estimates of periods with a covariance', {
      param: 'from',
      hint: 'name a column with `event(…)`, or a step of kind `did` by `callaway`, `sun-abraham`, `stacked` or `etwfe`',
    });
  }
  if (vcov.length !== terms.length) throw new Refusal('no-event-study', 'the fit has no covariance', { param: 'from' });
  const tests = part('tests') as unknown as readonly TestResult[];
  const binned = (tests.find(({ name }) => name === 'pre-trend')?.binned ?? []) as readonly number[];
  const kept = periods.filter(({ event }) => !binned.includes(event));
  const gone = periods.filter(({ event }) => binned.includes(event)).map(({ event }) => event);
  const message = `the ends of the window hold periods beyond them and are left out: ${gone.join(', ')}`;
  return {
    study: eventStudy(
      kept,
      kept.map(({ at }) => kept.map((other) => vcov[at]![other.at]!)),
    ),
    warnings: gone.length === 0 ? [] : [{ code: 'binned-left-out', message }],
  };
}

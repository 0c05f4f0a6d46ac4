/** `papermake deviations`: what departs from the registered plan, since when and why. */
import { stringify } from 'yaml';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { type Deviation, unusedReasons } from '../registration/deviations.ts';
import { deviationsOf } from '../registration/deviations-of.ts';
import type { Registered } from '../registration/registered.ts';
import { openSurvey, wrong } from '../survey/open-survey.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

export const deviations: Command = {
  name: 'deviations',
  summary: 'what departs from the registered plan: planned, done, since when and why',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const found = deviationsOf(surveyed.session, surveyed.survey);
    if (found === undefined)
      return wrong('no plan of this pipeline is registered\nhint: `papermake register` locks one (docs/evidence.md)');
    const { registered, deviations } = found;
    const unexplained = deviations.filter(({ because }) => because === null);
    for (const name of unusedReasons(deviations, surveyed.session.project.deviations))
      note(`papermake: \`deviations:\` explains \`${name}\`, which does not depart from the plan\n`);
    if (surveyed.json)
      tellJson({ registrations: registrationsOf(registered), deviations, unexplained: unexplained.length });
    else tell(`${[head(registered, deviations), ...deviations.flatMap(lines)].join('\n')}\n`);
    if (unexplained.length === 0) return EXIT.done;
    note(
      `papermake: ${unexplained.length} without a reason; in the pipeline, with the reason in place of the dots:\n${asked(unexplained)}`,
    );
    return EXIT.different;
  },
};

const registrationsOf = ({ registrations, baseline, before }: Registered): object[] =>
  registrations.map((registration) => {
    const { number, at, by, lock } = registration;
    return { number, at, by, lock, before: before(registration), isBaseline: number === baseline.number };
  });

function head({ registrations, baseline }: Registered, found: readonly Deviation[]): string {
  const count =
    found.length === 0 ? 'nothing departs' : `${found.length} ${found.length === 1 ? 'departure' : 'departures'}`;
  const amended = registrations.length - baseline.number;
  const also = amended === 0 ? '' : `, ${amended === 1 ? 'one amendment' : `${amended} amendments`} since`;
  return `${count} from the plan of ${baseline.at.slice(0, 10)} (${baseline.lock.slice(0, 12)}${also})`;
}

function lines({ of, how, is, planned, done, since, because }: Deviation): string[] {
  return [
    `${of}: ${is} ${how}`,
    `  planned: ${planned ?? 'not planned'}`,
    `  done:    ${done ?? 'not done'}`,
    `  since:   ${since === null ? 'not on the ledger' : since.slice(0, 10)}`,
    `  because: ${because ?? '?'}`,
  ];
}

/** The section of the pipeline that gives the reasons, ready to paste. */
const asked = (unexplained: readonly Deviation[]): string =>
  stringify({ deviations: unexplained.map(({ of }) => ({ of, because: '…' })) }, { lineWidth: 0 });

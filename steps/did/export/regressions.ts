/** Methods of one regression in R and Python: cells of cohort and period, stacks of cohorts, and rings around the treated. */
import type { Columns, WordedValue } from '../../../src/export/worded.ts';
import type { DidSpec } from '../numbers/spec.ts';
import { args, type Code, type DidCodeRequest, effect, type WrittenEffects } from './frame-code.ts';
import { type DidEffect, type DidNames, part, simpleOf } from './words.ts';

/** Averages that a step has, beside the line that finds each. */
type Lines = Readonly<Record<'simple' | 'group' | 'calendar' | 'dynamic', (at: number) => string>>;

/** The average of all, and those by cohort, period and period since treatment, of which the errors are known. */
function averages(asked: DidCodeRequest, lines: Lines): WordedValue[] {
  const { node } = asked;
  const known = (cell: string, line: string, found: DidEffect | undefined): WordedValue[] =>
    typeof found?.stdError === 'number' ? effect(cell, line, found, asked) : [];
  const by = (name: 'group' | 'calendar' | 'dynamic', term: string, key: 'group' | 'time' | 'event'): WordedValue[] =>
    (part(node, name)?.by ?? []).flatMap((each) => {
      const at = (each as unknown as Record<typeof key, number>)[key];
      return known(`${term}::${at}`, lines[name](at), each);
    });
  return [
    ...known('simple', lines.simple(0), simpleOf(node)),
    ...by('group', 'group', 'group'),
    ...by('calendar', 'calendar', 'time'),
    ...by('dynamic', 'event', 'event'),
  ];
}

/** Wooldridge's extended two-way regression, linear, of a logit, or of Poisson. */
export function extended(asked: DidCodeRequest): WrittenEffects {
  const { spec, node, names, columns, code } = asked;
  const { leftOut } = node.whole() as unknown as { readonly leftOut: { readonly periodsFromLastCohort: number } };
  const options = [
    ...(spec.family === undefined || spec.family === 'linear'
      ? []
      : [code.option('family', columns.text(spec.family))]),
    ...(spec.control === 'never' ? [code.option('leads', code.yes)] : []),
    ...(leftOut.periodsFromLastCohort > 0 ? [code.option('last', code.yes)] : []),
  ].join('');
  const over = (by: string) => (at: number) => `over_cells(m, ${columns.text(by)}, ${at})`;
  return {
    lines: [code.set('m', `extended(d, ${args(asked, names.covariates, [names.first])}${options})`)],
    values: averages(asked, {
      simple: () => 'over_cells(m)',
      group: over('group'),
      calendar: over('time'),
      dynamic: over('event'),
    }),
  };
}

/** A data set for each cohort that has its whole window. */
export function stacked(asked: DidCodeRequest): WrittenEffects {
  const { spec, node, names, columns, code } = asked;
  const { stacks } = node.whole() as unknown as { readonly stacks: readonly { readonly cohort: number }[] };
  const events = (part(node, 'dynamic')?.by ?? []).map(({ event }) => event!);
  const { outcome, unit, time, cluster, first } = names;
  const own = [outcome, unit, time, cluster, first].map((name) => columns.text(name)).join(', ');
  const cohorts = code.list(stacks.map(({ cohort }) => cohort));
  return {
    lines: [code.set('m', `stacked(d, ${own}, ${cohorts}, ${spec.events!.join(', ')}, ${code.list(events)})`)],
    values: averages(asked, {
      simple: () => code.ofCohorts(code.list(events.filter((event) => event >= 0))),
      group: () => '',
      calendar: () => '',
      dynamic: code.ofCohorts,
    }),
  };
}

/** Kilometres to the nearest treated unit of the data, also of those that are not complete. */
export function distances({ at }: DidSpec, names: DidNames, columns: Columns, code: Code): string {
  const { unit, time, first } = names;
  const own = [unit, time, first, ...at!].map((name) => columns.text(name)).join(', ');
  return code.set(columns.values(columns.made(KILOMETRES)), `kilometres_to_treated(d, ${own})`);
}

const KILOMETRES = 'km to the nearest treated';

/** Untreated rows by the ring in which the nearest treated unit stands. */
export function rings(asked: DidCodeRequest): WrittenEffects {
  const { spec, node, names, columns, code } = asked;
  if (spec.sample !== null || spec.exclude !== null)
    return { none: 'treated units that the sample leaves out count as neighbours, and the script would not read them' };
  if (spec.vcov !== undefined) return { none: 'errors of Conley beside rings are not written' };
  const { overall, by } = node.whole().ring as unknown as { readonly overall: DidEffect; readonly by: readonly Ring[] };
  const at = columns.values;
  const made = by.map(({ name }) => columns.made(`ring ${name}`));
  const km = at(columns.made(KILOMETRES));
  const known = (cell: string, name: string, found: DidEffect): WordedValue[] =>
    typeof found.stdError === 'number' ? effect(cell, code.estimate(columns.text(name)), found, asked) : [];
  return {
    lines: [
      ...by.map(({ from, to }, k) => code.set(at(made[k]!), code.ring(at(names.treated), km, from, to))),
      code.set('m', code.within(args(asked, [names.treated, ...made, ...names.covariates]))),
    ],
    values: [
      ...known('simple', names.treated, overall),
      ...by.flatMap((each, k) => known(`ring::${each.name}`, made[k]!, each)),
    ],
  };
}

interface Ring extends DidEffect {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Methods of changes in R and Python: of those whose treatment changes, and of ranks. */
import type { Worded, WordedValue } from '../../../src/export/worded.ts';
import { type DidCodeRequest, effect, type WrittenEffects } from './frame-code.ts';
import { part, simpleOf } from './words.ts';

/** Errors by draws of clusters, which no script draws as papermake does. */
const drawn = ({ spec }: DidCodeRequest): Pick<Worded, 'missing'> =>
  (spec.draws ?? 0) > 0 ? { missing: [{ what: 'standard errors', why: 'clusters are draws of papermake’s own' }] } : {};

/** Paths of outcomes and treatments. */
function pathLine({ spec, names, columns, code }: DidCodeRequest): string {
  const { outcome, unit, time, cluster, treated } = names;
  const own = [outcome, spec.treatment ?? treated, unit, time, cluster].map((name) => columns.text(name)).join(', ');
  return code.set('m', `paths(d, ${own})`);
}

/** Joiners and leavers. */
export function joiners(asked: DidCodeRequest): WrittenEffects {
  return {
    lines: [pathLine(asked)],
    values: [{ cell: 'simple: coefficient', code: 'joiners_and_leavers(m)', value: simpleOf(asked.node)!.estimate }],
    ...drawn(asked),
  };
}

/** Effects of treatments that change, by the period since they do. */
export function switching(asked: DidCodeRequest): WrittenEffects {
  const { spec, node, code } = asked;
  const { nPeriods } = node.whole() as unknown as { readonly nPeriods: number };
  const by = part(node, 'dynamic')?.by ?? [];
  const events = by.map(({ event }) => event!);
  const high = spec.events?.[1] ?? nPeriods - 2;
  const same = (event: number): string =>
    spec.sameSwitchers === true ? code.option('same', String(event >= 0 ? high : Math.max(...events))) : '';
  const one = (event: number): string => `switchers(m, ${event}${same(event)})`;
  const normalized = spec.normalized === true ? code.option('normalized', code.yes) : '';
  const all = events.filter((event) => event >= 0).map(one);
  const known = ({ stdError }: { readonly stdError: unknown }): boolean => typeof stdError === 'number';
  const simple = simpleOf(node)!;
  return {
    lines: [pathLine(asked)],
    values: [
      ...(known(simple) ? effect('simple', `of_doses(${code.several(all)})`, simple, asked) : []),
      ...by.flatMap((each): WordedValue[] =>
        known(each)
          ? effect(`event::${each.event}`, `of_switchers(${one(each.event!)}${normalized})`, each, asked)
          : [],
      ),
    ],
  };
}

/** Changes in changes, at the mean and at quantiles. */
export function ranks(asked: DidCodeRequest): WrittenEffects {
  const { node, names, columns, code } = asked;
  const own = [names.outcome, names.time, names.first].map((name) => columns.text(name)).join(', ');
  const { by } = node.whole().quantiles as unknown as {
    readonly by: readonly { readonly quantile: number; readonly estimate: number }[];
  };
  const scale = Math.abs(simpleOf(node)!.estimate);
  return {
    lines: [code.set('m', `changes_in_changes(d, ${own})`)],
    values: [
      { cell: 'simple: coefficient', code: 'mean_change(m)', value: simpleOf(node)!.estimate },
      ...by.map(
        ({ quantile, estimate }): WordedValue => ({
          cell: `quantile::${quantile}: coefficient`,
          code: `change_at(m, ${quantile})`,
          value: estimate,
          scale: Math.max(scale, Math.abs(estimate)),
        }),
      ),
    ],
    ...drawn(asked),
  };
}

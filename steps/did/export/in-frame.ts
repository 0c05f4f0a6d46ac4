/** Differences in differences in R and Python: least squares beside effects of units and periods, and what untreated rows impute, as short functions. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import type { Columns, Worded, WordedValue } from '../../../src/export/worded.ts';
import { type DidMethod, type DidSpec, readsPaths } from '../numbers/spec.ts';
import { joiners, ranks, switching } from './changes.ts';
import { doses } from './doses.ts';
import { args, codes, comparedLines, type DidCodeRequest, effect, type WrittenEffects } from './frame-code.ts';
import { distances, extended, rings, stacked } from './regressions.ts';
import { type DidEffect, type LeftOut, namesOf, part, simpleOf } from './words.ts';

export function didInFrame(
  language: 'r' | 'python',
  node: ReadNode,
  spec: DidSpec,
  columns: Columns,
): Worded | NoCounterpart {
  const names = namesOf(spec, node.data.panel!, columns);
  const code = codes[language];
  const asked = { spec, node, names, columns, code };
  const found = methods[spec.method](asked);
  if ('none' in found) return found;
  return { functions: code.functions, ...found, lines: [...treatmentLines(spec, asked), ...found.lines] };
}

/** The first treated period of units, rows that are complete, and which of them are treated. */
function treatmentLines(spec: DidSpec, { names, columns, code }: DidCodeRequest): string[] {
  const { cohort, treatment, at: places = [], spline } = spec;
  const { outcome, covariates, unit, time, first, treated, cluster } = names;
  const at = columns.values;
  if (readsPaths(spec))
    return treatment === null
      ? [code.set(at(first), code.written(at(cohort!))), code.set(at(treated), code.treated(at(first), at(time)))]
      : [];
  const since = (is: string): string => `first_treated(${is}, ${at(unit)}, ${at(time)})`;
  const by =
    treatment === null
      ? code.written(at(cohort!))
      : since(spline === undefined ? at(treatment) : code.dosed(at(treatment)));
  const read = spline === undefined ? places : [treatment!];
  return [
    code.set(at(first), by),
    ...(places.length === 0 ? [] : [distances(spec, names, columns, code)]),
    code.complete(columns.texts([...new Set([outcome, ...covariates, unit, time, cluster, ...read])])),
    code.set(at(treated), code.treated(at(first), at(time))),
  ];
}

function twfe(asked: DidCodeRequest): WrittenEffects {
  const { node, names, columns, code } = asked;
  const simple = simpleOf(node);
  return {
    lines: [code.set('m', code.within(args(asked, [names.treated, ...names.covariates])))],
    values: simple === undefined ? [] : effect('simple', code.estimate(columns.text(names.treated)), simple, asked),
  };
}

/** The weighted mean of the comparisons is the coefficient with effects of units and periods. */
function bacon(asked: DidCodeRequest): WrittenEffects {
  const { node, names, columns, code } = asked;
  const value = node.whole().twfe as unknown as Stat;
  return {
    lines: [
      code.set('m', code.within(args(asked, [names.treated]))),
      code.set('e', code.estimate(columns.text(names.treated))),
    ],
    values: [{ cell: 'twfe', code: code.parts[0], value }],
  };
}

function sunAbraham(asked: DidCodeRequest): WrittenEffects {
  const { node, names, code } = asked;
  const { leftOut, cohort } = node.whole() as unknown as {
    readonly leftOut: LeftOut;
    readonly cohort: readonly (DidEffect & { readonly event: number; readonly cohort: number })[];
  };
  const of = args(asked, names.covariates, [names.first]);
  const lists = [cohort.map(({ event }) => event), cohort.map((each) => each.cohort)].map(code.list);
  return {
    lines: [...comparedLines(asked, leftOut), code.set('m', code.cohorts(of, lists[0]!, lists[1]!))],
    values: [
      ...cohort.flatMap((each, k) =>
        effect(`${each.cohort}::${each.event}`, code.estimate(`"cell${k + 1}"`), each, asked),
      ),
      ...(part(node, 'dynamic')?.by ?? []).flatMap((each) =>
        effect(`event::${each.event}`, code.ofCohorts(each.event!), each, asked),
      ),
    ],
  };
}

const imputation =
  (stages: 1 | 2) =>
  (asked: DidCodeRequest): WrittenEffects => {
    const { node, names, code } = asked;
    if (Number(node.whole().rowsNotImputable) > 0)
      return { none: 'treated rows that cannot be imputed are not left out by the function' };
    const simple = simpleOf(node);
    return {
      lines: [code.set('m', code.imputed(args(asked, names.covariates, [names.first, names.treated])))],
      values: [
        ...(simple === undefined ? [] : effect('simple', code.mean(undefined, stages), simple, asked)),
        ...(part(node, 'dynamic')?.by ?? []).flatMap((each) =>
          each.event! < 0 ? [] : effect(`event::${each.event}`, code.mean(each.event, stages), each, asked),
        ),
      ],
    };
  };

/** Cells by cohort and period, and the means of them that other commands report too. */
function callaway(asked: DidCodeRequest): WrittenEffects {
  const { spec, node, names, columns, code } = asked;
  const { leftOut, attgt } = node.whole() as unknown as {
    readonly leftOut: LeftOut;
    readonly attgt: readonly {
      readonly group: number;
      readonly time: number;
      readonly estimate: Stat;
      readonly stdError: Stat;
    }[];
  };
  if (spec.unbalanced === 'cell') return { none: 'comparisons of units that are seen at times are not written' };
  if (attgt.some(({ estimate }) => typeof estimate !== 'number'))
    return {
      none: 'effects of some cohorts in some periods cannot be estimated, and the function would not leave them out',
    };
  const options = [
    ...(spec.estimate === 'dr' ? [] : [code.option('method', columns.text(spec.estimate))]),
    ...(spec.control === 'notyet' ? [code.option('notyet', code.yes)] : []),
    ...(spec.base === 'universal' ? [code.option('universal', code.yes)] : []),
  ].join('');
  const known = (cell: string, line: string, found: DidEffect | undefined): WordedValue[] =>
    typeof found?.stdError === 'number' ? effect(cell, line, found, asked) : [];
  const dynamic = part(node, 'dynamic');
  const later = (dynamic?.by ?? []).flatMap(({ event }) => (event! >= 0 ? [event!] : []));
  return {
    lines: [
      ...comparedLines(asked, leftOut),
      code.set('m', code.groupTime(`${args(asked, names.covariates, [names.first])}${options}`)),
    ],
    values: [
      ...attgt.flatMap((each) =>
        known(`${each.group}:${each.time}`, code.cell(each.group, each.time), each as unknown as DidEffect),
      ),
      ...known('simple', code.after, simpleOf(node)),
      ...known('dynamic', code.over(code.list(later)), dynamic?.overall),
      ...(dynamic?.by ?? []).flatMap((each) => known(`event::${each.event}`, code.at(each.event!), each)),
    ],
  };
}

const methods: Readonly<Record<DidMethod, (asked: DidCodeRequest) => WrittenEffects>> = {
  callaway,
  'sun-abraham': sunAbraham,
  imputation: imputation(1),
  'two-stage': imputation(2),
  etwfe: extended,
  stacked,
  rings,
  dcdh: switching,
  'did-m': joiners,
  cic: ranks,
  continuous: doses,
  twfe,
  bacon,
};

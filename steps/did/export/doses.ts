/** Effects by the dose of a treatment in R and Python. */
import { args, comparedLines, type DidCodeRequest, effect, type WrittenEffects } from './frame-code.ts';
import { type Averages, type DidEffect, type LeftOut, part, simpleOf } from './words.ts';

/** The means, effects by the period since treatment, and those at the doses that tables tell, all with their errors. */
export function doses(asked: DidCodeRequest): WrittenEffects {
  const { spec, node, names, columns, code } = asked;
  const whole = node.whole() as unknown as {
    readonly leftOut: LeftOut;
    readonly warnings: readonly { readonly code: string }[];
    readonly spline: { readonly degree: number; readonly knots: readonly number[] };
    readonly acrtEvents: readonly (DidEffect & { readonly event: number })[];
  };
  const { leftOut, warnings, spline, acrtEvents } = whole;
  if (warnings.some((each) => each.code === 'cell-missing'))
    return { none: 'doses of cohorts in periods without controls are not written' };
  const dose = columns.name(spec.treatment!);
  const own = args(asked, names.covariates, [names.first, dose]);
  const options = [
    ...(spec.control === 'notyet' ? [code.option('notyet', code.yes)] : []),
    ...(spec.base === 'universal' ? [code.option('universal', code.yes)] : []),
  ].join('');
  const known = (cell: string, line: string, found: DidEffect | undefined) =>
    typeof found?.stdError === 'number' ? effect(cell, line, found, asked) : [];
  const atDoses = (name: 'att' | 'acrt') =>
    (part(node, name) as unknown as Averages<DidEffect & { readonly name: string; readonly dose: number }>).by.flatMap(
      (each) => known(`${name}::${each.name}`, code.atDose(each.dose, name === 'acrt'), each),
    );
  return {
    lines: [
      ...comparedLines(asked, leftOut),
      code.set('m', code.doses(`${own}, ${spline.degree}, ${code.list(spline.knots)}${options}`)),
    ],
    values: [
      ...known('simple', code.meanOfDoses, simpleOf(node)),
      ...(part(node, 'dynamic')?.by ?? []).flatMap((each) => known(`event::${each.event}`, code.at(each.event!), each)),
      ...atDoses('att'),
      ...known('acrt', code.meanSlope, part(node, 'acrt')?.overall),
      ...acrtEvents.flatMap((each) => known(`acrt at ${each.event}`, code.slopeAt(each.event), each)),
      ...atDoses('acrt'),
    ],
  };
}

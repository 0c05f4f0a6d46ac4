/** Lists the parts of a fit that no script compares, so that nobody takes them for confirmed. */
import type { ExportedModel, Missing } from './language.ts';
import { marginsOf } from './margins.ts';

/** `termsAlone`: says that marginal effects are not written of any model. */
export function beyondOf({ node, spec, fit, part }: ExportedModel, termsAlone = false): Missing[] {
  if (part !== undefined) return [];
  const { vcov } = spec;
  const isWild = vcov.is === 'cluster' && vcov.wild !== undefined;
  const found: readonly (readonly [isThere: boolean, what: string, why: string])[] = [
    [
      fit.margins !== undefined && (termsAlone || marginsOf(spec, fit) === undefined),
      'marginal effects',
      'they are not written',
    ],
    [spec.uTest !== undefined, 'the U test', 'it is not written'],
    [spec.oster !== undefined, 'selection on unobservables', 'it is not written'],
    [isWild, 'p values of the wild bootstrap', 'their draws are papermake’s own'],
  ];
  return found.flatMap(([isThere, what, why]) => (isThere ? [{ node, what, why }] : []));
}

/** Makes the node that compares levels of a factor within one model. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import { termOf } from '../../../src/econ/spec.ts';
import type { NodeSpec, PlanContext } from '../../../src/engine/step.ts';
import { type DifferenceRequest, ofKey, originsOf, pairsWritten } from './compared.ts';
import type { LevelsParams } from './keys.ts';

/** Words of the key that are of groups of a split alone. */
const ofGroups = ['by', 'permute', 'draws', 'seed'] as const;

/** The node `STEP.difference` beside the model `fit`; none after a complaint. */
export function levelNodes(asked: DifferenceRequest, fit: NodeId, plan: PlanContext): NodeSpec[] {
  const { id, key, path, header } = asked;
  const of = ofKey(asked, plan);
  const written = pairsWritten(asked, plan);
  if (of === undefined || written === undefined) return [];
  const column = factorIn(asked, of, plan);
  if (column === undefined) return [];
  const reference = key.reference === undefined ? null : String(key.reference);
  const params: LevelsParams = {
    of,
    group: column,
    adjust: key.adjust ?? null,
    pairs: written.pairs ?? null,
    reference,
    order: ownValue(plan.project.variables, column)?.levels?.map(String) ?? null,
  };
  return [
    {
      id,
      kind: 'difference-levels',
      params: params as unknown as Json,
      artifact: 'pairwise',
      inputs: { fit: { is: 'node', node: fit, parts: 'all' } },
      origins: { ...asked.origins, ...originsOf(asked, plan) },
      at: path,
      view: { header, byNameAlone: true },
    },
  ];
}

/** The variable of the factor that the term is alone; undefined after a complaint. */
function factorIn({ key, path, spec }: DifferenceRequest, of: string, plan: PlanContext): string | undefined {
  const [factor, ...more] = termOf(of);
  if (factor.is !== 'levels' || more.length > 0) {
    const message = '`difference` compares groups of a `split`, and there is none';
    const hint = '`split: region`, or `of: i(region)` for levels of a factor of this model';
    return void plan.complain({ code: 'no-split', message, path, key: true, hint });
  }
  const said = ofGroups.find((name) => key[name] !== undefined);
  if (said !== undefined) {
    const message = `\`${said}\` is of groups of a \`split\`, and levels of a factor are compared by their covariance`;
    return void plan.complain({ code: 'no-split', message, path: [...path, said], key: true });
  }
  const other = spec.terms.find(
    (text) =>
      termOf(text).length > 1 && termOf(text).some((each) => each.is === 'levels' && each.column === factor.column),
  );
  if (other === undefined) return factor.column;
  const message = `levels of \`${factor.column}\` differ by other variables too: it stands in \`${other}\``;
  const hint = '`lincom` names the combinations that are meant';
  return void plan.complain({ code: 'unsupported', message, path: [...path, 'of'], hint });
}

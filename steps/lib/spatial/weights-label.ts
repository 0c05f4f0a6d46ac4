/** Names spatial weights in the notes of tables. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { WeightsType } from '../../spatial_weights/keys.ts';

type Label = FitWords['note'];

const ofTypes: Readonly<Record<WeightsType, Label>> = {
  contiguity: { en: 'contiguity weights', zh: '邻接权重矩阵' },
  knn: { en: 'weights of nearest neighbours', zh: '最近邻权重矩阵' },
  'inverse-distance': { en: 'inverse-distance weights', zh: '反距离权重矩阵' },
  economic: { en: 'economic weights', zh: '经济权重矩阵' },
  gravity: { en: 'gravity weights', zh: '引力权重矩阵' },
  nested: { en: 'nested weights', zh: '嵌套权重矩阵' },
  matrix: { en: 'given weights', zh: '给定的权重矩阵' },
  edges: { en: 'given weights', zh: '给定的权重矩阵' },
};

/** The label that `variables:` gives the step of weights, or else what its type is called. */
export function weightsLabel(reference: string, at: YamlPath, plan: PlanContext): Label {
  const node: NodeSpec | undefined = plan.node(reference, at);
  const { type } = (node?.params ?? { type: 'matrix' }) as { readonly type: WeightsType };
  const { label, translations = {} } = plan.project.variables[reference] ?? {};
  const { en, zh } = ofTypes[type] ?? ofTypes.matrix;
  return { en: translations.en ?? label ?? en, zh: translations.zh ?? label ?? zh };
}

/** Says in words what a base that is named by its number is, so that a run can tell when the number has come to mean another. */
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { NodeSpec, Numbered, Origin, PlanContext, YamlPath } from '../../../src/engine/step.ts';

/** Returns the record of a base that a node named by its number; nothing where the base has a name of its own. */
export function numberedBase(
  reference: string | undefined,
  at: YamlPath,
  base: NodeSpec | undefined,
  plan: PlanContext,
): { readonly numbered?: Numbered; readonly origins: Readonly<Record<string, Origin>> } {
  const step = reference === undefined ? undefined : /^([^.[]+)\.\d+(?![^.[])/.exec(reference)?.[1];
  if (reference === undefined || base === undefined || step === undefined) return { origins: {} };
  const text = modelText(base);
  const others = (plan.nodes(step) ?? []).filter((node) => node.id !== base.id).map(modelText);
  return { numbered: { reference, is: text, others }, origins: { base: { path: at, text } } };
}

/** A model in words: `y ~ x + z | id`, and its rows. */
function modelText({ params }: NodeSpec): string {
  const { outcome, terms, absorb, slopes = [], iv, sample, exclude, estimator } = params as unknown as ModelSpec;
  const effects = [...absorb, ...slopes.map(({ by, of }) => `${by}[${of}]`)];
  const parts = [effects.join(' + '), iv && `${iv.endogenous.join(' + ')} ~ ${iv.instruments.join(' + ')}`];
  const formula = [`${outcome} ~ ${terms.join(' + ') || '1'}`, ...parts.filter((part) => part)].join(' | ');
  const rows = [sample && ` where ${sample}`, exclude && ` without ${exclude}`].filter((part) => part);
  return `${formula}${rows.join('')}${estimator === undefined ? '' : ` by ${estimator.is}`}`;
}

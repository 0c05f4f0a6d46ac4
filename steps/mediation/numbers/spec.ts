/** Defines the specification of a mediation analysis: regressions that use the same rows. */
import type { CommonSample, ModelSpec } from '../../../src/econ/spec.ts';

/** `model` is the regression of the outcome on treatment, mediator and controls, in this order. */
export interface MediationSpec {
  readonly model: ModelSpec;
  /** Texts of terms. */
  readonly treatment: string;
  readonly mediator: string;
  /** Two leave out the regression of the outcome on the mediator. */
  readonly steps: 2 | 3;
  /** The variable whose levels are drawn; null draws rows. Absent without a bootstrap. */
  readonly clusters?: string | null;
}

export interface MediationModels {
  /** y ~ T + X */
  readonly total: ModelSpec;
  /** m ~ T + X */
  readonly mediator: ModelSpec;
  /** y ~ T + m + X */
  readonly outcome: ModelSpec;
}

/** The regressions, each of which asks of its rows what the others do, so that c − c' = ab. */
export function mediationModels({ model, treatment, mediator, clusters }: MediationSpec): MediationModels {
  const controls = model.terms.filter((term) => term !== treatment && term !== mediator);
  const levels = typeof clusters === 'string' ? [clusters] : [];
  const asking = (spec: ModelSpec, terms: readonly string[]): ModelSpec => ({
    ...spec,
    common: withMore(spec.common, terms, levels),
  });
  const terms = [treatment, ...controls];
  return {
    total: asking({ ...model, terms }, [mediator]),
    mediator: asking({ ...model, terms, outcome: mediator }, [model.outcome]),
    outcome: asking({ ...model, terms: [treatment, mediator, ...controls] }, []),
  };
}

function withMore(common: CommonSample | null, terms: readonly string[], levels: readonly string[]): CommonSample {
  const asked = common ?? { terms: [], levels: [], samples: [], excludes: [] };
  return {
    ...asked,
    terms: [...new Set([...asked.terms, ...terms])],
    levels: [...new Set([...asked.levels, ...levels])],
  };
}

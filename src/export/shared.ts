/** Code that models share: those that differ in their sample and in values alone are written once, and each adds its condition and its values. */
import { memoByIdentity } from '../base/memo.ts';
import type { Counterpart } from '../econ/counterpart.ts';
import { type FitForm, formOf } from '../econ/form.ts';
import type { ModelSpec } from '../econ/spec.ts';
import type { ExportedData } from './data.ts';
import type { ExportedModel } from './language.ts';

/** A model without its sample and its values. */
export interface ModelShape {
  readonly data: ExportedData;
  /** Has no `sample`. */
  readonly spec: ModelSpec;
  readonly form: FitForm;
}

/** A spec without its sample, and a text that is the same of all such specs. */
export const withoutSample = memoByIdentity((spec: ModelSpec) => {
  const shape: ModelSpec = { ...spec, sample: null };
  return { spec: shape, text: JSON.stringify(shape) };
});

/** The number of shapes that are remembered: a model of which no other has the shape needs none. */
const MOST = 10_000;

/** Remembers the models that one export has written, by their shapes, and the conditions. */
export class Shared<Code> {
  readonly #codes = new Map<Counterpart, Map<string, Code>>();
  readonly #conditions = new Map<string, string>();

  /** Gives what `write` makes of the shape of a model. */
  of({ data, spec, fit }: ExportedModel, by: Counterpart, write: (shape: ModelShape) => Code): Code {
    const shape = withoutSample(spec);
    const form = formOf(fit);
    const text = `${data.name}\n${shape.text}\n${JSON.stringify(form)}`;
    let codes = this.#codes.get(by);
    if (codes === undefined) {
      codes = new Map();
      this.#codes.set(by, codes);
    }
    let code = codes.get(text);
    if (code === undefined) {
      code = write({ data, spec: shape.spec, form });
      if (codes.size < MOST) codes.set(text, code);
    }
    return code;
  }

  /** Gives what `write` makes of a condition on rows of the data. */
  condition({ name }: ExportedData, text: string, write: () => string): string {
    const asked = `${name}\n${text}`;
    let code = this.#conditions.get(asked);
    if (code === undefined) {
      code = write();
      this.#conditions.set(asked, code);
    }
    return code;
  }
}

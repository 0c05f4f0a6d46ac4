/** An arm beside the control: what tables of balance, of attrition and of bounds compare. */
import type { ExperimentDesign } from './design.ts';
import { armTerm, pickDesign } from './design.ts';

/** The rows of the control and of one arm, as a design of two arms. */
export interface Pairing {
  readonly arm: string;
  readonly rows: Int32Array;
  readonly design: ExperimentDesign;
}

/** A pairing for each arm but the control. */
export function pairings(design: ExperimentDesign): Pairing[] {
  const { arms, arm, terms } = design;
  return arms.slice(1).map((name, k) => {
    const rows = Int32Array.from(arm.keys()).filter((i) => arm[i] === 0 || arm[i] === k + 1);
    const part = pickDesign(design, rows);
    const label = arms.length === 2 ? terms[0]! : armTerm(name);
    return {
      arm: label,
      rows,
      design: {
        ...part,
        arms: [arms[0]!, name],
        arm: part.arm.map((own) => (own === 0 ? 0 : 1)),
        terms: [label],
        coding: [[0, 1]],
      },
    };
  });
}

/** Designs in which covariates are compared: of factors the whole, by its terms, else an arm beside the control each. */
export function comparisons(design: ExperimentDesign): readonly Omit<Pairing, 'arm'>[] {
  return design.treatment.length === 1 ? pairings(design) : [{ rows: Int32Array.from(design.arm.keys()), design }];
}

/** Names a record by its variable, and by the arm too where there are several. */
export const nameOfPair = ({ arms }: ExperimentDesign, variable: string, arm: string): string =>
  arms.length === 2 ? variable : `${variable}:${arm}`;

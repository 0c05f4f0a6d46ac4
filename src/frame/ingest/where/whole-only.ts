/** Why the rows of a file cannot be chosen while it is read. */
import { Refusal } from '../../../base/problem.ts';
import { DataError } from '../../complaint.ts';

/** Thrown where only all rows together can tell. `why`: a clause, which a hint goes on with. */
export class WholeOnly extends Error {
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.why = why;
  }

  /** Does what reading the whole file would refuse at its place. */
  static instead<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof DataError || error instanceof Refusal)
        throw new WholeOnly('what is wrong with its cells is told of all rows');
      throw error;
    }
  }
}

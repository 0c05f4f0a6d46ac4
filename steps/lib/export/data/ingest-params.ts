/** The parameters of a node that reads a file, as the rules of its data read them. */
import type { Declaration } from '../../../../src/frame/declared/declaration.ts';

export interface IngestParams extends Omit<Declaration, 'derive' | 'where' | 'file'> {
  readonly format: string;
  readonly sources?: readonly string[];
  readonly derive?: Readonly<Record<string, string>>;
  readonly where?: string;
}

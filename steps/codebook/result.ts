/** Declares the result of codebooks: a record for each variable, with its declaration and a summary of its values. */
import { members, type PlannedNode, type Result } from '../../src/base/result.ts';

const fields = [
  ...['label', 'unit', 'source', 'formula', 'type', 'n', 'missing', 'min', 'max', 'distinct', 'confidential'],
  ...['readAsMissing', 'recoded', 'interpolated'],
];

/** Columns that the plan knows; of other data only a run tells. */
function variables({ params }: PlannedNode) {
  const { variables: declared, others } = params as unknown as { readonly variables: object; readonly others?: object };
  return others === undefined ? { listed: Object.keys(declared) } : null;
}

export const codebookResult: Result = {
  type: 'codebook',
  list: 'rows',
  parts: {
    rows: { each: members(...fields), planned: variables },
    nrows: 'value',
    panel: members('unit', 'time'),
    told: { each: 'value' },
  },
};

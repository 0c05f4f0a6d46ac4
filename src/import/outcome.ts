/** Records what became of each line of a script that is imported. */
import { type DraftNode, nodeName } from './draft.ts';

/** `became`: nodes of the pipeline; `command`: a step that starts a program; `nothing`: it has no effect there; `unread`: it was not understood. */
export type Outcome =
  | { readonly is: 'became'; readonly nodes: readonly DraftNode[] }
  | { readonly is: 'command'; readonly nodes: readonly DraftNode[] }
  | { readonly is: 'nothing'; readonly why: string }
  | { readonly is: 'unread'; readonly why: string; readonly hint?: string };

export interface ReportedLine {
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
  readonly outcome: Outcome;
  /** A remark for the reader of a line that was read. */
  readonly notes: readonly string[];
}

/** The more a line needs its author, the later it stands; of several outcomes of a line in a loop the last one here counts. */
const order: readonly Outcome['is'][] = ['nothing', 'became', 'command', 'unread'];

/** Joins the outcomes of a line that a loop goes through more than once. */
export function joined(a: Outcome, b: Outcome): Outcome {
  if ('nodes' in a && 'nodes' in b)
    return {
      is: order.indexOf(b.is) > order.indexOf(a.is) ? b.is : a.is,
      nodes: [...new Map([...a.nodes, ...b.nodes].map((node) => [nodeName(node), node])).values()],
    };
  return order.indexOf(b.is) > order.indexOf(a.is) ? b : a;
}

/** Thrown where a statement cannot be said in a pipeline. Its message is a clause, as in `the option … has no counterpart`. */
export class NotUnderstood extends Error {
  /** Says what to write instead. */
  readonly hint: string | undefined;

  constructor(why: string, hint?: string) {
    super(why);
    this.hint = hint;
  }
}

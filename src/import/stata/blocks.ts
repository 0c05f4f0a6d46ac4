/** Statements of a do-file as a tree: loops, conditions, and programs that end with `end`. */
import type { SourceStatement } from './lines.ts';

export interface Block {
  readonly head: SourceStatement;
  /** Statements between braces, or up to `end`; absent of a plain statement. */
  readonly body?: readonly Block[];
  /** The line of the closing brace, or of `end`. */
  readonly end?: SourceStatement;
  /** `program`: up to `end`, in a language or of a meaning of its own. */
  readonly is: 'statement' | 'braces' | 'program';
}

const PROGRAM =
  /^(?:(?:cap\w*|qui\w*)\s+)*(?:pr(?:o|og|ogr|ogra|ogram)?\s+(?:de\w*\s+)?(?!drop\b|dir\b|list\b|l\b)\w+|mata\s*:?$|python\s*:?$|input\b)/;
const DEEPEST = 200;

export function blocksOf(statements: readonly SourceStatement[]): Block[] {
  const top: Block[] = [];
  const open: { readonly head: SourceStatement; readonly body: Block[]; readonly is: 'braces' | 'program' }[] = [];
  const add = (block: Block): void => void (open.at(-1)?.body ?? top).push(block);
  const close = (end?: SourceStatement): void => {
    const block = open.pop();
    if (block !== undefined) add(end === undefined ? block : { ...block, end });
  };
  for (const statement of statements) {
    const inner = open.at(-1);
    if (inner?.is === 'program') {
      if (statement.text === 'end') close(statement);
      else add({ head: statement, is: 'statement' });
      continue;
    }
    let { text } = statement;
    if (text.startsWith('}') && inner !== undefined) {
      text = text.slice(1).trim();
      const isOpening = text.endsWith('{');
      close(isOpening ? undefined : statement);
      if (text === '') continue;
    }
    const rest: SourceStatement = { ...statement, text };
    if (PROGRAM.test(text) && !text.endsWith('{')) open.push({ head: rest, body: [], is: 'program' });
    else if (/(?:^|[^$])\{$/.test(text) && open.length < DEEPEST)
      open.push({ head: { ...rest, text: text.slice(0, -1).trim() }, body: [], is: 'braces' });
    else add({ head: rest, is: 'statement' });
  }
  while (open.length > 0) close();
  return top;
}

/** Calls `visit` for each statement of a block, its head and its end among them. */
export function eachOf(block: Block, visit: (statement: SourceStatement) => void): void {
  visit(block.head);
  for (const inner of block.body ?? []) eachOf(inner, visit);
  if (block.end !== undefined) visit(block.end);
}

/** The tokens of a query, as far as names and its end must be known: comments and blanks are none. */

export interface SqlToken {
  /** A name is bare or in double quotes; a text is a literal. */
  readonly is: 'name' | 'quoted name' | 'text' | 'number' | 'sign';
  /** A name without its quotes, anything else as it stands. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const forms = [
  ['blank', /\s+|--[^\n]*/uy],
  ['quoted name', /"(?:[^"]|"")*"?/uy],
  ['text', /[eE]'(?:[^'\\]|''|\\.)*'?/suy],
  ['text', /[xX]?'(?:[^']|'')*'?|\$(?<tag>\w*)\$.*?(?:\$\k<tag>\$|$)/suy],
  ['name', /[\p{L}_][\p{L}\p{N}\p{M}_$]*/uy],
  ['number', /\d[\d_.]*(?:[eE][-+]?\d+)?/uy],
  ['sign', /./suy],
] as const;

export function tokensOf(query: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < query.length; ) {
    const comment = endOfComment(query, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    for (const [is, form] of forms) {
      form.lastIndex = at;
      const [found] = form.exec(query) ?? [];
      if (found === undefined) continue;
      const end = at + found.length;
      const text = is === 'quoted name' ? found.slice(1, -1).replaceAll('""', '"') : found;
      if (is !== 'blank') tokens.push({ is, text, start: at, end });
      at = end;
      break;
    }
  }
  return tokens;
}

/** The end of the comment between slashes and stars that begins here, in which others may stand; `at` where none begins. */
function endOfComment(query: string, at: number): number {
  let depth = 0;
  let end = at;
  do {
    if (query.startsWith('/*', end)) depth += 1;
    else if (query.startsWith('*/', end) && depth > 0) depth -= 1;
    else {
      if (depth === 0) return at;
      end += 1;
      continue;
    }
    end += 2;
  } while (depth > 0 && end < query.length);
  return end;
}

/** A query without what stands behind it: comments, blanks and semicolons. */
export function withoutEnd(query: string, tokens: readonly SqlToken[]): string {
  const last = tokens.findLast(({ is, text }) => is !== 'sign' || text !== ';');
  return query.slice(0, last?.end ?? 0);
}

/** Finds the names that a plain value mentions, so that a table's key holds the labels that it prints, and no others. */

/** The names that stand in some text of `value`, as whole words. */
export function mentioned(names: readonly string[], value: unknown): string[] {
  const texts: string[] = [];
  collect(value, texts);
  return names.filter((name) => texts.some((text) => speaksOf(text, name)));
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, texts);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) collect(item, texts);
}

function speaksOf(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isWord(text, at - 1) && !isWord(text, at + name.length)) return true;
  }
  return false;
}

function isWord(text: string, at: number): boolean {
  const c = text[at];
  return c !== undefined && /[\p{L}\p{N}_]/u.test(c);
}

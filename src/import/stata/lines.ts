/** Cuts a do-file into statements: comments, continued lines, `#delimit` and quotes as Stata reads them. */

export interface SourceStatement {
  /** Without comments, on one line. */
  readonly text: string;
  /** First and last line, from 1. */
  readonly line: number;
  readonly last: number;
}

export interface ReadLines {
  readonly lines: readonly string[];
  readonly statements: readonly SourceStatement[];
}

/** O(length). */
export function statementsOf(source: string): ReadLines {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { lines, statements: new Cutter(text).cut() };
}

class Cutter {
  readonly #text: string;
  readonly #statements: SourceStatement[] = [];
  #at = 0;
  #line = 1;
  /** Pieces of the statement that is read, and its first line. */
  #pieces: string[] = [];
  #begun = 0;
  #delimiter: '\n' | ';' = '\n';

  constructor(text: string) {
    this.#text = text;
  }

  cut(): SourceStatement[] {
    while (this.#at < this.#text.length) this.#step();
    this.#end();
    return this.#statements;
  }

  #step(): void {
    const text = this.#text;
    const char = text[this.#at]!;
    if (this.#isEmpty && char === '*') this.#starComment();
    else if (this.#isEmpty && char === '#' && text[this.#at + 1] === 'd') this.#directive();
    else if (text.startsWith('/*', this.#at)) this.#blockComment();
    else if (char === '/' && text[this.#at + 1] === '/' && this.#isApart) this.#slashComment();
    else if (char === '"' || text.startsWith('`"', this.#at)) this.#quoted();
    else if (char === this.#delimiter) {
      this.#advance(1);
      this.#end();
    } else this.#take(char === '\n' ? ' ' : char, 1);
  }

  get #isEmpty(): boolean {
    return this.#begun === 0;
  }

  /** A comment of two slashes stands behind a blank, since addresses have them too. */
  get #isApart(): boolean {
    return this.#at === 0 || /\s/.test(this.#text[this.#at - 1]!);
  }

  #take(piece: string, length: number): void {
    if (this.#isEmpty && piece.trim() !== '') this.#begun = this.#line;
    if (!this.#isEmpty) this.#pieces.push(piece);
    this.#advance(length);
  }

  #advance(length: number): void {
    for (let i = 0; i < length; i++) if (this.#text[this.#at + i] === '\n') this.#line += 1;
    this.#at += length;
  }

  /** Ends the statement; the line of a delimiter that is a line break is the one before it. */
  #end(): void {
    const text = this.#pieces.join('').trim();
    const last = this.#text[this.#at - 1] === '\n' ? this.#line - 1 : this.#line;
    const begun = this.#begun;
    this.#pieces = [];
    this.#begun = 0;
    if (text === '') return;
    this.#statements.push({ text, line: begun, last });
  }

  /** `#delimit ;` and `#delimit cr`, which a line break ends always. */
  #directive(): void {
    const end = this.#text.indexOf('\n', this.#at);
    const stop = end < 0 ? this.#text.length : end;
    const text = this.#text.slice(this.#at, stop).trim();
    this.#statements.push({ text, line: this.#line, last: this.#line });
    this.#delimiter = /^#\w+\s*;/.test(text) ? ';' : '\n';
    this.#advance(stop - this.#at + (end < 0 ? 0 : 1));
  }

  /** A comment to the end of the line, or to the semicolon; `///` continues it. */
  #starComment(): void {
    for (;;) {
      const end = this.#text.indexOf(this.#delimiter, this.#at);
      const stop = end < 0 ? this.#text.length : end;
      const isContinued = this.#delimiter === '\n' && /(?:^|\s)\/\/\//.test(this.#text.slice(this.#at, stop));
      this.#advance(Math.min(stop + 1, this.#text.length) - this.#at);
      if (!isContinued || end < 0) return;
    }
  }

  /** Comments of this kind may stand in each other. */
  #blockComment(): void {
    const marks = /\/\*|\*\//g;
    marks.lastIndex = this.#at;
    let depth = 0;
    for (let found = marks.exec(this.#text); found !== null; found = marks.exec(this.#text)) {
      depth += found[0] === '/*' ? 1 : -1;
      if (depth > 0) continue;
      this.#advance(marks.lastIndex - this.#at);
      if (!this.#isEmpty) this.#pieces.push(' ');
      return;
    }
    this.#advance(this.#text.length - this.#at);
  }

  #slashComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    const stop = end < 0 ? this.#text.length : end;
    const isContinued = this.#text.startsWith('///', this.#at);
    this.#advance(stop - this.#at);
    if (!isContinued || end < 0) return;
    this.#advance(1);
    if (!this.#isEmpty) this.#pieces.push(' ');
  }

  /** A text in quotes; compound ones may stand in each other. A line break ends it where lines end statements. */
  #quoted(): void {
    const text = this.#text;
    const isCompound = text[this.#at] === '`';
    let end = this.#at + (isCompound ? 2 : 1);
    for (let depth = 1; end < text.length && depth > 0; ) {
      if (text[end] === '\n' && this.#delimiter === '\n') break;
      if (isCompound && text.startsWith('`"', end)) {
        depth += 1;
        end += 2;
      } else if (isCompound ? text.startsWith('"\'', end) : text[end] === '"') {
        depth -= 1;
        end += isCompound ? 2 : 1;
      } else end += 1;
    }
    this.#take(text.slice(this.#at, end).replaceAll('\n', ' '), end - this.#at);
  }
}

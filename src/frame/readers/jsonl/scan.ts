/** Reads one line of JSON: an object whose members are told one after the other (RFC 8259), by the places of their bytes. */
import { datum, SOME_VARIABLE } from '../../../base/value.ts';
import { DataError } from '../../complaint.ts';

export type Value = 'text' | 'number' | 'true' | 'false' | 'null' | 'record' | 'list';

/** Told of each member: the bytes of its name and of its value, both without quotes; `escaped` where a backslash stands in the text. */
export interface Members {
  member(name: Name, value: Value, start: number, end: number, escaped: boolean): void;
}

export interface Name {
  start: number;
  end: number;
  escaped: boolean;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const words = new Map<number, readonly [Value & string, string]>([
  [0x74, ['true', 'true']],
  [0x66, ['false', 'false']],
  [0x6e, ['null', 'null']],
]);

/** Holds what may follow a backslash, beside `u`. */
const ESCAPED = '"\\/bfnrt';

/** The depth to which records may lie in each other. */
const DEEPEST = 1000;

export class LineScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #line = 0;
  #escaped = false;
  readonly #name: Name = { start: 0, end: 0, escaped: false };

  /** False for a line of blanks. `line`: from 1. */
  scan(bytes: Uint8Array, start: number, end: number, line: number, members: Members): boolean {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#line = line;
    if (this.#peek() === -1) return false;
    this.#expect(openBrace, 'a record in braces');
    if (this.#peek() === closeBrace) this.#at++;
    else
      for (;;) {
        this.#expect(quote, 'a name in quotes');
        const name = this.#name;
        name.start = this.#at;
        this.#text();
        name.end = this.#at - 1;
        name.escaped = this.#escaped;
        this.#expect(colon, 'a colon behind a name');
        this.#member(members);
        const next = this.#peek();
        if (next === comma) this.#at++;
        else if (next === closeBrace) {
          this.#at++;
          break;
        } else throw this.#wrong('a comma or `}` behind a value');
      }
    if (this.#peek() !== -1) throw this.#wrong('nothing behind the record: one stands in each line');
    return true;
  }

  #member(members: Members): void {
    const first = this.#peek();
    const start = this.#at;
    if (first === quote) {
      this.#at++;
      this.#text();
      members.member(this.#name, 'text', start + 1, this.#at - 1, this.#escaped);
    } else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
      this.#number();
      members.member(this.#name, 'number', start, this.#at, false);
    } else if (first === openBrace || first === openBracket) {
      this.#nested();
      members.member(this.#name, first === openBrace ? 'record' : 'list', start, this.#at, false);
    } else members.member(this.#name, this.#word(first), start, this.#at, false);
  }

  #word(first: number): Value {
    const [value, spelled] = words.get(first) ?? [];
    if (spelled === undefined) throw this.#wrong('a value');
    for (let i = 0; i < spelled.length; i++)
      if (this.#at + i >= this.#end || this.#bytes[this.#at + i] !== spelled.charCodeAt(i))
        throw this.#wrong(`\`${spelled}\``);
    this.#at += spelled.length;
    return value!;
  }

  /** From behind the first quote to behind the last. */
  #text(): void {
    const bytes = this.#bytes;
    this.#escaped = false;
    for (let at = this.#at; at < this.#end; at++) {
      const byte = bytes[at]!;
      if (byte === quote) {
        this.#at = at + 1;
        return;
      }
      if (byte === backslash) {
        this.#escaped = true;
        at += this.#escape(at);
      } else if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d) {
        this.#at = at;
        throw this.#wrong('a control character to be written `\\u00…`');
      }
    }
    throw new DataError({
      code: 'open-quote',
      message: `a quote that opens in line ${this.#line} is never closed`,
      hint: 'is the file cut, or does a text hold a line break that is not written `\\n`?',
      row: this.#line,
      path: ['file'],
    });
  }

  /** Counts the bytes that follow a backslash in the escape that it begins. */
  #escape(at: number): number {
    const bytes = this.#bytes;
    const letter = at + 1 < this.#end ? String.fromCharCode(bytes[at + 1]!) : '';
    if (letter === 'u') {
      const digits = Buffer.from(bytes.subarray(at + 2, Math.min(this.#end, at + 6))).toString('latin1');
      if (/^[0-9a-fA-F]{4}$/.test(digits)) return 5;
    } else if (letter !== '' && ESCAPED.includes(letter)) return 1;
    this.#at = at;
    throw this.#wrong('a backslash before `"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t` or `u` and four hexadecimal digits');
  }

  #number(): void {
    const digits = (): void => {
      const from = this.#at;
      while (this.#at < this.#end && this.#bytes[this.#at]! >= 0x30 && this.#bytes[this.#at]! <= 0x39) this.#at++;
      if (this.#at === from) throw this.#wrong('a digit');
    };
    const byte = (): number => (this.#at < this.#end ? this.#bytes[this.#at]! : -1);
    if (byte() === 0x2d) this.#at++;
    const isZero = byte() === 0x30;
    const from = this.#at;
    digits();
    if (isZero && this.#at > from + 1) {
      this.#at = from;
      throw this.#wrong('a number without a zero before it, or a text in quotes');
    }
    if (byte() === 0x2e) {
      this.#at++;
      digits();
    }
    if (byte() === 0x65 || byte() === 0x45) {
      this.#at++;
      if (byte() === 0x2d || byte() === 0x2b) this.#at++;
      digits();
    }
  }

  /** To behind the record or list that begins here. What is in it is not read. */
  #nested(): void {
    const closing: number[] = [];
    for (;;) {
      const byte = this.#peek();
      if (byte === -1) throw this.#wrong('a record or list that is closed');
      this.#at++;
      if (byte === quote) this.#text();
      else if (byte === openBrace || byte === openBracket) closing.push(byte === openBrace ? closeBrace : closeBracket);
      else if (byte === closeBrace || byte === closeBracket) {
        if (closing.pop() !== byte) throw this.#wrong('a record or list that is closed by its own sign');
        if (closing.length === 0) return;
      }
      if (closing.length > DEEPEST) throw this.#wrong(`at most ${DEEPEST} records and lists in each other`);
    }
  }

  /** The next byte that is no blank; −1 at the end of the line. */
  #peek(): number {
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at]!;
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return byte;
      this.#at++;
    }
    return -1;
  }

  #expect(byte: number, what: string): void {
    if (this.#peek() !== byte) throw this.#wrong(what);
    this.#at++;
  }

  #wrong(expected: string): DataError {
    const rest = Buffer.from(this.#bytes.subarray(this.#at, Math.min(this.#end, this.#at + 60)));
    const got = rest.toString('utf8').trim().slice(0, 20);
    return new DataError({
      code: 'bad-json',
      message: `line ${this.#line}: expected ${expected}, got ${got === '' ? 'the end of the line' : `\`${datum(SOME_VARIABLE, got)}\``}`,
      hint: 'JSON lines hold a record such as `{"id": 1, "x": 2.5}` in each line; a list of records is no such file',
      row: this.#line,
      path: ['file'],
    });
  }
}

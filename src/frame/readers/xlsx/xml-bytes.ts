/** A pull reader for large XML files of office formats, which makes no texts of what nobody asks for: the rules of xml.ts, over bytes. */
import { decodeEntities } from './xml.ts';

const [less, greater, slash, quote, apostrophe, equals, ampersand, colon] = [
  0x3c, 0x3e, 0x2f, 0x22, 0x27, 0x3d, 0x26, 0x3a,
];

/** The number that stands for an element's local name; of more than six bytes, none but the first six count. */
export function nameCode(name: string): number {
  let code = 0;
  for (let i = 0; i < Math.min(name.length, 6); i++) code = code * 256 + name.charCodeAt(i);
  return code;
}

export class XmlBytes {
  readonly bytes: Buffer;
  #at = 0;
  /** `nameCode` of the element that `next` found. */
  name = 0;
  /** The place of the text that `next` found, and whether it is taken as it stands. */
  start = 0;
  end = 0;
  isPlain = false;
  /** The position of the element's attributes. */
  #attributes = 0;
  #attributesEnd = 0;
  #selfClosing = false;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** An empty element is an `open` followed by a `close`. */
  next(): 'open' | 'close' | 'text' | 'end' {
    if (this.#selfClosing) {
      this.#selfClosing = false;
      return 'close';
    }
    const { bytes } = this;
    while (this.#at < bytes.length) {
      if (bytes[this.#at] !== less) return this.#readText();
      const second = bytes[this.#at + 1];
      if (second === 0x21) {
        if (this.#stands('<![CDATA[')) {
          const end = this.#after(']]>');
          this.start = this.#at + 9;
          this.end = end - 3;
          this.isPlain = true;
          this.#at = end;
          return 'text';
        }
        this.#at = this.#after(this.#stands('<!--') ? '-->' : '>');
      } else if (second === 0x3f) this.#at = this.#after('>');
      else return this.#readTag();
    }
    return 'end';
  }

  /** The text that `next` found. */
  text(): string {
    const text = this.bytes.toString('utf8', this.start, this.end);
    return this.isPlain ? text : decodeEntities(text);
  }

  /** Goes to the value of an attribute, which then stands from `start` to `end`; false where there is none. */
  attribute(name: string): boolean {
    const { bytes } = this;
    for (let at = this.#attributes; at < this.#attributesEnd; ) {
      let from = at;
      while (at < this.#attributesEnd && bytes[at] !== equals) at++;
      let nameEnd = at;
      while (nameEnd > from && isSpace(bytes[nameEnd - 1]!)) nameEnd--;
      for (let k = from; k < nameEnd; k++) if (isSpace(bytes[k]!) || bytes[k] === colon) from = k + 1;
      at++;
      while (at < this.#attributesEnd && isSpace(bytes[at]!)) at++;
      const mark = bytes[at];
      if (mark !== quote && mark !== apostrophe) continue;
      const start = at + 1;
      let isPlain = true;
      for (at = start; at < this.#attributesEnd && bytes[at] !== mark; at++)
        if (bytes[at] === ampersand) isPlain = false;
      if (nameEnd - from === name.length && this.#isAt(name, from)) {
        this.start = start;
        this.end = at;
        this.isPlain = isPlain;
        return true;
      }
      at++;
    }
    return false;
  }

  #isAt(text: string, at: number): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #stands(mark: string): boolean {
    return this.#isAt(mark, this.#at);
  }

  #after(mark: string): number {
    const found = this.bytes.indexOf(mark, this.#at, 'latin1');
    return found < 0 ? this.bytes.length : found + mark.length;
  }

  #readText(): 'text' {
    const { bytes } = this;
    let at = this.#at;
    let isPlain = true;
    for (; at < bytes.length && bytes[at] !== less; at++) if (bytes[at] === ampersand) isPlain = false;
    this.start = this.#at;
    this.end = at;
    this.isPlain = isPlain;
    this.#at = at;
    return 'text';
  }

  #readTag(): 'open' | 'close' {
    const { bytes } = this;
    let at = this.#at + 1;
    const closing = bytes[at] === slash;
    if (closing) at++;
    let name = 0;
    let length = 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === greater || byte === slash || isSpace(byte)) break;
      if (byte === colon) {
        name = 0;
        length = 0;
      } else if (length++ < 6) name = name * 256 + byte;
    }
    this.name = name;
    this.#attributes = at;
    let mark = 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (mark !== 0) {
        if (byte === mark) mark = 0;
      } else if (byte === quote || byte === apostrophe) mark = byte;
      else if (byte === greater) break;
    }
    this.#attributesEnd = at;
    this.#selfClosing = !closing && bytes[at - 1] === slash && at - 1 >= this.#attributes;
    this.#at = at + 1;
    return closing ? 'close' : 'open';
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

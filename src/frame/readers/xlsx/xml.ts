/** A pull reader for the XML inside office files: elements and text, prefixes dropped. No DTD, no entities but XML's own. */
export class XmlReader {
  readonly #source: string;
  #at = 0;
  /** The token that `next` found: an element's local name, or a text. */
  name = '';
  text = '';
  #attributes = '';
  #selfClosing = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** An empty element is an `open` followed by a `close`. */
  next(): 'open' | 'close' | 'text' | 'end' {
    if (this.#selfClosing) {
      this.#selfClosing = false;
      return 'close';
    }
    const source = this.#source;
    while (this.#at < source.length) {
      if (source[this.#at] !== '<') return this.#readText();
      if (source.startsWith('<![CDATA[', this.#at)) {
        const end = this.#after(']]>');
        this.text = source.slice(this.#at + 9, end - 3);
        this.#at = end;
        return 'text';
      }
      if (source.startsWith('<!--', this.#at)) this.#at = this.#after('-->');
      else if (source[this.#at + 1] === '?' || source[this.#at + 1] === '!') this.#at = this.#after('>');
      else return this.#readTag();
    }
    return 'end';
  }

  attribute(name: string): string | undefined {
    const found = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(this.#attributes);
    const value = found?.[1] ?? found?.[2];
    return value === undefined ? undefined : decodeEntities(value);
  }

  #after(mark: string): number {
    const found = this.#source.indexOf(mark, this.#at);
    return found < 0 ? this.#source.length : found + mark.length;
  }

  #readText(): 'text' {
    const next = this.#source.indexOf('<', this.#at);
    const end = next < 0 ? this.#source.length : next;
    this.text = decodeEntities(this.#source.slice(this.#at, end));
    this.#at = end;
    return 'text';
  }

  #readTag(): 'open' | 'close' {
    const source = this.#source;
    let end = this.#at + 1;
    let quote = '';
    for (; end < source.length; end++) {
      const c = source[end]!;
      if (quote !== '') {
        if (c === quote) quote = '';
      } else if (c === '"' || c === "'") quote = c;
      else if (c === '>') break;
    }
    const closing = source[this.#at + 1] === '/';
    const body = source.slice(this.#at + (closing ? 2 : 1), end);
    this.#selfClosing = !closing && body.endsWith('/');
    const space = body.search(/[\s/]/);
    const name = space < 0 ? body : body.slice(0, space);
    this.name = name.slice(name.indexOf(':') + 1);
    this.#attributes = space < 0 ? '' : body.slice(space);
    this.#at = end + 1;
    return closing ? 'close' : 'open';
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name.toLowerCase()]!;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

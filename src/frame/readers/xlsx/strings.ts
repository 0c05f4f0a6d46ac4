/** Texts of a workbook: pieces of rich text joined, readings of characters left out, and the table of shared strings, read as far as is asked. */
import { nameCode, XmlBytes } from './xml-bytes.ts';

const [si, t, rPh] = [nameCode('si'), nameCode('t'), nameCode('rPh')];

/** The `<t>` pieces up to the closing tag of `element`, joined. */
export function richText(xml: XmlBytes, element: number): string {
  let text = '';
  let inText = false;
  let inReading = false;
  for (let event = xml.next(); event !== 'end'; event = xml.next()) {
    if (event === 'text') {
      if (inText && !inReading) text += xml.text();
    } else if (event === 'close' && xml.name === element) break;
    else if (xml.name === t) inText = event === 'open';
    else if (xml.name === rPh) inReading = event === 'open';
  }
  return unescapeControls(text);
}

/** `_x000D_` stands for a control character. */
export function unescapeControls(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export class SharedStrings {
  readonly #unpack: () => Uint8Array;
  #xml: XmlBytes | undefined;
  readonly #texts: string[] = [];

  constructor(unpack: () => Uint8Array) {
    this.#unpack = unpack;
  }

  at(index: number): string | undefined {
    while (this.#texts.length <= index && this.#readOne());
    return this.#texts[index];
  }

  #readOne(): boolean {
    this.#xml ??= new XmlBytes(this.#unpack());
    const xml = this.#xml;
    for (let event = xml.next(); event !== 'end'; event = xml.next()) {
      if (event !== 'open' || xml.name !== si) continue;
      this.#texts.push(richText(xml, si));
      return true;
    }
    return false;
  }
}

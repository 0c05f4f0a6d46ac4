/** Writes XML: elements from names, attributes and children, with texts escaped. */

/** Left out where undefined. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Matches characters that XML 1.0 cannot hold: control characters, lone surrogates and two noncharacters. */
const impossible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it finds
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text that stands in an element or an attribute. */
export const escapeXml = (text: string): string =>
  text.replace(impossible, '\ufffd').replace(/[&<>"]/g, (character) => entities[character]!);

/** `<name a="1">…</name>`; `children` are XML already. */
export function element(name: string, attributes: XmlAttributes = {}, ...children: readonly string[]): string {
  const start = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${start}/>` : `<${name}${start}>${children.join('')}</${name}>`;
}

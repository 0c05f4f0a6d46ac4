/** Control characters of the data, of names and of the YAML, made visible: raw, they would steer a terminal and break XML. */

/** C0 but for tab and line feed, DEL, C1, and what turns the direction of all that follows on its line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** `␛[31m` for an escape sequence; line ends of Windows become those of everybody else. */
export const printable = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(CONTROLS, (control) => picture(control.charCodeAt(0)));

/** Control characters beyond DEL have no pictures. */
function picture(code: number): string {
  if (code === 0x7f) return '␡';
  return code > 0x7f ? '�' : String.fromCharCode(0x2400 + code);
}

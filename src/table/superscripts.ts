/** Exponents and the marks of footnotes as characters, and back. */

/** The superscripts stand in the order of what they raise. */
const [RAISED, PLAIN] = ['⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ', '0123456789-abcdefghijklmnoprstuvwxyz'];

/** Matches runs of superscript characters, for formats that set their own superscripts. */
export const superscriptRun = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+/g;

export const plainSuperscript = (run: string): string => [...run].map((c) => PLAIN[RAISED.indexOf(c)] ?? c).join('');

/** A text with every character raised that may be. */
export const raised = (text: string): string => [...text].map((c) => RAISED[PLAIN.indexOf(c)] ?? c).join('');

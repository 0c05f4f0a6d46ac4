/** Exponents as characters, and back. */

/** The superscripts stand in the order of what they raise. */
const [RAISED, PLAIN] = ['⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '0123456789-'];

/** Matches runs of superscript characters, for formats that set their own superscripts. */
export const superscriptRun = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/g;

export const plainSuperscript = (run: string): string => [...run].map((c) => PLAIN[RAISED.indexOf(c)] ?? c).join('');

export const raised = (exponent: string): string => [...exponent].map((c) => RAISED[PLAIN.indexOf(c)] ?? c).join('');

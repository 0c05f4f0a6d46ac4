/** Raised and lowered characters of Unicode, and what they raise and lower. */

/** Each stands at the place of what it raises. */
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡ';
const OF_RAISED = '0123456789-+=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχ';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉₋₊₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ';
const OF_LOWERED = '0123456789-+=()aehijklmnoprstuvxβγρφχ';

/** Matches runs of raised characters, for formats that set their own superscripts. */
export const superscriptRun = new RegExp(`[${RAISED}]+`, 'gu');

/** Matches runs of lowered characters. */
export const subscriptRun = new RegExp(`[${LOWERED}]+`, 'gu');

const plain = (from: string, to: string): ((run: string) => string) => {
  const of = new Map([...from].map((c, i) => [c, [...to][i]!]));
  return (run) => [...run].map((c) => of.get(c) ?? c).join('');
};

export const plainSuperscript = plain(RAISED, OF_RAISED);
export const plainSubscript = plain(LOWERED, OF_LOWERED);

/** A text with every character raised that may be. */
export const raised = plain(OF_RAISED, RAISED);

/** Thrown where an expression or a term has no counterpart; the message is the reason, a sentence of a comment. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable';
}

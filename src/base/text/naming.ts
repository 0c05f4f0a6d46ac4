/** Finds a variable in a text that names it: a formula, a condition, a list. */
export const naming = (variable: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${variable.replace(/[^\p{L}\p{N}\s]/gu, '\\$&')}(?![\\p{L}\\p{N}_])`, 'u');

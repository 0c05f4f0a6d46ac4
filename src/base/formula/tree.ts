/** A formula as a tree, which documents in any form are written from. */

export type Style = 'italic' | 'upright' | 'bold' | 'bold italic' | 'calligraphic' | 'blackboard' | 'typewriter';

export type MathTree =
  /** A letter, a sign or a number, as Unicode has it. */
  | { readonly is: 'sign'; readonly text: string; readonly style?: Style }
  /** A name that is set upright: `log`, `Var`. `limits` stand under it where there is room. */
  | { readonly is: 'name'; readonly text: string; readonly limits: boolean }
  /** A sign with limits: `∑`. */
  | { readonly is: 'large'; readonly text: string }
  | { readonly is: 'text'; readonly text: string; readonly style?: Style }
  /** Sixths of the quad that `\quad` is. */
  | { readonly is: 'space'; readonly width: number }
  | { readonly is: 'row'; readonly items: readonly MathTree[] }
  | { readonly is: 'fraction'; readonly above: MathTree; readonly below: MathTree; readonly bar: boolean }
  | { readonly is: 'root'; readonly of: MathTree; readonly index: MathTree | null }
  | {
      readonly is: 'scripts';
      readonly base: MathTree;
      readonly below: MathTree | null;
      readonly above: MathTree | null;
    }
  | { readonly is: 'accent'; readonly accent: Accent; readonly of: MathTree }
  /** Fences as high as what they hold; empty where TeX has a dot. */
  | { readonly is: 'fenced'; readonly open: string; readonly close: string; readonly of: MathTree }
  | {
      readonly is: 'grid';
      readonly rows: readonly (readonly MathTree[])[];
      readonly open: string;
      readonly close: string;
      /** Is true where columns are set right and left of alignment points by turns. */
      readonly aligned: boolean;
    };

export type Accent = 'hat' | 'bar' | 'tilde' | 'dot' | 'ddot' | 'vec' | 'overline' | 'underline';

export const row = (items: readonly MathTree[]): MathTree => (items.length === 1 ? items[0]! : { is: 'row', items });

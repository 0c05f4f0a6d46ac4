/** Draws a formula in MathML, which browsers set and screen readers speak. */
import type { ComponentChildren } from 'preact';
import type { MathTree } from '../../app/view/model.ts';

export const Equation = ({ formula, label }: { formula: MathTree; label: string }) => (
  <math display="block" aria-label={label}>
    {drawn(formula)}
  </math>
);

const VARIANTS = { upright: 'normal', bold: 'bold', 'bold italic': 'bold-italic' } as const;

const ACCENTS = {
  hat: '^',
  bar: '¯',
  tilde: '~',
  dot: '˙',
  ddot: '¨',
  vec: '→',
  overline: '¯',
  underline: '_',
} as const;

function drawn(tree: MathTree): ComponentChildren {
  switch (tree.is) {
    case 'sign':
      return sign(tree.text, tree.style);
    case 'name':
      return <mi mathvariant="normal">{tree.text}</mi>;
    case 'large':
      return <mo largeop>{tree.text}</mo>;
    case 'text':
      return <mtext class={tree.style?.includes('italic') ? 'italic' : undefined}>{tree.text}</mtext>;
    case 'space':
      return <mspace width={`${tree.width / 6}em`} />;
    case 'row':
      return <mrow>{tree.items.map(drawn)}</mrow>;
    case 'fraction':
      return (
        <mfrac linethickness={tree.bar ? undefined : '0'}>
          {drawn(tree.above)}
          {drawn(tree.below)}
        </mfrac>
      );
    case 'root':
      return tree.index === null ? (
        <msqrt>{drawn(tree.of)}</msqrt>
      ) : (
        <mroot>
          {drawn(tree.of)}
          {drawn(tree.index)}
        </mroot>
      );
    case 'scripts':
      return scripts(tree);
    case 'accent':
      return tree.accent === 'underline' ? (
        <munder>
          {drawn(tree.of)}
          <mo>{ACCENTS.underline}</mo>
        </munder>
      ) : (
        <mover accent>
          {drawn(tree.of)}
          <mo>{ACCENTS[tree.accent]}</mo>
        </mover>
      );
    case 'fenced':
      return fenced(tree.open, tree.close, drawn(tree.of));
    case 'grid':
      return fenced(tree.open, tree.close, grid(tree));
    default:
      return tree satisfies never;
  }
}

function sign(text: string, style: keyof typeof VARIANTS | string | undefined) {
  if (/^\d/.test(text)) return <mn>{text}</mn>;
  if (!/\p{L}/u.test(text)) return <mo>{text}</mo>;
  return <mi mathvariant={style === undefined ? undefined : VARIANTS[style as keyof typeof VARIANTS]}>{text}</mi>;
}

function scripts({ base, below, above }: MathTree & { readonly is: 'scripts' }) {
  const isOver = base.is === 'large' || (base.is === 'name' && base.limits);
  const inside = [base, below, above].flatMap((each) => (each === null ? [] : [drawn(each)]));
  if (below !== null && above !== null) return isOver ? <munderover>{inside}</munderover> : <msubsup>{inside}</msubsup>;
  if (below !== null) return isOver ? <munder>{inside}</munder> : <msub>{inside}</msub>;
  return isOver ? <mover>{inside}</mover> : <msup>{inside}</msup>;
}

const fenced = (open: string, close: string, inside: ComponentChildren) => (
  <mrow>
    {open && <mo>{open}</mo>}
    {inside}
    {close && <mo>{close}</mo>}
  </mrow>
);

/** Columns of aligned lines are set right and left by turns. */
const grid = ({ rows, aligned }: MathTree & { readonly is: 'grid' }) => (
  <mtable class={aligned ? 'aligned' : undefined}>
    {rows.map((cells, r) => (
      <mtr key={r}>
        {cells.map((cell, c) => (
          <mtd key={c}>{drawn(cell)}</mtd>
        ))}
      </mtr>
    ))}
  </mtable>
);

/** The commands of formulas that papermake knows, with the signs that they stand for. */

const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .map((pair) => [pair.slice(0, -[...pair].at(-1)!.length), [...pair].at(-1)!]),
  );

/** Letters and signs; a command stands before its sign. */
export const signs: Readonly<Record<string, string>> = {
  ...pairs(
    `
    alphaα betaβ gammaγ deltaδ epsilonϵ varepsilonε zetaζ etaη thetaθ varthetaϑ iotaι kappaκ lambdaλ muμ nuν xiξ piπ varpiϖ rhoρ varrhoϱ
    sigmaσ varsigmaς tauτ upsilonυ phiϕ varphiφ chiχ psiψ omegaω GammaΓ DeltaΔ ThetaΘ LambdaΛ XiΞ PiΠ SigmaΣ UpsilonΥ PhiΦ PsiΨ OmegaΩ
    times× cdot⋅ div÷ pm± mp∓ ast∗ star⋆ circ∘ bullet∙ oplus⊕ otimes⊗ le≤ leq≤ ge≥ geq≥ ne≠ neq≠ ll≪ gg≫ equiv≡ approx≈ sim∼ simeq≃ cong≅
    propto∝ mid∣ parallel∥ perp⊥ in∈ notin∉ ni∋ subset⊂ subseteq⊆ supset⊃ supseteq⊇ cup∪ cap∩ setminus∖ emptyset∅ varnothing∅ forall∀ exists∃
    neg¬ land∧ wedge∧ lor∨ vee∨ to→ rightarrow→ leftarrow← leftrightarrow↔ uparrow↑ downarrow↓ Rightarrow⇒ Leftarrow⇐ Leftrightarrow⇔ iff⟺ mapsto↦ longrightarrow⟶
    implies⟹ infty∞ partial∂ nabla∇ ell ℓ hbarℏ Reℜ Imℑ aleph ℵ ldots… dots… cdots⋯ vdots⋮ ddots⋱ prime′ dagger† angle∠ triangle△ square□
    langle⟨ rangle⟩ lfloor⌊ rfloor⌋ lceil⌈ rceil⌉ lvert| rvert| vert| lVert‖ rVert‖ Vert‖ degree°
  `
      .replace(/ell ℓ/, 'ellℓ')
      .replace(/aleph ℵ/, 'alephℵ'),
  ),
  '{': '{',
  '}': '}',
  '|': '‖',
  '%': '%',
  $: '$',
  '#': '#',
  '&': '&',
  _: '_',
  lbrace: '{',
  rbrace: '}',
};

/** Signs with limits. */
export const large: Readonly<Record<string, string>> = pairs(
  'sum∑ prod∏ coprod∐ int∫ iint∬ oint∮ bigcup⋃ bigcap⋂ bigoplus⨁ bigotimes⨂',
);

export const names: ReadonlySet<string> = new Set(
  'arccos arcsin arctan cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh'.split(' '),
);
/** Names under which limits stand. */
export const limitNames: ReadonlySet<string> = new Set(
  'argmax argmin det gcd inf lim liminf limsup max min Pr sup plim'.split(' '),
);

/** Sixths of a quad. */
export const spaces: Readonly<Record<string, number>> = {
  ',': 1,
  ':': 1.33,
  '>': 1.33,
  ';': 1.67,
  ' ': 1.5,
  '!': 0,
  quad: 6,
  qquad: 12,
};

export const accents: Readonly<Record<string, string>> = {
  hat: 'hat',
  widehat: 'hat',
  bar: 'bar',
  tilde: 'tilde',
  widetilde: 'tilde',
  dot: 'dot',
  ddot: 'ddot',
  vec: 'vec',
  overline: 'overline',
  underline: 'underline',
};

export const styles: Readonly<Record<string, string>> = {
  mathrm: 'upright',
  mathit: 'italic',
  mathbf: 'bold',
  boldsymbol: 'bold italic',
  bm: 'bold italic',
  mathcal: 'calligraphic',
  mathbb: 'blackboard',
  mathtt: 'typewriter',
};

/** Commands of texts, with the style of each. */
export const texts: Readonly<Record<string, string | null>> = {
  text: null,
  textrm: null,
  mbox: null,
  textit: 'italic',
  textbf: 'bold',
};

/** Environments of rows, with their fences. */
export const grids: Readonly<Record<string, readonly [open: string, close: string, aligned: boolean]>> = {
  matrix: ['', '', false],
  pmatrix: ['(', ')', false],
  bmatrix: ['[', ']', false],
  vmatrix: ['|', '|', false],
  cases: ['{', '', false],
  aligned: ['', '', true],
  align: ['', '', true],
  'align*': ['', '', true],
  split: ['', '', true],
  gathered: ['', '', true],
};

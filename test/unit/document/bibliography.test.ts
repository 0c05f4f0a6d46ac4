import { describe, expect, it } from 'vitest';
import { keysOfBibliography } from '../../../src/document/bibliography.ts';
import { circlesIn } from '../../../src/document/circles.ts';
import { citedIn, type StyledWords } from '../../../src/document/cited.ts';

const BIB = String.raw`@comment{ignored, x = {y}}
@article{hansen1999, author = {Hansen, Bruce E.}, title = {Threshold effects {in} panels},
  journal = "Journal of Econometrics", volume = {93}, number = 2, pages = {345--368}, year = 1999}
@Book{two, author={Lind, Jo Thori and Halvor Mehlum}, title={A \& B @article{no, x}}, publisher={Press}, year={2010}}
@misc{wei, author={隋子怡 and 王五}, title={城乡差距}, year={2024}}
`;

describe('a bibliography', () => {
  it('has its entries by their keys', () => expect([...keysOfBibliography(BIB)]).toEqual(['hansen1999', 'two', 'wei']));
});

describe('what goes round in a circle', () => {
  it.each([
    ['@book{a, crossref={a}, title={T}}', 'a → a'],
    ['@inbook{a, title={T}, CrossRef = "b"}\n@book{b, crossref = {c}}\n@book{c, crossref={b}}', 'b → c → b'],
    ['@book{a, xdata={c, b}}\n@xdata{b, xdata={a}}', 'a → b → a'],
    ['@string{x = "A" # x} @book{a, title=x}', 'x → x'],
    ['@string{x = y # {B}}\n@string(y = x)\n@book{a, title=x}', 'x → y → x'],
    ['@string{k = "a"}\n@book{a, crossref=k}', 'a → a'],
  ])('is found in %s', (bib, names) => expect(circlesIn(bib).map((each) => each.names.join(' → '))).toEqual([names]));

  it.each([
    '@book{A, crossref={a}, title={T}}',
    '@string{A = a} @string{jan = "January"} @book{k, title=A, month=jan}',
    '@inbook{a, crossref={c}}\n@inbook{b, crossref={c}}\n@book{c, title={a}}',
    '@book{a, xref={b}}\n@book{b, xref={a}, related={a}}',
  ])('is not in %s', (bib) => expect(circlesIn(bib)).toEqual([]));

  it('is found however long it is, at its first work', () => {
    const works = Array.from({ length: 20_000 }, (_, i) => `@book{w${i}, crossref={w${(i + 1) % 20_000}}}\n`).join('');
    const [circle, ...more] = circlesIn(works);
    expect(more).toEqual([]);
    expect(circle!.names).toHaveLength(20_001);
    expect(works.slice(...circle!.at)).toBe('w0');
  });
});

const told = (words: readonly StyledWords[]): string =>
  words
    .map(({ text, italic, raised, note }) =>
      note ? `[^${told(note)}]` : italic ? `*${text}*` : raised ? `^${text}^` : text,
    )
    .join('');

describe('a page of citations', () => {
  it('has each of them, and the list in its order', () => {
    const { citations, entries } = citedIn(
      '<html><body><p>(<a href="#a" role="doc-biblioref">Hansen 1999</a>; R&amp;D)</p>\n<p><sup>[</sup><a><sup>1</sup></a></p>' +
        '<section role="doc-bibliography"><h2>B</h2><ul><li id="a"><span class="prefix"><a role="doc-backlink">[1]</a></span> Hansen. <em>J</em> 93.</li></ul></section></body></html>',
    );
    expect(citations.map(told)).toEqual(['(Hansen 1999; R&D)', '^[^^1^']);
    expect(entries.map(told)).toEqual(['[1] Hansen. *J* 93.']);
  });

  it('has the notes of styles that cite in notes', () => {
    const { citations } = citedIn(
      '<body><p><a href="#n" role="doc-noteref"><sup>1</sup></a></p><section role="doc-endnotes"><ol>' +
        '<li id="n"><a role="doc-backlink"><sup>1</sup></a><a>Hansen, <em>J</em></a>.</li></ol></section></body>',
    );
    expect(citations.map(told)).toEqual(['[^Hansen, *J*.]']);
  });
});

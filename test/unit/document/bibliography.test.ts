import { describe, expect, it } from 'vitest';
import { authorsOf, entryOf, inOrder, readBibliography, yearsOf } from '../../../src/document/bibliography.ts';

const BIB = String.raw`@comment{ignored, x = {y}}
@article{hansen1999, author = {Hansen, Bruce E.}, title = {Threshold effects {in} panels},
  journal = "Journal of Econometrics", volume = {93}, number = 2, pages = {345--368}, year = 1999}
@Book{two, author={Lind, Jo Thori and Halvor Mehlum}, title={A \& B}, publisher={Press}, year={2010}}
@article{m1, author={M{\"u}ller, J{\'o}zsef and Others, A. and More, B.}, title={B}, journal={J}, date={2001-03}}
@article{m2, author={M\"uller, J\'ozsef and Others, A. and More, B.}, title={A}, journal={J}, year={2001}, doi={10.1/x}}
@misc{wei, author={隋子怡 and 王五}, title={城乡差距}, year={2024}}
`;

const works = readBibliography(BIB);
const [hansen, two, m1, m2, wei] = [...works.values()];
const told = (key: string): string =>
  entryOf(works.get(key)!, yearsOf([...works.values()]).get(key)!)
    .map(({ text, italic }) => (italic ? `*${text}*` : text))
    .join('');

describe('a bibliography', () => {
  it('has its entries by their keys', () =>
    expect([...works.keys()]).toEqual(['hansen1999', 'two', 'm1', 'm2', 'wei']));

  it('is cited by author and year, with a letter where these are the same', () => {
    expect([hansen, two, m1, m2, wei].map((each) => authorsOf(each!))).toEqual([
      'Hansen',
      'Lind and Mehlum',
      'Müller et al.',
      'Müller et al.',
      '隋子怡、王五',
    ]);
    expect([...yearsOf([...works.values()])]).toEqual([
      ['hansen1999', '1999'],
      ['two', '2010'],
      ['m2', '2001a'],
      ['m1', '2001b'],
      ['wei', '2024'],
    ]);
    expect(inOrder([m1!, two!, hansen!]).map(({ key }) => key)).toEqual(['hansen1999', 'two', 'm1']);
  });

  it('is listed as economists list', () => {
    expect(told('hansen1999')).toBe(
      'Hansen, Bruce E. 1999. “Threshold effects in panels.” *Journal of Econometrics* 93 (2): 345–368.',
    );
    expect(told('two')).toBe('Lind, Jo Thori, and Halvor Mehlum. 2010. *A & B.* Press.');
    expect(told('m2')).toBe('Müller, József, A. Others, and B. More. 2001a. “A.” *J*. https://doi.org/10.1/x.');
  });
});

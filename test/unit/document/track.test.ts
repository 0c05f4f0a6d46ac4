/** Tracked changes of `papermake update`: accepted they are what it puts there without them, and rejected the file as it came. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf } from '../../../src/document/number-marks.ts';
import { type Updated, updateWord } from '../../../src/document/update/update.ts';
import { Marking } from '../../../src/document/word/marks/control.ts';
import { around, attributeOf, elementsOf, within } from '../../../src/document/word/marks/tree.ts';
import { wordsOf } from '../../../src/document/word/marks/words.ts';
import { plain, resolved, type Verdict, withoutBefore } from '../../support/resolved.ts';
import {
  bodyOf,
  bodyWith,
  edited,
  edits,
  fileOf,
  NEW,
  NEW_CELLS,
  number,
  OLD,
  OLD_CELLS,
  run,
} from '../../support/word-edits.ts';

/** The form of a number in a mark that says none. */
const PLAIN = formOf({ printed: '' });
const tracking = { author: 'A & B', date: '2026-03-01T00:00:00Z' };
const LATER = ['1.11', '2.12', '3.13', '4.14', '5.15'];
const LATER_CELLS = ['z6', 'z7'];

/** Says that no insertion of papermake's stands in another insertion. */
function tracked(came: Uint8Array, body: string): Updated {
  const updated = updateWord(came, fileOf(body), { tracking });
  const xml = `<x>${bodyOf(updated.bytes)}</x>`;
  for (const each of within(elementsOf(xml)))
    if (each.name === 'w:ins' && attributeOf(xml, each, 'w:author') === tracking.author)
      expect(around(each, 'w:ins')).toBeUndefined();
  return updated;
}

const untracked = (came: Uint8Array, body: string): Updated => updateWord(came, fileOf(body));
const bodyIn = (bytes: Uint8Array): string => bodyOf(bytes);
const as = (verdict: Verdict, bytes: Uint8Array): Uint8Array =>
  fileOf(resolved(`<x>${bodyIn(bytes)}</x>`, verdict).slice(3, -4));
/** The body of a file with its changes accepted or rejected, and its marks. */
const said = (verdict: Verdict, bytes: Uint8Array): string => plain(bodyIn(as(verdict, bytes)));
const words = (bytes: Uint8Array, verdict: Verdict = 'accept'): string => {
  const xml = `<x>${bodyIn(as(verdict, bytes))}</x>`;
  return wordsOf(xml, elementsOf(xml));
};

/** Other results: of the same shape, with a table of another one, and in part as they are. */
const results = fc.constantFrom(
  bodyWith(NEW, NEW_CELLS),
  bodyWith(NEW, [...NEW_CELLS, 'y8']),
  bodyWith([...OLD.slice(0, 2), ...NEW.slice(2)], [OLD_CELLS[0]!, NEW_CELLS[1]!]),
);
const laters = fc.constantFrom(
  bodyWith(LATER, LATER_CELLS),
  bodyWith(LATER, [...LATER_CELLS, 'z8', 'z9']),
  bodyWith([...LATER.slice(0, 2), ...NEW.slice(2)], [LATER_CELLS[0]!, NEW_CELLS[1]!]),
);

describe('tracked changes', () => {
  it('are accepted as what is put there without them, and rejected as the file came, whatever readers did', () => {
    fc.assert(
      fc.property(edits, results, (changes, body) => {
        const came = fileOf(changes.reduce(edited, bodyWith(OLD, OLD_CELLS)));
        const { bytes, outcomes } = tracked(came, body);
        const without = untracked(came, body);
        expect(outcomes).toEqual(without.outcomes);
        expect(withoutBefore(said('accept', bytes))).toBe(said('accept', without.bytes));
        expect(withoutBefore(said('reject', bytes), true)).toBe(withoutBefore(said('reject', came), true));
        // Nothing is put there but by changes.
        if (bytes !== came) expect(bodyIn(bytes)).toContain('w:author="A &amp; B" w:date="2026-03-01T00:00:00Z"');
        const again = tracked(bytes, body);
        expect(again.bytes).toBe(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('are known again when they are accepted, rejected or still open', () => {
    fc.assert(
      fc.property(edits, results, laters, fc.boolean(), (changes, body, later, isTracked) => {
        const came = fileOf(changes.reduce(edited, bodyWith(OLD, OLD_CELLS)));
        const { bytes } = tracked(came, body);
        const then = isTracked ? tracked : untracked;
        const straight = untracked(untracked(came, body).bytes, later).bytes;
        const accepted = then(as('accept', bytes), later).bytes;
        expect(words(accepted)).toBe(words(untracked(as('accept', untracked(came, body).bytes), later).bytes));
        const rejected = then(as('reject', bytes), later).bytes;
        expect(words(rejected)).toBe(words(untracked(as('reject', came), later).bytes));
        const open = then(bytes, later).bytes;
        expect(words(open)).toBe(words(straight));
        // Without tracking, what is in no open change is put there as it is.
        if (isTracked) expect(words(open, 'reject')).toBe(words(came, 'reject'));
        const back = then(bytes, bodyWith(OLD, OLD_CELLS)).bytes;
        expect(words(back)).toBe(words(untracked(came, bodyWith(OLD, OLD_CELLS)).bytes));
        expect(bodyIn(back)).not.toContain('w:author="A &amp; B"');
      }),
      { numRuns: 300 },
    );
  });

  it('keep what else stands in a run, and the look of its words', () => {
    const look = '<w:rPr><w:b/></w:rPr>';
    const came = fileOf(
      bodyWith(OLD, OLD_CELLS).replace(run('1.01'), `<w:r w:rsidR="1">${look}<w:t>1.</w:t><w:tab/><w:t>01</w:t></w:r>`),
    );
    const { bytes } = tracked(came, bodyWith(NEW, OLD_CELLS));
    expect(bodyIn(bytes)).toContain(`${look}<w:t xml:space="preserve">1.91</w:t></w:r></w:ins>`);
    expect(bodyIn(bytes)).toContain(`<w:r w:rsidR="1">${look}<w:tab/></w:r>`);
    expect(words(bytes, 'reject')).toBe(words(came));
  });

  it('change the shape of a table with its rows', () => {
    const table = (shape: string, rows: readonly (readonly string[])[]): string => {
      const row = (cells: readonly string[]): string =>
        `<w:tr>${cells.map((cell) => `<w:tc><w:p><w:pPr><w:jc/></w:pPr>${run(cell)}</w:p></w:tc>`).join('')}</w:tr>`;
      const properties = `<w:tblPr><w:jc w:val="${shape}"/></w:tblPr><w:tblGrid><w:gridCol w:w="${rows.length}"/></w:tblGrid>`;
      return new Marking().ofTable('t').marked('grid', `<w:tbl>${properties}${rows.map(row).join('')}</w:tbl>`);
    };
    const came = fileOf(table('left', [['a', 'b'], ['c', 'd']])); // biome-ignore format: rows of a table
    const body = table('right', [['a'], ['c'], ['e']]); // biome-ignore format: rows of a table
    const { bytes } = tracked(came, body);
    expect(bodyIn(bytes)).toContain('<w:tblPrChange ');
    expect(withoutBefore(said('accept', bytes))).toBe(plain(body));
    expect(said('reject', bytes)).toBe(plain(bodyIn(came)));
    for (const later of [table('left', [['f']]), table('right', [['g'], ['h'], ['i']])])
      for (const then of [tracked, untracked]) {
        const { bytes: next, outcomes } = then(bytes, later);
        expect(outcomes.map(({ verdict }) => verdict)).toEqual(['updated']);
        expect(withoutBefore(said('accept', next))).toBe(plain(later));
        expect(said('reject', next)).toBe(plain(bodyIn(came)));
      }
    expect(said('accept', untracked(bytes, bodyIn(came)).bytes)).toBe(plain(bodyIn(came)));
  });

  it('fill a mark that a reader typed, in whatever runs', () => {
    const typed = '<w:p><w:r><w:t>I see {{p</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>m a}} now</w:t></w:r></w:p>';
    const came = fileOf(typed + bodyWith(OLD, OLD_CELLS));
    const { bytes, outcomes } = tracked(came, `<w:p>${number('a', '1.91', PLAIN)}</w:p>${bodyWith(NEW, NEW_CELLS)}`);
    expect(outcomes).toContainEqual({ verdict: 'updated', kind: 'number', of: 'a', stands: '{{pm a}}', now: '1.91' });
    expect(words(bytes)).toMatch(/^I see 1\.91 now/);
    expect(words(bytes, 'reject')).toBe(words(came));
    expect(said('reject', bytes).match(/<w:sdt>/g)).toHaveLength(5);
    for (const then of [tracked, untracked])
      expect(
        words(then(bytes, `<w:p>${number('a', '1.11', PLAIN)}</w:p>${bodyWith(LATER, LATER_CELLS)}`).bytes),
      ).toMatch(/^I see 1\.11 now/);
  });

  it('take a change by which a reader put back what was placed for no change of papermake', () => {
    const change = 'w:id="1" w:author="A"';
    const kept = `<w:del ${change}><w:r><w:delText>9</w:delText></w:r></w:del><w:ins ${change}>${run('1.01')}</w:ins>`;
    const came = fileOf(bodyWith(OLD, OLD_CELLS).replace(run('1.01'), kept));
    const { bytes, outcomes } = tracked(came, bodyWith(NEW, NEW_CELLS));
    expect(bodyIn(bytes)).toContain(kept);
    expect(outcomes[0]).toMatchObject({ verdict: 'blocked', of: 'a' });
  });
});

describe('a text box', () => {
  const box = (first: string, other = first): string =>
    `<w:p>${run('before ')}<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>${first}</w:txbxContent></wps:txbx></mc:Choice>` +
    `<mc:Fallback><v:textbox><w:txbxContent>${other}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>${run(' behind')}</w:p>`;
  const inBox = (text: string): string => `<w:p>${run('in a box ')}${number('a', text, PLAIN)}</w:p>`;

  it('is updated in both its forms, and told once', () => {
    const came = fileOf(box(inBox('1.01')));
    for (const update of [tracked, untracked]) {
      const { bytes, outcomes } = update(came, inBox('1.91'));
      expect(outcomes).toEqual([{ verdict: 'updated', kind: 'number', of: 'a', stands: '1.01', now: '1.91' }]);
      expect(words(bytes)).toBe('before in a box 1.91in a box 1.91 behind');
    }
  });

  it('tells an edit of one form alone', () => {
    const { outcomes } = untracked(fileOf(box(inBox('1.01'), inBox('1.01').replace('1.01', '1.02'))), inBox('1.91'));
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['updated', 'edited']);
  });

  it('has typed marks filled in each form that differs from the other', () => {
    const [a, b] = ['a', 'b'].map((of) => `<w:p>${run(`in {{pm ${of}}}`)}</w:p>`);
    const body = `<w:p>${number('a', '1.91', PLAIN)}${number('b', '2.92', PLAIN)}</w:p>`;
    for (const update of [tracked, untracked])
      expect(words(update(fileOf(box(a!, b)), body).bytes)).toBe('before in 1.91in 2.92 behind');
  });

  it('has its typed marks filled in both forms, and those of the paragraph around it', () => {
    const typed = `<w:p>${run('in {{pm a}}')}</w:p>`;
    const came = fileOf(inBox('1.01') + box(typed).replace(' behind', ' behind {{pm a}}'));
    for (const update of [tracked, untracked]) {
      const { bytes, outcomes } = update(came, inBox('1.91'));
      expect(outcomes.map(({ stands }) => stands)).toEqual(['1.01', '{{pm a}}', '{{pm a}}']);
      expect(words(bytes)).toBe('in a box 1.91before in 1.91in 1.91 behind 1.91');
      expect(update(bytes, inBox('1.91')).bytes).toBe(bytes);
    }
  });
});

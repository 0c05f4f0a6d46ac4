/** Reads what a driver wrote down as answers: of scripts that ran to their end, and why others have none. */
import { expect, it } from 'vitest';
import { asked, type CutShort } from '../../../../steps/lib/witness/answers.ts';
import { engineOf } from '../../../../steps/lib/witness/engines.ts';
import type { Subject, SubjectValue } from '../../../../steps/lib/witness/subject.ts';

const value: SubjectValue = { cell: 'x: coefficient', ours: 1, is: 'coefficient', term: 'x' };
const block = { node: 'm', lines: [], cells: 1, missing: [], packages: [] };
const subjects = ['a', 'b', 'c', 'd'].map(
  (node): Subject => ({ node, data: undefined, block, values: [value], fit: undefined, of: '' }),
);
const scripts = new Map(subjects.map((subject) => [`${subject.node}.R`, subject]));

/** a answered, b stopped by itself, c was under way, d had not begun. */
const TOLD = `at\ta.R\nvalue\ta: x: coefficient\t1.5\t1\nend\nat\tb.R\nat\tc.R\nvalue\tc: x: coefficient\t1.5\t1\n`;

const found = (cut: CutShort): string[] => {
  const all = asked(TOLD, scripts, engineOf('r'), cut);
  return subjects.map((subject) => {
    const each = all.get(subject)!;
    return each.is === 'answered' ? String(each.answers.get(value)!.got) : each.why;
  });
};

it('where an engine was stopped, the script under way was, and those behind it', () => {
  const late = 'R ran longer than its `timeout` of 60 s';
  expect(found({ before: late, within: late })).toEqual(['1.5', 'R stopped in the script of this result', late, late]);
});

it('where an engine ended by itself, the script under way is the one that it stopped in', () => {
  expect(found({ before: 'R ended' })).toEqual([
    '1.5',
    'R stopped in the script of this result',
    'R stopped in the script of this result',
    'R ended',
  ]);
});

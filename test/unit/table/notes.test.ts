/** The notes that a table makes from its results. */
import { describe, expect, it } from 'vitest';
import { build, fitOf, node, term } from '../../golden/fixtures.ts';

const fit = fitOf([term('NQP', 1.5, 0.4, 0.001), term('DigEco', 0.2, 0.1, 0.04)], {
  stats: { r2: 0.5, sargan: { invalid: 'reported as `hansenJ` for `DigEco`' } },
});
const notesOf = (entry: object): string => {
  const groups = [{ title: null, sources: [node('baseline', fit)] }];
  return build({ name: 'notes', entry, groups }).notes.join(' ');
};

describe('notes', () => {
  it('call statistics and variables by their labels', () => {
    const notes = notesOf({ stats: ['sargan'] });
    expect(notes).toContain('Sargan: reported as Hansen J for Digital economy');
  });

  it('say what stands below the estimates without brackets', () => {
    expect(notesOf({ cell: '{b}{stars}\n{ci}' })).toContain(
      '95% confidence intervals below the estimates; standard errors',
    );
    expect(notesOf({ cell: '{b} {lo} {hi}', lang: 'zh' })).toContain('估计值旁为95% 置信区间');
  });
});

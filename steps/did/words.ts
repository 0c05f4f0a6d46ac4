/** Phrases of tables of Goodman-Bacon decompositions, by language. */

const english = {
  types: {
    treated_vs_untreated: 'Treated vs never treated',
    later_vs_always: 'Later vs always treated',
    earlier_vs_later: 'Earlier vs later treated',
    later_vs_earlier: 'Later vs earlier treated',
  },
  twfe: 'Two-way fixed effects',
};

const chinese: typeof english = {
  types: {
    treated_vs_untreated: '处理组对从未处理组',
    later_vs_always: '后处理组对始终处理组',
    earlier_vs_later: '先处理组对后处理组',
    later_vs_earlier: '后处理组对先处理组',
  },
  twfe: '双向固定效应',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };

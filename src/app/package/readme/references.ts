/** The README's references: the data as they are cited, and papermake. */
import { type Field, inline } from './field.ts';

const references: Field = {
  name: 'references',
  tells: 'the citations of all data, and of papermake',
  by: 'papermake',
  write: ({ sources, version }) => {
    const cited = sources.flatMap(({ declared: { citation } }) => (citation === undefined ? [] : [inline(citation)]));
    return [...new Set([...cited, `the papermake authors: papermake, version ${version}`])]
      .sort()
      .map((each) => `- ${each}`);
  },
};

const accepted: Field = {
  name: 'accepted findings',
  tells: 'findings of scans that the authors explain',
  by: 'papermake',
  write: ({ declared: { accept = [] } }, say) =>
    accept.map(({ of, because }) =>
      say(`- \`${of}\` stands as it is: ${inline(because)}`, `- \`${of}\` 予以保留：${inline(because)}`),
    ),
};

export const closing: readonly Field[] = [references, accepted];

/** `CITATION.cff` (Citation File Format 1.2.0), which GitHub and Zotero read. */
import { stringify } from 'yaml';
import { defined } from '../../../base/defined.ts';
import { type DepositFormat, describe, nameParts } from './format.ts';

export const citation: DepositFormat = {
  path: 'CITATION.cff',
  of: 'GitHub, Zotero',
  write(facts) {
    const { authors = [], licence, doi } = facts.declared;
    const persons = authors.map(({ name, affiliation, orcid }) => {
      const { family, given } = nameParts(name);
      return defined({
        'family-names': family,
        'given-names': given === '' ? undefined : given,
        affiliation,
        orcid: orcid && `https://orcid.org/${orcid}`,
      });
    });
    return stringify(
      defined({
        'cff-version': '1.2.0',
        message: 'If you use this replication package, please cite it as below.',
        type: 'dataset',
        title: facts.title || facts.pipeline,
        abstract: describe(facts),
        authors: persons,
        license: licence,
        doi,
      }),
    );
  },
};

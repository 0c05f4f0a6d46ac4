/** `.zenodo.json`, which Zenodo reads from a repository or beside an upload. */
import { defined } from '../../../base/defined.ts';
import { type DepositFormat, describe, json, titleOf } from './format.ts';

export const zenodo: DepositFormat = {
  path: '.zenodo.json',
  of: 'Zenodo',
  write(facts) {
    const { authors = [], licence } = facts.declared;
    return json(
      defined({
        title: titleOf(facts),
        upload_type: 'dataset',
        description: describe(facts),
        creators: authors.map(({ name, affiliation, orcid }) => defined({ name, affiliation, orcid })),
        access_right: 'open',
        license: licence?.toLowerCase(),
        keywords: ['replication package', 'reproducible research'],
        references: facts.sources.flatMap(({ declared }) => declared.citation ?? []),
      }),
    );
  },
};

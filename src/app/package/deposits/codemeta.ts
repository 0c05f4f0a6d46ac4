/** `codemeta.json` (CodeMeta 3.0), which software archives read. */
import { defined } from '../../../base/defined.ts';
import { type DepositFormat, describe, json, nameParts } from './format.ts';

export const codemeta: DepositFormat = {
  path: 'codemeta.json',
  of: 'Software Heritage, archives of software',
  write(facts) {
    const { authors = [], licence, doi } = facts.declared;
    return json(
      defined({
        '@context': 'https://w3id.org/codemeta/3.0',
        '@type': 'SoftwareSourceCode',
        name: facts.title || facts.pipeline,
        description: describe(facts),
        author: authors.map(({ name, affiliation, orcid }) => {
          const { family, given } = nameParts(name);
          return defined({
            '@type': 'Person',
            '@id': orcid && `https://orcid.org/${orcid}`,
            familyName: family,
            givenName: given,
            affiliation: affiliation && { '@type': 'Organization', name: affiliation },
          });
        }),
        license: licence && `https://spdx.org/licenses/${licence}`,
        identifier: doi,
        runtimePlatform: 'Node.js 20.19 or later',
        softwareRequirements: [`papermake ${facts.version}`, ...facts.versions],
      }),
    );
  },
};

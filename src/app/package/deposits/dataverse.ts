/** `dataverse.json`, the citation block of Dataverse's native API; the address of a contact, which it asks for too, is typed there. */
import { type DepositFormat, describe, json, titleOf } from './format.ts';

interface DataverseField {
  readonly typeName: string;
  readonly typeClass: 'primitive' | 'compound' | 'controlledVocabulary';
  readonly multiple: boolean;
  readonly value: unknown;
}

const text = (typeName: string, value: string): DataverseField => ({
  typeName,
  typeClass: 'primitive',
  multiple: false,
  value,
});

const group = (...fields: readonly DataverseField[]): Record<string, DataverseField> =>
  Object.fromEntries(fields.map((field) => [field.typeName, field]));

export const dataverse: DepositFormat = {
  path: 'dataverse.json',
  of: 'Dataverse',
  write(facts) {
    const { authors = [] } = facts.declared;
    const people = authors.map(({ name, affiliation, orcid }) =>
      group(
        text('authorName', name),
        ...(affiliation === undefined ? [] : [text('authorAffiliation', affiliation)]),
        ...(orcid === undefined ? [] : [text('authorIdentifier', orcid)]),
      ),
    );
    const fields: readonly DataverseField[] = [
      text('title', titleOf(facts)),
      { typeName: 'author', typeClass: 'compound', multiple: true, value: people },
      {
        typeName: 'dsDescription',
        typeClass: 'compound',
        multiple: true,
        value: [group(text('dsDescriptionValue', describe(facts)))],
      },
      { typeName: 'subject', typeClass: 'controlledVocabulary', multiple: true, value: ['Social Sciences'] },
      {
        typeName: 'dataSources',
        typeClass: 'primitive',
        multiple: true,
        value: facts.sources.flatMap(({ declared }) => declared.citation ?? []),
      },
    ];
    return json({ datasetVersion: { metadataBlocks: { citation: { displayName: 'Citation Metadata', fields } } } });
  },
};

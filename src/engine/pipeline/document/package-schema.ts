/** The schema of `package:`, which says of a replication package what papermake cannot know. */
import Type from 'typebox';
import { optional, strict } from '../../../base/schema.ts';

const Author = strict({
  name: Type.String({ minLength: 1, description: 'family name and given names, as in `Ostrom, Elinor`' }),
  affiliation: optional.text('where the author works'),
  orcid: Type.Optional(
    Type.String({ pattern: '^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$', description: 'as in `0000-0002-1825-0097`' }),
  ),
});

const StandIn = strict({
  cell: Type.Optional(
    Type.Integer({
      minimum: 3,
      description: 'how many units must share a value before it is shown, rows where there is no panel (10)',
    }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'the seed of the draws (1)' })),
  keeps: Type.Optional(
    Type.Array(Type.Enum(['correlations', 'panel', 'missing']), {
      description:
        'what of the original is kept beside the distribution of each column: correlations, the structure of the panel, shares of missing values (all)',
    }),
  ),
  open: optional.texts('columns of which every value may be known, as the names of provinces'),
});

const Source = strict({
  citation: optional.text('how the data are cited: authors, year, title, publisher, DOI'),
  licence: optional.text('the terms under which the data are used or passed on: `CC-BY-4.0`, or a sentence'),
  url: optional.text('the page from which anybody gets the data'),
  access: optional.text('how others get the data, with fees and the time that it takes'),
  provided: optional.flag('whether the authors may pass the data on, so that the package holds them'),
  stand_in: Type.Optional({
    ...StandIn,
    description:
      'the recipe of stand-in data, on which everything runs where the data are not passed on; `{}` takes what is usual',
  }),
});

const Accepted = strict({
  of: Type.String({ minLength: 1, description: 'the finding, as `papermake package` names it: `SCAN:FILE`' }),
  because: Type.String({ minLength: 1, description: 'the reason, in a sentence' }),
});

export const PackageKeys = Type.Optional(
  Type.Object(
    {
      authors: Type.Optional(Type.Array(Author, { minItems: 1, description: 'the authors of the paper' })),
      licence: optional.text('the licence of the code, as SPDX names it: `MIT`, `BSD-3-Clause`, `CC0-1.0`'),
      doi: optional.text('the DOI of the paper or of the deposit'),
      image: Type.Optional(
        Type.String({
          pattern: '@sha256:[0-9a-f]{64}$',
          description: 'the image of the container recipe, by its digest: `node:22-bookworm-slim@sha256:…`',
        }),
      ),
      sources: optional.map(Source, 'each step that reads data → where these are from'),
      include: optional.texts('further files: licences, read-me files of data, questionnaires'),
      accept: Type.Optional(Type.Array(Accepted, { description: 'findings of scans that are none, with reasons' })),
    },
    {
      additionalProperties: false,
      description: 'what a replication package says and papermake cannot know (docs/package.md)',
    },
  ),
);

/** `osf.json`, with which the Open Science Framework makes a project (API v2, `POST /v2/nodes/`); whoever has an account there adds the contributors. */
import { type DepositFormat, describe, json, titleOf } from './format.ts';

export const osf: DepositFormat = {
  path: 'osf.json',
  of: 'Open Science Framework',
  write: (facts) =>
    json({
      data: {
        type: 'nodes',
        attributes: {
          title: titleOf(facts),
          category: 'data',
          description: describe(facts),
          tags: ['replication package', 'reproducible research'],
          public: false,
        },
      },
    }),
};

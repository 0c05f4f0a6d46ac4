/** The internal kind `bridge-versions`: the versions of a program and its packages, which are in the keys of what they estimate. */
import { Type } from 'typebox';
import { defineStep, type RunContext } from '../src/engine/step.ts';
import { languageOf } from './lib/bridge/languages.ts';
import { askVersions } from './lib/bridge/run.ts';
import { neededByCall, neededPackages } from './lib/bridge/started.ts';
import { askedThere } from './lib/command/versions-there.ts';

/** The node's inputs are files that change with the versions, so that programs are asked again only when one of those has changed. */
export default defineStep({
  name: 'bridge-versions',
  summary: 'What R, Python or Stata and their packages say their versions are',
  internal: true,
  artifact: 'versions',
  cost: 'external',
  starts: (params) => `${languageOf((params as { language: string }).language).title}, to ask for versions`,
  programs: (given, how) => neededByCall(given, how),
  packages: (given, how) => neededPackages(given, how),
  params: Type.Object({
    language: Type.String(),
    packages: Type.Array(Type.String()),
    env: Type.Record(Type.String(), Type.String()),
    cluster: askedThere,
  }),
  run: (context) => askVersions(context as RunContext<unknown>),
});

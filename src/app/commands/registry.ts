/** THE list of commands, in the order `--help` shows them. */
import type { Command } from '../command.ts';
import { cache } from './cache.ts';
import { cancel } from './cancel.ts';
import { certificate } from './certificate.ts';
import { check } from './check.ts';
import { clean } from './clean.ts';
import { compare } from './compare.ts';
import { completion } from './completion.ts';
import { deviations } from './deviations.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { fsck } from './fsck.ts';
import { gc } from './gc.ts';
import { graph } from './graph.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { lsp } from './lsp.ts';
import { mcp } from './mcp.ts';
import { packageCommand } from './package.ts';
import { reader } from './reader.ts';
import { register } from './register.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { selfCheck } from './self-check.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { trials } from './trials.ts';
import { trust } from './trust.ts';
import { update } from './update.ts';
import { verify } from './verify.ts';
import { view } from './view.ts';
import { watch } from './watch.ts';
import { why } from './why.ts';
import { witness } from './witness.ts';
import { work } from './work.ts';

export const commands: readonly Command[] = [
  run,
  status,
  why,
  show,
  diff,
  check,
  compare,
  trials,
  register,
  deviations,
  certificate,
  verify,
  watch,
  view,
  report,
  exportCommand,
  packageCommand,
  reader,
  sync,
  update,
  witness,
  graph,
  init,
  importCommand,
  doctor,
  selfCheck,
  trust,
  schema,
  completion(() => commands),
  cache,
  cancel,
  clean,
  gc,
  fsck,
  mcp(() => commands),
  lsp,
  work,
];

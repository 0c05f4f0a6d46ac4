/** THE list of tools, in the order in which agents are told of them. */
import type { Tool } from '../tool.ts';
import { apply } from './apply.ts';
import { certificate } from './certificate.ts';
import { check } from './check.ts';
import { deviations } from './deviations.ts';
import { diff } from './diff.ts';
import { docs } from './docs.ts';
import { plan } from './plan.ts';
import { propose } from './propose.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { trials } from './trials.ts';
import { why } from './why.ts';

export const tools: readonly Tool[] = [
  ...[status, plan, why, show, check, diff, trials, deviations, certificate],
  ...[docs, propose, apply, run],
];

/** Says of a node that it ran on this machine. */
import { hostname } from 'node:os';
import type { MachineRun, NodeUse } from '../store/records.ts';

const MACHINE = hostname();

export const ranHere = (use: NodeUse): MachineRun => ({ machine: MACHINE, ...use });

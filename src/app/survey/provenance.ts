/** Says of a result where it ran: on a machine, on a cluster, or for the shared cache, and who gave it there. */
import { defined } from '../../base/defined.ts';
import { isOfWorker, type Trace } from '../../engine/store/records.ts';

export type Provenance = Pick<Trace, 'from' | 'given' | 'ranOn'>;

export const provenanceOf = ({ from, given, ranOn }: Trace): Provenance => defined({ from, given, ranOn });

/** Tells whether a result ran where readers of what is published may know: not on the machine on which papermake was called. */
export const isOpenProvenance = ({ ranOn }: Provenance): boolean => ranOn === undefined || isOfWorker(ranOn);

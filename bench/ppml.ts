/** PPML with two absorbed effects on a million rows, against numpy: `bench/ppml-regression.ts` as papermake ships. */
import { runAsShipped } from './as-shipped.ts';

await runAsShipped('ppml-regression.ts');

import { runAsShipped } from './as-shipped.ts';

await runAsShipped('large-regression.ts');

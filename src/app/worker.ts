import { kinds } from '../../steps/registry.ts';
import { serveJobs } from '../engine/executors/serve.ts';

const byName = new Map(kinds.map((kind) => [kind.name, kind]));
serveJobs((name) => byName.get(name));

// npm run lift-limit: opens a provider's budget that was closed for long; npm run doctor names those.
import { operateFromSource } from './operate-from-source.mjs';

await operateFromSource(import.meta.url, 'lift-limit');

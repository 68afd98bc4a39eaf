// npm run doctor: says how the installation is doing and what to do; ends with 1 when something is
// wrong.
import { operateFromSource } from './operate-from-source.mjs';

await operateFromSource(import.meta.url, 'doctor');

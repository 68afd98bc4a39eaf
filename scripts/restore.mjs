// npm run restore: brings a backup into an empty database.
import { operateFromSource } from './operate-from-source.mjs';

await operateFromSource(import.meta.url, 'restore');

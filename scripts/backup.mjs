// npm run backup: writes the whole database to one file, while everything goes on.
import { operateFromSource } from './operate-from-source.mjs';

await operateFromSource(import.meta.url, 'backup');

// npm run rotate-keys: wraps every data key with the newest INLET_ENCRYPTION_KEY; --data also seals
// every secret anew.
import { operateFromSource } from './operate-from-source.mjs';

await operateFromSource(import.meta.url, 'rotate-keys');

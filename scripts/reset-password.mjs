// npm run reset-password: gives an account a new password, for whoever has lost theirs.
import { operateFromSource } from './operate-from-source.mjs';

await operateFromSource(import.meta.url, 'reset-password');

import * as z from 'zod';
import { LEVELS, SURFACE_IDS } from '@/lib/contract/surfaces';

export const Level = z.enum(LEVELS);
export const SurfaceName = z.enum(SURFACE_IDS);
/** What somebody may do, by surface. */
export const AccessLevels = z.object({ connections: Level, personal_records: Level });

/** What somebody may do on a surface, the least first. */
export const LEVELS = ['hidden', 'read', 'write'] as const;
export type Level = (typeof LEVELS)[number];

interface Surface {
  name: string;
  /** What it is, in a sentence. */
  about: string;
  /** The levels it knows. */
  levels: readonly Level[];
  /** What holds as long as a workspace says nothing. */
  otherwise: Level;
}

/** The surfaces a workspace may open and close: for a role, and for one member. */
export const SURFACES = {
  connections: {
    name: 'Connections',
    about: 'What is connected, its runs and records, and the catalog.',
    levels: LEVELS,
    otherwise: 'write',
  },
  personal_records: {
    name: 'Records of others’ mailboxes',
    about: 'What a personal connection of somebody else brought in. Its owner always reads it.',
    levels: ['hidden', 'read'],
    otherwise: 'hidden',
  },
} as const satisfies Record<string, Surface>;

export type SurfaceId = keyof typeof SURFACES;
export const SURFACE_IDS = Object.keys(SURFACES) as [SurfaceId, ...SurfaceId[]];

/** What somebody may do, by surface. */
export type Access = Record<SurfaceId, Level>;

/** What holds where nothing is said. */
export const OPEN_ACCESS: Access = {
  connections: SURFACES.connections.otherwise,
  personal_records: SURFACES.personal_records.otherwise,
};

/** Whether a level is as much as is needed, or more. */
export const reaches = (has: Level, needed: Level): boolean =>
  LEVELS.indexOf(has) >= LEVELS.indexOf(needed);

/** The apps a workspace can turn off. What is off is hidden from everybody, whatever else is said. */
export const APPS = {
  connections: {
    name: 'Connections',
    about: 'Sources of the workspace: what is connected, how current it is, and its records.',
  },
} as const satisfies Record<string, { name: string; about: string }>;
export type AppId = keyof typeof APPS;
export const APP_IDS = Object.keys(APPS) as [AppId, ...AppId[]];
